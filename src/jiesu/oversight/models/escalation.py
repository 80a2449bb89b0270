"""Ladders, what is watched, and the steps that were taken."""

from django.db import models
from django.db.models import Q

from jiesu.oversight.ladders import CONDITION_LABELS, LEVEL_LABELS, Condition

_WATCHED = (Condition.OVERDUE, Condition.UNANSWERED)


class LadderVersion(models.Model):
    """A published version of the escalation ladder; ``rungs`` is what ``ladder_json`` reads and writes."""

    version = models.PositiveIntegerField("版本", unique=True)
    rungs = models.JSONField("阶梯")
    is_current = models.BooleanField("启用", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    created_at = models.DateTimeField("发布时间")
    created_by_id = models.BigIntegerField("发布人", null=True)
    created_by_name = models.CharField("发布人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "提级阶梯"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], name="one_ladder_in_force", condition=Q(is_current=True)
            )
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Watch(models.Model):
    """Something whose time is over, and the next moment at which a step of the ladder is due for it.

    ``next_at`` is null when nothing further can come: the sweep reads that index and touches only what is
    due. A watch lives under the ladder that was in force when it began. It is over a clock of the order, or
    over a supervision order that was not answered; ``since`` is the due moment that has passed.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ladder = models.ForeignKey(LadderVersion, models.PROTECT, related_name="+", db_index=False)
    condition = models.CharField(
        "情形", max_length=12, choices=[(c.value, CONDITION_LABELS[c]) for c in _WATCHED]
    )
    deadline = models.OneToOneField("workorders.Deadline", models.PROTECT, null=True, related_name="+")
    supervision = models.OneToOneField(
        "oversight.Supervision", models.PROTECT, null=True, related_name="watch"
    )
    clock = models.CharField("时限", max_length=16, blank=True)
    since = models.DateTimeField("自")
    next_at = models.DateTimeField("下一步", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "盯办"
        constraints = [
            models.CheckConstraint(
                name="watch_over_one_thing",
                condition=Q(deadline__isnull=False, supervision__isnull=True)
                | Q(deadline__isnull=True, supervision__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="watch_sweep", condition=Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.condition} {self.next_at}"


class EscalationStep(models.Model):
    """One step that was taken 提级: to whom, what, when it was due, and why.

    ``occasion`` and ``place`` name what brought it and the rung: the database refuses the same step twice.
    ``ladder`` and ``place`` are null for what somebody decided.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    ladder = models.ForeignKey(LadderVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField("级次", null=True)
    condition = models.CharField(
        "情形", max_length=12, choices=[(c.value, x) for c, x in CONDITION_LABELS.items()]
    )
    occasion = models.CharField("起因", max_length=80)
    level = models.CharField("层级", max_length=20, choices=[(k.value, x) for k, x in LEVEL_LABELS.items()])
    why = models.TextField("原因")
    acts = models.JSONField("措施", default=list)
    urge = models.BooleanField("催办", default=False)
    colour = models.CharField("督办", max_length=8, blank=True)
    ledger = models.CharField("台账", max_length=16, blank=True)
    bulletin = models.BooleanField("列入通报", default=False)
    confer = models.BooleanField("提请会商", default=False)
    due_at = models.DateTimeField("应办时间")
    taken_at = models.DateTimeField("办理时间")
    by_id = models.BigIntegerField("经办人", null=True)
    by_name = models.CharField("经办人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "提级记录"
        constraints = [
            models.UniqueConstraint(
                fields=["order", "occasion", "place"], name="step_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="step_by_rule_or_decision",
                condition=Q(condition=Condition.DECISION.value, place__isnull=True)
                | (~Q(condition=Condition.DECISION.value) & Q(place__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["-taken_at", "-id"], name="step_by_time"),
            models.Index(fields=["order"], name="step_confer", condition=Q(confer=True)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.occasion} {self.level}"
