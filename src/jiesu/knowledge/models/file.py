"""Files that belong to an article."""

from django.db import models


class ArticleFile(models.Model):
    """A form or notice that goes with one version of an article.

    Its type is what its content says; it lies outside the web root under a name of ours, ``key``, which a
    later version shares as long as the file stays. ``is_public`` lets citizens have it once the version is
    published.
    """

    version = models.ForeignKey("knowledge.ArticleVersion", models.PROTECT, related_name="files")
    key = models.CharField("存储名", max_length=100)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("摘要", max_length=64)
    is_public = models.BooleanField("群众可见", default=False)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by_id = models.BigIntegerField("上传人", null=True)
    uploaded_by_name = models.CharField("上传人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "知识附件"
        constraints = [
            models.UniqueConstraint(fields=["version", "sha256"], name="article_file_once_a_version")
        ]

    def __str__(self) -> str:
        return self.name
