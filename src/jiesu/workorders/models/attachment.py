"""A file that belongs to an order."""

from django.db import models

from jiesu.workorders.states import Visibility


class Attachment(models.Model):
    """A file: its type is what its content says, it lies outside the web root under a name of ours."""

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="attachments")
    assignment = models.ForeignKey(
        "workorders.Assignment", models.PROTECT, null=True, related_name="attachments", db_index=False
    )
    key = models.CharField("存储名", max_length=100, unique=True)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64)
    visibility = models.CharField("可见", max_length=8, choices=[(v.value, v.value) for v in Visibility])
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by_id = models.BigIntegerField("上传人", null=True)
    uploaded_by_name = models.CharField("上传人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.name
