"""Articles that orders ask for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiesu.knowledge.states import SUGGESTION_LABELS, SuggestionState


class ArticleSuggestion(models.Model):
    """Orders that were answered alike, and the article that would have answered them; without personal data.

    ``key`` is the number of the group's first order: found again, the group is brought up to date and not
    suggested anew.
    """

    key = models.CharField("首件工单", max_length=40, unique=True)
    question = models.CharField("标准问题", max_length=200)
    askings = ArrayField(models.CharField(max_length=200), verbose_name="其他问法", default=list)
    answer = models.TextField("完整答复")
    topic_code = models.CharField("事项分类", max_length=12, blank=True)
    owner = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    orders = ArrayField(models.CharField(max_length=40), verbose_name="工单")
    size = models.PositiveIntegerField("件数")
    state = models.CharField(
        "状态",
        max_length=10,
        default=SuggestionState.OPEN.value,
        choices=[(s.value, x) for s, x in SUGGESTION_LABELS.items()],
    )
    made_at = models.DateTimeField("发现时间")
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by_id = models.BigIntegerField("处理人", null=True)
    article = models.ForeignKey("knowledge.Article", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "知识编写建议"
        indexes = [models.Index(fields=["state", "-size", "id"], name="suggestion_queue")]

    def __str__(self) -> str:
        return self.question
