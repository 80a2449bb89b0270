"""Reminders of units."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.oversight.urging import URGING_KIND_LABELS, UrgingKind


class UrgingQuerySet(models.QuerySet["Urging"]):
    """Named filters of urgings."""

    def visible_to(self, actor: Actor) -> Self:
        """All for those at the centre who see all orders; for units, their own and those of units below."""
        if actor.is_system or (actor.is_centre and actor.may(Permission.VIEW_ALL_ORDERS)):
            return (
                self if actor.may(Permission.VIEW_CONFIDENTIAL) else self.filter(order__is_confidential=False)
            )
        scope = Q(pk__in=[])
        for path in actor.unit_paths:
            scope |= Q(unit__path__startswith=path)
        return (
            self.filter(scope) if actor.may(Permission.VIEW_ORDERS) and not actor.is_centre else self.none()
        )

    def open(self) -> Self:
        """Those that nobody has acknowledged."""
        return self.filter(acknowledged_at__isnull=True)


class Urging(models.Model):
    """A unit was urged 催办 about an order: how, by whom, with which words, and when it said so.

    ``unit`` is null when the order was with no unit: then the centre itself is urged. ``key`` is the same for
    the same cause of an automatic one, so that it is written once.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    kind = models.CharField(
        "方式", max_length=10, choices=[(k.value, x) for k, x in URGING_KIND_LABELS.items()]
    )
    words = models.TextField("催办内容", blank=True)
    key = models.CharField("去重键", max_length=80, unique=True, null=True)
    at = models.DateTimeField("催办时间")
    by_id = models.BigIntegerField("催办人", null=True)
    by_name = models.CharField("催办人姓名", max_length=100)
    acknowledged_at = models.DateTimeField("确认时间", null=True)
    acknowledged_by_id = models.BigIntegerField("确认人", null=True)
    acknowledged_by_name = models.CharField("确认人姓名", max_length=100, blank=True)
    answer = models.TextField("单位说明", blank=True)

    objects: ClassVar[models.Manager["Urging"]] = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        constraints = [
            models.CheckConstraint(
                name="urging_kind_known", condition=Q(kind__in=[k.value for k in UrgingKind])
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="urging_by_time"),
            models.Index(
                fields=["unit", "-at"], name="urging_open", condition=Q(acknowledged_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.at:%F %T}"
