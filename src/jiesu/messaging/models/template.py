"""What messages say in this place."""

from django.db import models

from jiesu.messaging.templates import Wording


class TemplateVersion(models.Model):
    """A version 版本 of a template 消息模板; the newest one holds, and before the first what is shipped.

    Versions are never changed, so that a message's version tells what was said.
    """

    code = models.CharField("代码", max_length=60)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=60)
    group = models.CharField("变量组", max_length=20)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容")
    short = models.CharField("短信内容", max_length=300, blank=True)
    wechat_template = models.CharField("微信模板", max_length=80, blank=True)
    wechat_fields = models.TextField("微信字段", blank=True)
    created_at = models.DateTimeField("保存时间")
    created_by_id = models.BigIntegerField("保存人", null=True)
    created_by_name = models.CharField("保存人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "消息模板"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def wording(self) -> Wording:
        """What it says."""
        return Wording(
            title=self.title,
            text=self.text,
            short=self.short,
            wechat_template=self.wechat_template,
            wechat_fields=self.wechat_fields,
        )
