"""Where people are reached, and whether they want to be."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.messaging.channels import MessageChannel


class ContactPoint(models.Model):
    """A person's word 联系方式与意愿 on one channel: where they are reached there, and whether they agree.

    A member of staff is known by the account, a citizen by the telephone's fingerprint (as the orders keep
    it). No row means that nothing was said.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    phone_hash = models.CharField("电话指纹", max_length=32, null=True)
    channel = models.CharField("渠道", max_length=8)
    address = SealedTextField("地址", blank=True)
    agrees = models.BooleanField("同意")
    changed_at = models.DateTimeField("变更时间")

    class Meta:
        verbose_name = verbose_name_plural = "联系方式与意愿"
        constraints = [
            models.UniqueConstraint(fields=["user", "channel"], name="contact_of_user_once"),
            models.UniqueConstraint(fields=["phone_hash", "channel"], name="contact_of_phone_once"),
            models.CheckConstraint(
                name="contact_of_one",
                condition=Q(user__isnull=True, phone_hash__isnull=False)
                | Q(user__isnull=False, phone_hash__isnull=True),
            ),
            models.CheckConstraint(
                name="contact_channel_known", condition=Q(channel__in=[c.value for c in MessageChannel])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or '*'} {self.channel} {self.agrees}"


class PushSubscription(models.Model):
    """A browser 浏览器推送订阅 that somebody has allowed to show messages, as the Push API describes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = models.CharField("地址", max_length=500, unique=True)
    p256dh = models.CharField("公钥", max_length=120)
    auth = models.CharField("认证", max_length=60)
    created_at = models.DateTimeField("订阅时间")

    objects: ClassVar[models.Manager["PushSubscription"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "浏览器推送订阅"

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%F}"
