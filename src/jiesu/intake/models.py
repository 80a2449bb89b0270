"""Tables of the intake: contacts, imports, rows that were turned away."""

import json
from collections.abc import Mapping

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiesu.catalogue.natures import CHANNEL_LABELS
from jiesu.core.fields import SealedTextField
from jiesu.intake.imports import RUN_STATE_LABELS, RunState


class ImportRun(models.Model):
    """One import of one file, from its first row to its last, however often it was interrupted.

    ``position`` counts the rows that are settled for good: they, their orders and this number are written in
    one transaction, so a run that was killed goes on with the row after.
    """

    file_name = models.CharField("文件", max_length=255)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    source = models.CharField("来源", max_length=60)
    reading = models.JSONField("读法")
    reading_hash = models.CharField("读法指纹", max_length=64)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, label) for state, label in RUN_STATE_LABELS.items()],
        default=RunState.RUNNING,
    )
    position = models.PositiveBigIntegerField("已处理", default=0)
    accepted = models.PositiveBigIntegerField("已登记", default=0)
    rejected = models.PositiveBigIntegerField("退回", default=0)
    duplicate = models.PositiveBigIntegerField("重复", default=0)
    unmatched = models.JSONField("未识别", default=dict)
    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束", null=True)
    started_by_id = models.BigIntegerField("操作人", null=True)
    started_by_name = models.CharField("操作人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        constraints = [
            models.CheckConstraint(
                name="import_state_known", condition=Q(state__in=[state.value for state in RunState])
            ),
            models.CheckConstraint(
                name="import_rows_add_up",
                condition=Q(position=F("accepted") + F("rejected") + F("duplicate")),
            ),
            models.CheckConstraint(
                name="import_done_has_end", condition=Q(state=RunState.DONE) ^ Q(finished_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["sha256", "source", "reading_hash"],
                name="import_running_once",
                condition=Q(state=RunState.RUNNING),
            ),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="import_by_time")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%F %T}"


class RejectedRow(models.Model):
    """A row that an import turned away, as it stands in the file, with the reason."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections", db_index=False)
    position = models.PositiveBigIntegerField("序号")
    line = models.PositiveBigIntegerField("行号")
    codes = ArrayField(models.CharField(max_length=40), verbose_name="原因代码")
    reason = SealedTextField("原因")
    cells = SealedTextField("原文")

    class Meta:
        verbose_name = verbose_name_plural = "退回的行"
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="rejected_row_once")]

    def __str__(self) -> str:
        return f"{self.run_id}#{self.line}"


class Contact(models.Model):
    """One appeal as it reached the centre, and the order it became.

    ``external_key`` is the sender's own number, or is made where there is none; with ``source`` it occurs
    once, so nothing is registered twice. What was told beyond the order is kept sealed.
    """

    source = models.CharField("来源", max_length=60)
    external_key = models.CharField("来源编号", max_length=120)
    channel = models.CharField(
        "渠道", max_length=16, choices=[(channel.value, label) for channel, label in CHANNEL_LABELS.items()]
    )
    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="contacts")
    received_at = models.DateTimeField("收到时间")
    content_hash = models.CharField("内容指纹", max_length=32)
    payload = SealedTextField("原文", blank=True)
    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="contacts", db_index=False)
    line = models.PositiveBigIntegerField("行号", null=True)
    settled_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_key"], name="contact_once"),
            models.CheckConstraint(name="contact_key_given", condition=~Q(external_key="") & ~Q(source="")),
        ]
        indexes = [
            models.Index(fields=["run", "line"], name="contact_by_run", condition=Q(run__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_key}"

    @property
    def told(self) -> Mapping[str, object]:
        """What was told beyond the order: ``cells`` by column, ``extra`` such as an earlier reply."""
        read: Mapping[str, object] = json.loads(self.payload) if self.payload else {}
        return read


class PhoneCheck(models.Model):
    """One one-time code that proves a telephone 短信验证码.

    ``code`` is sealed and stays only until the job that sends it has run; guesses are compared with its hash.
    ``key`` is what the browser that asked holds.
    """

    key = models.CharField("标识", max_length=32, unique=True)
    phone = SealedTextField("电话")
    phone_hash = models.CharField("电话指纹", max_length=32)
    code = SealedTextField("验证码", blank=True)
    code_hash = models.CharField("验证码指纹", max_length=32, blank=True)
    guesses = models.PositiveSmallIntegerField("尝试次数", default=0)
    asked_at = models.DateTimeField("请求时间")
    expires_at = models.DateTimeField("失效时间", db_index=True)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "短信验证码"

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_at:%F %T}"
