"""Tables of telephony: what the switch is made of, and what happened on it."""

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
from jiesu.telephony.returning import OPEN, RETURN_STATE_LABELS, ReturnState
from jiesu.telephony.seat_states import SEAT_STATE_LABELS, SeatState
from jiesu.telephony.switch_tasks import TASK_KIND_LABELS, TASK_STATE_LABELS, TaskState


class CallQueue(models.Model):
    """A queue 队列: where calls wait for seats of one skill, or for any seat."""

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=60)
    skill = models.CharField("技能", max_length=32, blank=True)
    priority = models.PositiveSmallIntegerField("优先级", default=0)
    ring_seconds = models.PositiveSmallIntegerField("振铃秒数", default=15)
    service_seconds = models.PositiveSmallIntegerField("服务水平秒数", default=15)
    patience_seconds = models.PositiveSmallIntegerField("溢出秒数", default=120)
    overflow = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="溢出到")

    class Meta:
        verbose_name = verbose_name_plural = "队列"

    def __str__(self) -> str:
        return self.name


class ServiceLine(models.Model):
    """A number that citizens dial 热线号码, the queue behind it, and what is spoken before and after."""

    number = models.CharField("号码", max_length=20, unique=True)
    queue = models.ForeignKey(CallQueue, models.PROTECT, verbose_name="队列")
    greeting = models.TextField("欢迎语", blank=True)
    rating = models.TextField("评价提示", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "热线号码"

    def __str__(self) -> str:
        return self.number


class Trunk(models.Model):
    """A trunk 中继线路: the operator's equipment by its address; calls come in from nowhere else."""

    code = models.SlugField("代码", max_length=32, unique=True)
    host = models.GenericIPAddressField("地址", protocol="IPv4", unique=True)
    port = models.PositiveIntegerField("端口", default=5060)
    is_default = models.BooleanField("呼出默认", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "中继线路"

    def __str__(self) -> str:
        return self.code


class Seat(models.Model):
    """A seat 坐席: a telephone with its number, who sits there, and what that person is doing."""

    number = models.CharField("分机", max_length=10, unique=True)
    secret = SealedTextField("口令")
    in_browser = models.BooleanField("浏览器话机", default=True)
    user_id = models.BigIntegerField("签入人", null=True)
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(state.value, label) for state, label in SEAT_STATE_LABELS.items()],
        default=SeatState.OFFLINE,
    )
    since = models.DateTimeField("状态起始")
    reason = models.CharField("原因", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "坐席"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"], name="one_seat_a_person", condition=Q(user_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SeatSkill(models.Model):
    """What a seat can: a skill with its level, 1 (can) to 5 (best)."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="skills", db_index=False)
    skill = models.CharField("技能", max_length=32)
    level = models.PositiveSmallIntegerField("等级")

    class Meta:
        verbose_name = verbose_name_plural = "坐席技能"
        constraints = [
            models.UniqueConstraint(fields=["seat", "skill"], name="seat_skill_once"),
            models.CheckConstraint(name="skill_level_1_to_5", condition=Q(level__gte=1, level__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.skill} {self.level}"


class SeatSpell(models.Model):
    """A stretch of time that a seat spent in one state; busy shares and rosters are counted from these."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="spells", db_index=False)
    user_id = models.BigIntegerField("签入人", null=True)
    state = models.CharField("状态", max_length=12)
    started_at = models.DateTimeField("起")
    ended_at = models.DateTimeField("止")

    class Meta:
        verbose_name = verbose_name_plural = "坐席状态时段"
        indexes = [
            models.Index(fields=["seat", "started_at"], name="spell_by_seat"),
            models.Index(fields=["user_id", "started_at"], name="spell_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.state} {self.started_at:%F %T}"


class SwitchNode(models.Model):
    """A switch, and how far its event log is in the tables: the file, and the byte after the last line.

    The place moves in the transaction that writes what the lines say, so each line counts once.
    """

    name = models.SlugField("节点", max_length=32, unique=True)
    log_file = models.BigIntegerField("日志文件", default=0)
    log_offset = models.BigIntegerField("日志位置", default=0)
    seen_at = models.DateTimeField("最近在线", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "交换节点"

    def __str__(self) -> str:
        return self.name


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
