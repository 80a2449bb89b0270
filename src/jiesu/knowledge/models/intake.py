"""Files of articles on their way in."""

from django.db import models
from django.db.models import Q

from jiesu.knowledge.contents import CONTENT_LABELS
from jiesu.knowledge.states import IMPORT_STATE_LABELS, ROW_STATE_LABELS, ImportState


class ArticleImport(models.Model):
    """A file that somebody brought, looked through and waiting to be taken, or taken.

    The same file of the same person is the same import: bringing it again shows what became of it.
    """

    digest = models.CharField("摘要", max_length=64)
    name = models.CharField("文件名", max_length=200)
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, x) for s, x in IMPORT_STATE_LABELS.items()]
    )
    brought_at = models.DateTimeField("上传时间")
    brought_by_id = models.BigIntegerField("上传人", null=True)
    brought_by_name = models.CharField("上传人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "知识导入"
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "brought_by_id"], name="article_import_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="article_import_state", condition=Q(state__in=[s.value for s in ImportState])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleImportRow(models.Model):
    """One line of the file: what it says, whether it can be taken and why not, what it became.

    ``cells`` are the texts of the fields, as ``tables.content_in`` reads them.
    """

    taken_from = models.ForeignKey(ArticleImport, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField("行")
    state = models.CharField(
        "状态", max_length=8, choices=[(s.value, x) for s, x in ROW_STATE_LABELS.items()]
    )
    number = models.CharField("编号", max_length=20, blank=True)
    owner = models.CharField("维护单位", max_length=100, blank=True)
    question = models.CharField("标准问题", max_length=200, blank=True)
    cells = models.JSONField("内容", default=dict)
    field = models.CharField("字段", max_length=40, blank=True)
    zh = models.CharField("原因", max_length=300, blank=True)
    en = models.CharField("原因（英文）", max_length=300, blank=True)
    article = models.ForeignKey("knowledge.Article", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "知识导入行"
        constraints = [models.UniqueConstraint(fields=["taken_from", "line"], name="article_import_line")]

    def __str__(self) -> str:
        return f"{self.taken_from_id}:{self.line}"

    @property
    def field_label(self) -> str:
        """What the field that is wrong is called."""
        return CONTENT_LABELS.get(self.field, self.field)
