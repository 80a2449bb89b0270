"""Leaders' instructions and what became of them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.oversight.instructions import (
    INSTRUCTION_STATE_LABELS,
    OPEN_INSTRUCTIONS,
    TASK_STATE_LABELS,
    InstructionState,
    TaskState,
)


class InstructionQuerySet(models.QuerySet["Instruction"]):
    """Named filters of instructions."""

    def visible_to(self, actor: Actor) -> Self:
        """All for those who keep instructions; for units, those with a part of theirs or of units below."""
        if actor.is_system or actor.may(Permission.KEEP_INSTRUCTIONS):
            return self
        scope = Q(pk__in=[])
        for path in actor.unit_paths:
            scope |= Q(unit__path__startswith=path)
        mine = InstructionTask.objects.filter(scope).values("instruction_id")
        return self.filter(pk__in=mine) if actor.may(Permission.ANSWER_INSTRUCTION) else self.none()

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(state__in=sorted(state.value for state in OPEN_INSTRUCTIONS))


class Instruction(models.Model):
    """A leader's written instruction 领导批示件: who wrote what, when, about which orders (or none).

    ``due_on`` is the latest deadline among the units' parts, null before any was given; ``look_back_on`` the
    next day on which the result is looked at again.
    """

    number = models.CharField("批示编号", max_length=24, unique=True)
    leader = models.CharField("批示领导", max_length=60)
    position = models.CharField("职务", max_length=60, blank=True)
    signed_on = models.DateField("批示日期")
    source = models.CharField("来文", max_length=200, blank=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("批示内容")
    state = models.CharField(
        "状态",
        max_length=14,
        default=InstructionState.REGISTERED.value,
        choices=[(s.value, x) for s, x in INSTRUCTION_STATE_LABELS.items()],
    )
    due_on = models.DateField("办理期限", null=True)
    look_back_on = models.DateField("回头看日期", null=True)
    created_at = models.DateTimeField("登记时间")
    created_by_id = models.BigIntegerField("登记人", null=True)
    created_by_name = models.CharField("登记人姓名", max_length=100)
    closed_at = models.DateTimeField("办结时间", null=True)
    filed_at = models.DateTimeField("归档时间", null=True)
    orders = models.ManyToManyField("workorders.WorkOrder", related_name="+", verbose_name="关联工单")

    objects: ClassVar[models.Manager["Instruction"]] = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导批示件"
        constraints = [
            models.CheckConstraint(
                name="instruction_state_known", condition=Q(state__in=[s.value for s in InstructionState])
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="instruction_by_time"),
            models.Index(fields=["state", "-created_at"], name="instruction_by_state"),
        ]

    def __str__(self) -> str:
        return self.number


class InstructionTask(models.Model):
    """One unit's part of an instruction: what is asked, by which day, and what the unit answered."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="tasks")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    state = models.CharField(
        "状态",
        max_length=10,
        default=TaskState.WAITING.value,
        choices=[(s.value, x) for s, x in TASK_STATE_LABELS.items()],
    )
    wanted = models.TextField("交办要求", blank=True)
    due_on = models.DateField("期限")
    answer = models.TextField("反馈", blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True)
    answered_by_name = models.CharField("反馈人", max_length=100, blank=True)
    reminded_on = models.DateField("已提醒到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批示交办"
        constraints = [
            models.UniqueConstraint(fields=["instruction", "unit"], name="instruction_task_once"),
            models.CheckConstraint(
                name="instruction_task_state_known", condition=Q(state__in=[s.value for s in TaskState])
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], name="instruction_task_due", condition=~Q(state=TaskState.ACCEPTED.value)
            )
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.unit_id} {self.state}"


class LookBack(models.Model):
    """A day on which the result of an instruction is looked at again 回头看, and what was found."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="look_backs")
    on = models.DateField("日期")
    done_at = models.DateTimeField("完成时间", null=True)
    done_by_name = models.CharField("回头看人", max_length=100, blank=True)
    holds = models.BooleanField("问题未反弹", null=True)
    finding = models.TextField("情况", blank=True)
    reminded_on = models.DateField("已提醒", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        constraints = [models.UniqueConstraint(fields=["instruction", "on"], name="look_back_once")]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.on}"


class InstructionFile(models.Model):
    """A file of an instruction, such as the scan of the leader's handwriting; kept outside the web root."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="files")
    key = models.CharField("存储名", max_length=100, unique=True)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by_name = models.CharField("上传人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "批示附件"

    def __str__(self) -> str:
        return self.name


class InstructionLine(models.Model):
    """One thing that was done with an instruction; never changed."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="lines")
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=16)
    unit_name = models.CharField("单位", max_length=100, blank=True)
    by_id = models.BigIntegerField("经手人", null=True)
    by_name = models.CharField("经手人姓名", max_length=100)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批示经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.verb}"
