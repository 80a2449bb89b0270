"""Messages out."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.messaging.channels import (
    MESSAGE_CHANNEL_LABELS,
    MESSAGE_STATE_LABELS,
    MESSAGE_URGENCY_LABELS,
    MessageChannel,
    MessageState,
    MessageUrgency,
)


class MessageQuerySet(models.QuerySet["Message"]):
    """Named filters of messages."""

    def inbox_of(self, user_id: int) -> Self:
        """What has arrived in a person's inbox."""
        return self.filter(
            user_id=user_id, channel=MessageChannel.INBOX.value, state=MessageState.DELIVERED.value
        )


class Message(models.Model):
    """One message 消息 to one recipient on one channel, from the moment it was written.

    Address and words are sealed. ``key`` is the same for the same event, recipient and channel, so that the
    database refuses a second one. ``wanted_at`` is when it is to go out, ``due_at`` when it is tried next:
    later for quiet hours, or when it was not taken. ``is_secret`` marks what must not be read by others, such
    as a code: its words are wiped as soon as a real gateway has taken it. ``expires_at`` is when it is of no
    use any more.
    """

    key = models.CharField("去重键", max_length=160, unique=True)
    channel = models.CharField(
        "渠道", max_length=8, choices=[(c.value, x) for c, x in MESSAGE_CHANNEL_LABELS.items()]
    )
    urgency = models.CharField(
        "紧急程度", max_length=8, choices=[(u.value, x) for u, x in MESSAGE_URGENCY_LABELS.items()]
    )
    state = models.CharField(
        "状态",
        max_length=12,
        default=MessageState.WAITING.value,
        choices=[(s.value, x) for s, x in MESSAGE_STATE_LABELS.items()],
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收件人账号"
    )
    recipient = models.CharField("收件人", max_length=100, blank=True)
    address = SealedTextField("地址", blank=True)
    title = SealedTextField("标题", blank=True)
    text = SealedTextField("内容", blank=True)
    data = SealedTextField("模板数据", blank=True)
    purpose = models.CharField("用途", max_length=60)
    version = models.PositiveIntegerField("模板版本", default=0)
    subject = models.CharField("事由编号", max_length=80, blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    is_secret = models.BooleanField("保密", default=False)
    created_at = models.DateTimeField("写下")
    wanted_at = models.DateTimeField("应发")
    due_at = models.DateTimeField("下次发送")
    expires_at = models.DateTimeField("失效", null=True)
    attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    handed_over_at = models.DateTimeField("交网关", null=True)
    delivered_at = models.DateTimeField("送达", null=True)
    read_at = models.DateTimeField("已读", null=True)
    error = models.CharField("原因", max_length=200, blank=True)

    objects: ClassVar[models.Manager["Message"]] = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.CheckConstraint(
                name="message_state_known", condition=Q(state__in=[state.value for state in MessageState])
            ),
            models.CheckConstraint(
                name="message_channel_known",
                condition=Q(channel__in=[channel.value for channel in MessageChannel]),
            ),
            models.CheckConstraint(
                name="message_urgency_known",
                condition=Q(urgency__in=[urgency.value for urgency in MessageUrgency]),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="message_by_time"),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
            models.Index(fields=["subject"], name="message_subject", condition=~Q(subject="")),
            models.Index(
                fields=["user", "-created_at"],
                name="message_inbox",
                condition=Q(channel=MessageChannel.INBOX.value),
            ),
            models.Index(
                fields=["due_at"], name="message_waiting", condition=Q(state=MessageState.WAITING.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.purpose} {self.state}"
