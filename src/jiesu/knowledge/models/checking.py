"""What was found when everything live was looked over, and what links answered."""

from django.db import models

from jiesu.knowledge.states import FINDING_LABELS


class ArticleFinding(models.Model):
    """Something wrong with a live version, as the last check found it."""

    version = models.ForeignKey("knowledge.ArticleVersion", models.CASCADE, related_name="findings")
    kind = models.CharField("问题", max_length=12, choices=[(k.value, x) for k, x in FINDING_LABELS.items()])
    field = models.CharField("字段", max_length=20)
    zh = models.CharField("说明", max_length=600)
    en = models.CharField("说明（英文）", max_length=600)
    found_at = models.DateTimeField("首次发现")

    class Meta:
        verbose_name = verbose_name_plural = "知识检查问题"
        constraints = [
            models.UniqueConstraint(fields=["version", "field", "zh"], name="article_finding_once")
        ]
        indexes = [models.Index(fields=["kind", "id"], name="article_finding_kind")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class LinkState(models.Model):
    """What an official page answered when it was asked for last."""

    url = models.CharField("链接", max_length=500, unique=True)
    checked_at = models.DateTimeField("检查时间")
    is_dead = models.BooleanField("失效")
    said = models.CharField("回答", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "链接检查"

    def __str__(self) -> str:
        return self.url
