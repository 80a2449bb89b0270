"""Tables of the callback: the centre's rules in versions, whom to ask, what was tried, what was said."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiesu.accounts.permissions import Permission
from jiesu.core.fields import SealedTextField
from jiesu.organisations.actors import Actor
from jiesu.oversight.callback_states import (
    CALL_OUTCOME_LABELS,
    CALLBACK_KIND_LABELS,
    CALLBACK_STATE_LABELS,
    CALLBACK_WAY_LABELS,
    DAY_SLOT_LABELS,
    FAULT_LABELS,
    OPEN_CALLBACKS,
    WHY_NOT_LABELS,
    CallbackKind,
    WhyNot,
)
from jiesu.workorders.states import RESOLUTION_LABELS, SATISFACTION_LABELS

_OPEN = sorted(state.value for state in OPEN_CALLBACKS)


class CallbackPlanVersion(models.Model):
    """One version of the centre's rules of the callback; it never changes but for being in force or not."""

    version = models.PositiveIntegerField("版本", unique=True)
    data = models.JSONField("内容")
    note = models.CharField("说明", max_length=200, blank=True)
    is_current = models.BooleanField("现行", default=True)
    created_at = models.DateTimeField("发布时间")
    created_by_id = models.BigIntegerField("发布人编号", null=True)
    created_by_name = models.CharField("发布人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "回访规则"
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], name="callback_plan_one_current", condition=Q(is_current=True)
            )
        ]

    def __str__(self) -> str:
        return f"回访规则 v{self.version}"


class CallbackTaskQuerySet(models.QuerySet["CallbackTask"]):
    """Named filters of tasks."""

    def visible_to(self, actor: Actor) -> Self:
        """Tasks that this person may know of: the centre's, the confidential ones for those who may."""
        if actor.is_system or (
            actor.may(Permission.VIEW_ALL_ORDERS) and actor.may(Permission.VIEW_CONFIDENTIAL)
        ):
            return self
        if actor.may(Permission.VIEW_ALL_ORDERS):
            return self.filter(order__is_confidential=False)
        return self.none()

    def open(self) -> Self:
        """Tasks that somebody still has to do something about."""
        return self.filter(state__in=_OPEN)


class CallbackTask(models.Model):
    """One citizen to be asked about one order, in one of its rounds; or asked again to check the first call.

    ``turn`` counts the order's rounds as its records of callbacks do. ``next_at`` is the earliest moment of
    the next attempt; ``checks`` is the call that a recheck repeats. A claim holds until ``held_until``.
    """

    order = models.ForeignKey(
        "workorders.WorkOrder", models.PROTECT, related_name="callback_tasks", db_index=False
    )
    kind = models.CharField(
        "种类", max_length=10, choices=[(k.value, x) for k, x in CALLBACK_KIND_LABELS.items()]
    )
    turn = models.PositiveSmallIntegerField("轮次")
    state = models.CharField(
        "状态", max_length=12, choices=[(s.value, x) for s, x in CALLBACK_STATE_LABELS.items()]
    )
    why = models.CharField("抽样依据", max_length=200)
    plan = models.ForeignKey(CallbackPlanVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, related_name="+", db_index=False
    )
    checks = models.ForeignKey("self", models.PROTECT, null=True, related_name="rechecks", db_index=False)
    way = models.CharField(
        "方式", max_length=12, choices=[(w.value, x) for w, x in CALLBACK_WAY_LABELS.items()]
    )
    slot = models.CharField(
        "时段", max_length=10, blank=True, choices=[(s.value, x) for s, x in DAY_SLOT_LABELS.items()]
    )
    next_at = models.DateTimeField("下次最早")
    appointed_at = models.DateTimeField("约定时间", null=True)
    attempts = models.PositiveSmallIntegerField("已尝试", default=0)
    held_by_id = models.BigIntegerField("占用人", null=True)
    held_by_name = models.CharField("占用人姓名", max_length=100, blank=True)
    held_until = models.DateTimeField("占用到", null=True)
    created_at = models.DateTimeField("生成时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    finished_by_id = models.BigIntegerField("回访员", null=True)
    finished_by_name = models.CharField("回访员姓名", max_length=100, blank=True)
    ending = models.CharField("结束说明", max_length=200, blank=True)

    objects: ClassVar[models.Manager["CallbackTask"]] = CallbackTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回访任务"
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "turn"], name="callback_task_once"),
            models.CheckConstraint(
                name="callback_recheck_checks",
                condition=Q(kind=CallbackKind.RECHECK.value, checks__isnull=False)
                | Q(kind=CallbackKind.CALLBACK.value, checks__isnull=True),
            ),
            models.CheckConstraint(
                name="callback_task_finished",
                condition=Q(state__in=_OPEN, finished_at__isnull=True)
                | (~Q(state__in=_OPEN) & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="callback_next", condition=Q(state__in=_OPEN)),
            models.Index(fields=["-created_at", "-id"], name="callback_by_time"),
            models.Index(fields=["unit", "-created_at"], name="callback_by_unit"),
            models.Index(fields=["checks"], name="callback_by_first", condition=Q(checks__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.turn} {self.state}"


class CallbackAttempt(models.Model):
    """One attempt to ask: a call, a link that was sent, or the citizen's own rating; never changed."""

    task = models.ForeignKey(CallbackTask, models.PROTECT, related_name="tries", db_index=False)
    number = models.PositiveSmallIntegerField("第几次")
    at = models.DateTimeField("时间")
    way = models.CharField(
        "方式", max_length=12, choices=[(w.value, x) for w, x in CALLBACK_WAY_LABELS.items()]
    )
    outcome = models.CharField(
        "结果", max_length=12, choices=[(o.value, x) for o, x in CALL_OUTCOME_LABELS.items()]
    )
    note = models.CharField("说明", max_length=500, blank=True)
    by_id = models.BigIntegerField("回访员", null=True)
    by_name = models.CharField("回访员姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "回访尝试"
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="callback_attempt_numbered")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.number} {self.outcome}"


class CallbackAnswer(models.Model):
    """What the citizen said in one task, question by question; ``fault`` is the caller's judgement."""

    task = models.OneToOneField(CallbackTask, models.PROTECT, related_name="answer")
    way = models.CharField(
        "方式", max_length=12, choices=[(w.value, x) for w, x in CALLBACK_WAY_LABELS.items()]
    )
    contacted = models.BooleanField("单位是否联系", null=True)
    truthful = models.BooleanField("办理是否属实", null=True)
    resolution = models.CharField(
        "是否解决", max_length=12, blank=True, choices=[(r.value, x) for r, x in RESOLUTION_LABELS.items()]
    )
    satisfaction = models.CharField(
        "是否满意", max_length=20, choices=[(s.value, x) for s, x in SATISFACTION_LABELS.items()]
    )
    why_not = ArrayField(models.CharField(max_length=20), verbose_name="不满意原因", default=list)
    fault = models.CharField(
        "原因归属", max_length=14, blank=True, choices=[(f.value, x) for f, x in FAULT_LABELS.items()]
    )
    words = models.TextField("原话", blank=True)
    explanation = models.TextField("解释", blank=True)
    at = models.DateTimeField("时间")
    by_id = models.BigIntegerField("回访员", null=True)
    by_name = models.CharField("回访员姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "回访答案"
        indexes = [models.Index(fields=["-at"], name="callback_answer_by_time")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.satisfaction}"

    @property
    def reasons(self) -> list[str]:
        """Why the citizen is not satisfied, in words."""
        return [WHY_NOT_LABELS[WhyNot(reason)] for reason in self.why_not]


class CallbackLink(models.Model):
    """A link in a message, answered at most once and not after ``expires_at``; its address is signed."""

    task = models.ForeignKey(CallbackTask, models.PROTECT, related_name="links")
    way = models.CharField(
        "方式", max_length=12, choices=[(w.value, x) for w, x in CALLBACK_WAY_LABELS.items()]
    )
    sent_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    answered_at = models.DateTimeField("作答时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访链接"
        constraints = [
            models.CheckConstraint(name="callback_link_expires", condition=Q(expires_at__gt=F("sent_at")))
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.way} {self.expires_at:%F %T}"


class CallbackConsent(models.Model):
    """By which ways a citizen wants to be asked, as they said it themselves."""

    citizen = models.OneToOneField("workorders.Citizen", models.CASCADE, related_name="callback_consent")
    call = models.BooleanField("可以打电话", default=True)
    sms = models.BooleanField("可以发短信", default=True)
    wechat = models.BooleanField("可以发微信", default=False)
    openid = SealedTextField("微信标识", blank=True)
    noted_at = models.DateTimeField("记录时间")
    noted_by_id = models.BigIntegerField("记录人编号", null=True)
    noted_by_name = models.CharField("记录人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "回访方式意愿"

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.call}/{self.sms}/{self.wechat}"
