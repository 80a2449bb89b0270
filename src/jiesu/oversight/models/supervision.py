"""Supervision orders and what happened to them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.oversight.ladders import LEVEL_LABELS, Level
from jiesu.oversight.supervision import (
    COLOUR_LABELS,
    OPEN_SUPERVISION,
    SUPERVISION_STATE_LABELS,
    SUPERVISION_VERB_LABELS,
    WITH_UNIT,
    SupervisionState,
)

_WITH_UNIT = sorted(state.value for state in WITH_UNIT)
_OPEN = sorted(state.value for state in OPEN_SUPERVISION)


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    """Named filters of supervision orders."""

    def visible_to(self, actor: Actor) -> Self:
        """All for who supervises or sees all orders; for units, those of their own and of units below."""
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
        """Those that are not at their end."""
        return self.filter(state__in=_OPEN)

    def with_unit(self) -> Self:
        """Those whose unit still has to answer."""
        return self.filter(state__in=_WITH_UNIT)


class Supervision(models.Model):
    """A supervision order 督办单: a unit is to say by a moment what it does about an order.

    It is a record beside the order, whose state does not change by it. ``step`` is the escalation that issued
    it, null when somebody decided to. ``feedback_due`` is counted in working time by the order's calendar.
    """

    number = models.CharField("督办编号", max_length=24, unique=True)
    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    colour = models.CharField(
        "等级", max_length=8, choices=[(c.value, label) for c, label in COLOUR_LABELS.items()]
    )
    level = models.CharField(
        "层级",
        max_length=20,
        choices=[(k.value, x) for k, x in LEVEL_LABELS.items()],
        default=Level.UNIT_LEADER,
    )
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(s.value, x) for s, x in SUPERVISION_STATE_LABELS.items()],
        default=SupervisionState.ISSUED.value,
    )
    step = models.ForeignKey(
        "oversight.EscalationStep", models.PROTECT, null=True, related_name="supervisions"
    )
    reason = models.TextField("督办原因")
    requirement = models.TextField("督办要求")
    issued_at = models.DateTimeField("签发时间")
    issued_by_id = models.BigIntegerField("签发人", null=True)
    issued_by_name = models.CharField("签发人姓名", max_length=100)
    feedback_due = models.DateTimeField("反馈期限")
    answer = models.TextField("反馈情况", blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True)
    answered_late = models.BooleanField("逾期反馈", default=False)
    sent_back_count = models.PositiveSmallIntegerField("退回次数", default=0)
    closed_at = models.DateTimeField("销号时间", null=True)

    objects: ClassVar[models.Manager["Supervision"]] = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办单"
        constraints = [
            models.CheckConstraint(
                name="supervision_state_known", condition=Q(state__in=[s.value for s in SupervisionState])
            ),
            models.UniqueConstraint(
                fields=["step"], name="supervision_once_a_step", condition=Q(step__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["feedback_due", "id"], name="supervision_open", condition=Q(state__in=_OPEN)
            ),
            models.Index(fields=["-issued_at", "-id"], name="supervision_by_time"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_with_unit(self) -> bool:
        """Whether the unit's answer is outstanding."""
        return self.state in _WITH_UNIT


class SupervisionLine(models.Model):
    """What was done with a supervision order, by whom, in which words."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="lines")
    verb = models.CharField(
        "动作", max_length=12, choices=[(v.value, x) for v, x in SUPERVISION_VERB_LABELS.items()]
    )
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField("经办人", null=True)
    by_name = models.CharField("经办人姓名", max_length=100)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办经过"

    def __str__(self) -> str:
        return f"{self.supervision_id} {self.verb} {self.at:%F %T}"
