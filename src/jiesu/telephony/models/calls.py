"""What happened on the switch: calls, their legs and events, recordings, missed calls, what was asked for."""

from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.telephony.call_states import (
    CALL_OUTCOME_LABELS,
    CALL_STATE_LABELS,
    DIRECTION_LABELS,
    CallState,
    Direction,
)
from jiesu.telephony.models.exchange import SwitchNode
from jiesu.telephony.returning import OPEN, RETURN_STATE_LABELS, ReturnState
from jiesu.telephony.switch_tasks import TASK_KIND_LABELS, TASK_STATE_LABELS, TaskState


class Call(models.Model):
    """A call 呼叫 from its first ring to the end of its last leg; ``key`` is the switch's own."""

    key = models.CharField("标识", max_length=64, unique=True)
    node = models.ForeignKey(SwitchNode, models.PROTECT, db_index=False)
    direction = models.CharField(
        "方向", max_length=8, choices=[(one.value, label) for one, label in DIRECTION_LABELS.items()]
    )
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(one.value, label) for one, label in CALL_STATE_LABELS.items()],
        default=CallState.ENTERED,
    )
    outcome = models.CharField(
        "结果",
        max_length=11,
        blank=True,
        choices=[(one.value, label) for one, label in CALL_OUTCOME_LABELS.items()],
    )
    number = SealedTextField("对方号码", blank=True)
    number_hash = models.CharField("号码指纹", max_length=32, blank=True)
    line = models.CharField("拨打号码", max_length=40, blank=True)
    queue = models.CharField("队列", max_length=32, blank=True)
    seat = models.CharField("接听坐席", max_length=10, blank=True)
    user_id = models.BigIntegerField("接听人", null=True)
    started_at = models.DateTimeField("开始")
    queued_at = models.DateTimeField("进入队列", null=True)
    rang_at = models.DateTimeField("首次振铃", null=True)
    answered_at = models.DateTimeField("接听", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    transfers = models.PositiveSmallIntegerField("转接次数", default=0)
    held_seconds = models.FloatField("保持秒数", default=0)
    score = models.PositiveSmallIntegerField("满意度", null=True)
    order_number = models.CharField("工单", max_length=24, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "呼叫"
        constraints = [
            models.CheckConstraint(
                name="call_ended_has_outcome",
                condition=Q(state=CallState.ENDED, ended_at__isnull=False) & ~Q(outcome="")
                | (~Q(state=CallState.ENDED) & Q(ended_at__isnull=True, outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-started_at"], name="call_by_time"),
            models.Index(fields=["number_hash", "-started_at"], name="call_by_number"),
            models.Index(fields=["node"], name="call_open", condition=~Q(state=CallState.ENDED)),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_inbound(self) -> bool:
        """Whether a citizen called."""
        return self.direction == Direction.INBOUND


class Leg(models.Model):
    """One telephone's part in a call 通话支路; a transfer moves a leg to another call."""

    key = models.CharField("标识", max_length=64, unique=True)
    call = models.ForeignKey(Call, models.PROTECT, related_name="legs")
    channel = models.CharField("通道", max_length=80)
    endpoint = models.CharField("话机", max_length=40)
    is_seat = models.BooleanField("坐席侧")
    was_rung = models.BooleanField("被叫")
    started_at = models.DateTimeField("开始")
    answered_at = models.DateTimeField("应答", null=True)
    held_at = models.DateTimeField("保持起", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    cause = models.PositiveSmallIntegerField("释放原因", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "通话支路"

    def __str__(self) -> str:
        return self.channel


class CallEvent(models.Model):
    """One line of a switch's event log, known by the file and the byte that it begins at."""

    node = models.ForeignKey(SwitchNode, models.PROTECT, db_index=False)
    file = models.BigIntegerField("文件")
    offset = models.BigIntegerField("位置")
    at = models.DateTimeField("时间")
    kind = models.CharField("事件", max_length=20)
    mark = models.CharField("标记", max_length=40, blank=True)
    call = models.ForeignKey(Call, models.PROTECT, related_name="events")
    leg_key = models.CharField("支路", max_length=64)
    data = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "呼叫事件"
        constraints = [models.UniqueConstraint(fields=["node", "file", "offset"], name="call_event_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.leg_key}"


class Recording(models.Model):
    """The recording of a call 录音, both sides apart; sealed when the call has ended.

    ``caller_file`` and ``seat_file`` are names below the recordings' directory; ``key`` opens them.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="recording")
    path = models.CharField("交换机文件", max_length=120)
    sealed_at = models.DateTimeField("加密时间", null=True)
    key = SealedTextField("密钥", blank=True)
    caller_file = models.CharField("群众侧", max_length=120, blank=True)
    seat_file = models.CharField("坐席侧", max_length=120, blank=True)
    missing = models.BooleanField("没有文件", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "录音"
        indexes = [
            models.Index(
                fields=["id"], name="recording_unsealed", condition=Q(sealed_at__isnull=True, missing=False)
            )
        ]

    def __str__(self) -> str:
        return self.path


class MissedCall(models.Model):
    """A number that called in vain 漏接 and is called back until reached; one open row a number."""

    number = SealedTextField("号码")
    number_hash = models.CharField("号码指纹", max_length=32)
    call = models.ForeignKey(Call, models.PROTECT, related_name="missed", db_index=False)
    times = models.PositiveSmallIntegerField("来电次数", default=1)
    missed_at = models.DateTimeField("最近来电")
    due_at = models.DateTimeField("应回拨")
    attempts = models.PositiveSmallIntegerField("已回拨次数", default=0)
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(one.value, label) for one, label in RETURN_STATE_LABELS.items()],
        default=ReturnState.DUE,
    )
    dialled = models.CharField("回拨标识", max_length=64, blank=True, db_index=True)
    seat = models.CharField("回拨坐席", max_length=10, blank=True)
    told = models.BooleanField("已交交换机", default=False)
    settled_at = models.DateTimeField("了结", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "漏接回拨"
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash"],
                name="missed_number_once",
                condition=Q(state__in=[one.value for one in sorted(OPEN)]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="missed_due",
                condition=Q(state__in=[one.value for one in sorted(OPEN)]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class SwitchTask(models.Model):
    """Something a person asked of the switch during a call 交换机任务.

    For 110, 119, 120 and 122 it is the record of the handover. ``seat`` is the asking person's, ``number``
    whom to call, or the seat that is listened to; ``note`` what was said to whoever took over.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="tasks")
    kind = models.CharField(
        "类型", max_length=8, choices=[(one.value, label) for one, label in TASK_KIND_LABELS.items()]
    )
    seat = models.CharField("坐席", max_length=10)
    number = models.CharField("号码", max_length=20, blank=True)
    user_id = models.BigIntegerField("提出人")
    asked_at = models.DateTimeField("提出时间")
    connected_at = models.DateTimeField("接通时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    state = models.CharField(
        "状态",
        max_length=9,
        choices=[(one.value, label) for one, label in TASK_STATE_LABELS.items()],
        default=TaskState.ASKED,
    )
    note = models.CharField("移交说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交换机任务"
        indexes = [
            models.Index(fields=["id"], name="switch_task_asked", condition=Q(state=TaskState.ASKED)),
            models.Index(fields=["number", "-asked_at"], name="switch_task_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seat} {self.state}"
