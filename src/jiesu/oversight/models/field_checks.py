"""Tables of the check in the field: what is to be looked at, what was found, the photos."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.oversight.field_states import FIELD_STATE_LABELS, FIELD_VERDICT_LABELS, FieldState


class FieldCheckQuerySet(models.QuerySet["FieldCheck"]):
    """Named filters of checks."""

    def visible_to(self, actor: Actor) -> Self:
        """Checks that this person may know of: who orders them sees all, who does them their own."""
        if actor.is_system or actor.may(Permission.ORDER_FIELD_CHECK):
            hides = not actor.is_system and not actor.may(Permission.VIEW_CONFIDENTIAL)
            return self.filter(order__is_confidential=False) if hides else self
        if not actor.may(Permission.CHECK_IN_FIELD):
            return self.none()
        return self.filter(
            Q(checker_id=actor.user_id) | Q(checker_id__isnull=True, unit_id__in=actor.unit_ids)
        )


class FieldCheck(models.Model):
    """One place to be looked at for one order, by a named person or anybody of a unit, and what was found.

    ``lon`` and ``lat`` are the order's place; ``found_lon`` and ``found_lat`` where the checker says to have
    been, ``accuracy`` in metres as the telephone told it; ``distance`` in metres between both, null when
    either is missing. ``key`` is made with the form, so that a result sent twice is kept once.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="field_checks")
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, x) for s, x in FIELD_STATE_LABELS.items()]
    )
    task = models.CharField("核查要点", max_length=500)
    title = models.CharField("事由", max_length=200)
    address = models.CharField("地点", max_length=300, blank=True)
    lon = models.FloatField("经度", null=True)
    lat = models.FloatField("纬度", null=True)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    checker_id = models.BigIntegerField("核查人", null=True)
    checker_name = models.CharField("核查人姓名", max_length=100, blank=True)
    ordered_at = models.DateTimeField("派发时间")
    ordered_by_id = models.BigIntegerField("派发人", null=True)
    ordered_by_name = models.CharField("派发人姓名", max_length=100)
    due_at = models.DateTimeField("期限")
    verdict = models.CharField(
        "结论", max_length=12, blank=True, choices=[(v.value, x) for v, x in FIELD_VERDICT_LABELS.items()]
    )
    note = models.TextField("情况", blank=True)
    seen_at = models.DateTimeField("到场时间", null=True)
    found_lon = models.FloatField("到场经度", null=True)
    found_lat = models.FloatField("到场纬度", null=True)
    accuracy = models.PositiveIntegerField("定位误差（米）", null=True)
    distance = models.PositiveIntegerField("离事发地（米）", null=True)
    key = models.CharField("提交标识", max_length=32, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by_id = models.BigIntegerField("结束人", null=True)
    ended_by_name = models.CharField("结束人姓名", max_length=100, blank=True)
    ending = models.CharField("撤回原因", max_length=200, blank=True)

    objects: ClassVar[models.Manager["FieldCheck"]] = FieldCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场核查"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="field_check_one_open", condition=Q(state=FieldState.ORDERED.value)
            ),
            models.CheckConstraint(
                name="field_check_done_has_verdict",
                condition=~Q(state=FieldState.DONE.value)
                | (~Q(verdict="") & Q(seen_at__isnull=False, ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["-ordered_at", "-id"], name="field_check_by_time"),
            models.Index(fields=["due_at"], name="field_check_due", condition=Q(state="ordered")),
            models.Index(fields=["verdict", "-ordered_at"], name="field_check_by_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state} {self.verdict}"


class FieldPhoto(models.Model):
    """A photo of a check: kept outside the web root under a name of ours, with what its notes (Exif) say."""

    check_made = models.ForeignKey(FieldCheck, models.PROTECT, related_name="photos")
    key = models.CharField("存储名", max_length=100, unique=True)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    lon = models.FloatField("拍摄经度", null=True)
    lat = models.FloatField("拍摄纬度", null=True)
    from_claim = models.PositiveIntegerField("离上报位置（米）", null=True)
    from_order = models.PositiveIntegerField("离事发地（米）", null=True)
    findings = ArrayField(models.CharField(max_length=16), verbose_name="疑点", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "核查照片"

    def __str__(self) -> str:
        return f"{self.check_made_id} {self.key}"
