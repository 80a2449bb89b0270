"""Who is told of what in this place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiesu.messaging.channels import MESSAGE_URGENCY_LABELS
from jiesu.oversight.noticing import RECIPIENT_LABELS, NoticeRule, Recipient


class NoticeRuleRow(models.Model):
    """A rule of notices 消息规则 as the centre has it, in place of the shipped one or besides."""

    code = models.CharField("代码", max_length=60, unique=True)
    event = models.CharField("事件", max_length=80)
    only = ArrayField(models.CharField(max_length=30), verbose_name="仅限", default=list, blank=True)
    to = models.CharField(
        "收件人", max_length=20, choices=[(r.value, x) for r, x in RECIPIENT_LABELS.items()]
    )
    template = models.CharField("模板", max_length=60)
    channels = ArrayField(models.CharField(max_length=8), verbose_name="渠道", default=list, blank=True)
    delay_minutes = models.PositiveIntegerField("延迟（分钟）", default=0)
    urgency = models.CharField(
        "紧急程度", max_length=8, choices=[(u.value, x) for u, x in MESSAGE_URGENCY_LABELS.items()]
    )
    is_active = models.BooleanField("启用", default=True)
    changed_at = models.DateTimeField("修改时间")
    changed_by_name = models.CharField("修改人", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "消息规则"

    def __str__(self) -> str:
        return self.code

    @property
    def rule(self) -> NoticeRule:
        """The rule as the rules know it."""
        return NoticeRule(
            code=self.code,
            event=self.event,
            only=tuple(self.only),
            to=Recipient(self.to),
            template=self.template,
            channels=tuple(self.channels),
            delay_minutes=self.delay_minutes,
            urgency=self.urgency,
            is_active=self.is_active,
        )
