"""Ledgers of problem orders."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.oversight.problems import CAUSE_LABELS, LEDGER_LABELS, Cause, Ledger


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Named filters of entries."""

    def visible_to(self, actor: Actor) -> Self:
        """The centre's for who sees all orders; a unit's own and those of units below for its people."""
        if actor.is_system or (actor.is_centre and actor.may(Permission.VIEW_ALL_ORDERS)):
            hidden = Q() if actor.may(Permission.VIEW_CONFIDENTIAL) else Q(order__is_confidential=False)
            return self.filter(hidden)
        scope = Q(pk__in=[])
        for path in actor.unit_paths:
            scope |= Q(unit__path__startswith=path)
        return (
            self.filter(scope) if actor.may(Permission.VIEW_ORDERS) and not actor.is_centre else self.none()
        )

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at__isnull=True)


class LedgerEntry(models.Model):
    """An order in a ledger 台账, until the problem is settled 销号; one open entry a ledger and order.

    ``review_on`` is the day on which somebody looks at it again; ``reminded_on`` the last such day that was
    reminded of. ``step`` is the escalation that entered it, null when somebody did.
    """

    ledger = models.CharField("台账", max_length=16, choices=[(k.value, x) for k, x in LEDGER_LABELS.items()])
    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey("oversight.EscalationStep", models.PROTECT, null=True, related_name="+")
    reason = models.TextField("列入原因")
    cause = models.CharField(
        "原因类别",
        max_length=16,
        choices=[(c.value, x) for c, x in CAUSE_LABELS.items()],
        default=Cause.UNKNOWN.value,
    )
    leader = models.CharField("责任领导", max_length=40, blank=True)
    plan = models.TextField("化解方案", blank=True)
    review_on = models.DateField("复查日期", null=True)
    reminded_on = models.DateField("已提醒", null=True)
    entered_at = models.DateTimeField("列入时间")
    entered_by_id = models.BigIntegerField("列入人", null=True)
    entered_by_name = models.CharField("列入人姓名", max_length=100)
    settled_at = models.DateTimeField("销号时间", null=True)
    settlement = models.TextField("化解结果", blank=True)

    objects: ClassVar[models.Manager["LedgerEntry"]] = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题台账"
        constraints = [
            models.UniqueConstraint(
                fields=["order", "ledger"], name="ledger_open_once", condition=Q(settled_at__isnull=True)
            ),
            models.CheckConstraint(name="ledger_known", condition=Q(ledger__in=[k.value for k in Ledger])),
        ]
        indexes = [
            models.Index(fields=["ledger", "-entered_at", "-id"], name="ledger_by_time"),
            models.Index(
                fields=["review_on"],
                name="ledger_review",
                condition=Q(settled_at__isnull=True, review_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.order_id}"


class LedgerLine(models.Model):
    """What was done about an entry, by whom and when."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="lines")
    at = models.DateTimeField("时间")
    what = models.CharField("动作", max_length=12)
    note = models.TextField("说明", blank=True)
    by_id = models.BigIntegerField("经办人", null=True)
    by_name = models.CharField("经办人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "台账记录"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what} {self.at:%F %T}"
