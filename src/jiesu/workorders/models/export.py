"""A list of orders that is written into a file."""

from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.workorders.exports import EXPORT_STATE_LABELS, UNFINISHED, ExportState


class OrderExport(models.Model):
    """One export: who asked for it and why, what it holds, how far it is, where the file lies.

    ``attempt`` counts how often it was begun; only the newest attempt writes. The phone number that a list
    was narrowed by is kept apart from its other ``filters``, sealed. ``key`` names the file in the storage,
    which no web server serves.
    """

    owner_id = models.BigIntegerField("申请人")
    owner_name = models.CharField("申请人姓名", max_length=100)
    title = models.CharField("名称", max_length=60)
    reason = models.CharField("用途", max_length=200)
    filters = models.JSONField("筛选")
    phone = SealedTextField("电话", blank=True, default="")
    sorting = models.CharField("排序", max_length=10)
    columns = models.JSONField("列")
    unmasked = models.BooleanField("含完整个人信息", default=False)
    state = models.CharField(
        "状态",
        max_length=10,
        default=ExportState.WAITING.value,
        choices=[(state.value, label) for state, label in EXPORT_STATE_LABELS.items()],
    )
    total = models.PositiveIntegerField("总数")
    done = models.PositiveIntegerField("已写", default=0)
    attempt = models.PositiveSmallIntegerField("次数", default=0)
    failure = models.CharField("原因", max_length=200, blank=True)
    key = models.CharField("文件", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("大小", default=0)
    requested_at = models.DateTimeField("申请时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("过期时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工单导出"
        constraints = [
            models.CheckConstraint(
                name="export_state_known", condition=Q(state__in=[state.value for state in ExportState])
            ),
            models.CheckConstraint(
                name="export_done_has_file",
                condition=~Q(state="done") | (~Q(key="") & Q(expires_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id", "-requested_at"], name="export_by_owner"),
            models.Index(
                fields=["expires_at"], name="export_expiry", condition=Q(state=ExportState.DONE.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.owner_name} {self.requested_at:%F %T}"

    @property
    def is_unfinished(self) -> bool:
        """Whether something still happens to it."""
        return self.state in UNFINISHED

    @property
    def share_done(self) -> int:
        """How much is written, in percent."""
        return min(100 * self.done // self.total, 100) if self.total else 0
