"""What articles served for, and what was asked."""

from django.db import models
from django.db.models import Q

from jiesu.knowledge.states import SOURCE_LABELS, USE_LABELS


class ArticleUse(models.Model):
    """An article served as an answer once; citing it on the same order again counts once.

    ``complained_at`` is when the citizen of that order turned out dissatisfied.
    """

    article = models.ForeignKey("knowledge.Article", models.PROTECT, related_name="used", db_index=False)
    version = models.ForeignKey("knowledge.ArticleVersion", models.PROTECT, related_name="+", db_index=False)
    use = models.CharField("用途", max_length=10, choices=[(u.value, x) for u, x in USE_LABELS.items()])
    order_number = models.CharField("工单", max_length=40, blank=True)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("使用人", null=True)
    complained_at = models.DateTimeField("引发不满", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识使用"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "order_number", "use"],
                name="use_once_an_order",
                condition=~Q(order_number=""),
            )
        ]
        indexes = [
            models.Index(fields=["article", "at"], name="use_of_article"),
            models.Index(fields=["order_number"], name="use_on_order", condition=~Q(order_number="")),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.use}"


class Inquiry(models.Model):
    """Something that was looked for or asked, and whether a good answer was found.

    ``text`` holds no numbers of people: digits of seven and more are masked before it is written. A gap is an
    inquiry without a good answer and without ``settled_by``.
    """

    text = models.CharField("问题", max_length=200)
    source = models.CharField("来源", max_length=8, choices=[(s.value, x) for s, x in SOURCE_LABELS.items()])
    area_code = models.CharField("区域", max_length=12, blank=True)
    topic_code = models.CharField("事项分类", max_length=12, blank=True)
    confidence = models.FloatField("把握")
    is_good = models.BooleanField("有合适结果")
    article = models.ForeignKey(
        "knowledge.Article", models.PROTECT, null=True, related_name="+", verbose_name="最近似"
    )
    settled_by = models.ForeignKey(
        "knowledge.Article", models.PROTECT, null=True, related_name="+", verbose_name="已补"
    )
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("查询人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识查询"
        indexes = [
            models.Index(fields=["at"], name="inquiry_at"),
            models.Index(
                fields=["topic_code", "at"],
                name="inquiry_gaps",
                condition=Q(is_good=False, settled_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text
