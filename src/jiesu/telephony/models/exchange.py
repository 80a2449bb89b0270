"""What the switch is made of: queues, lines, trunks, seats and what was done at them."""

from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.telephony.seat_states import SEAT_STATE_LABELS, SeatState


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
