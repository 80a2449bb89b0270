"""Tables of the messaging: messages out."""

from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField


class Message(models.Model):
    """One message 消息 to one telephone, from the moment it was written; number and words are sealed.

    ``is_secret`` marks what must not be read by others, such as a code: its words are wiped as soon as a real
    gateway has taken it. ``expires_at`` is when it is of no use any more.
    """

    phone = SealedTextField("电话")
    text = SealedTextField("内容", blank=True)
    purpose = models.CharField("用途", max_length=40)
    is_secret = models.BooleanField("保密", default=False)
    state = models.CharField("状态", max_length=10, default="waiting")
    created_at = models.DateTimeField("写下")
    expires_at = models.DateTimeField("失效", null=True)
    carried_at = models.DateTimeField("发出", null=True)
    error = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.CheckConstraint(
                name="message_state_known", condition=Q(state__in=["waiting", "carried", "failed", "expired"])
            )
        ]
        indexes = [models.Index(fields=["-created_at"], name="message_by_time")]

    def __str__(self) -> str:
        return f"{self.pk} {self.purpose} {self.state}"
