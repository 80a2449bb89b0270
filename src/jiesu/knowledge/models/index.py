"""What articles are found by."""

from django.db import models
from django.db.models import Q


class ArticleTerms(models.Model):
    """The terms of an article's live version, ready to be searched; see ``lexical``.

    Each process keeps its own index in memory and reads the rows whose ``revision`` it has not seen. A row
    without a version says that the article is not to be found any more.
    """

    article = models.OneToOneField(
        "knowledge.Article", models.CASCADE, primary_key=True, related_name="terms"
    )
    version = models.ForeignKey(
        "knowledge.ArticleVersion", models.CASCADE, null=True, related_name="+", db_index=False
    )
    revision = models.BigIntegerField("序号", unique=True)
    counted = models.BinaryField("词项")

    class Meta:
        verbose_name = verbose_name_plural = "知识索引"

    def __str__(self) -> str:
        return f"{self.article_id}@{self.revision}"


class IndexRevision(models.Model):
    """One row: the newest revision of the terms. Writers lock it, so revisions are committed in order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    newest = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "知识索引版本"
        constraints = [models.CheckConstraint(name="index_revision_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.newest)
