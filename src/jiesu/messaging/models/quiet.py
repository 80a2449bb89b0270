"""When a channel is left alone."""

from django.db import models
from django.db.models import Q

from jiesu.messaging.channels import MessageChannel, MessageUrgency
from jiesu.messaging.quiet import QuietHours


class QuietHoursRow(models.Model):
    """Quiet hours 免打扰时段 of a channel for messages of an urgency, in place of the shipped ones.

    Without times the channel is never quiet.
    """

    channel = models.CharField("渠道", max_length=8)
    urgency = models.CharField("紧急程度", max_length=8)
    starts = models.TimeField("开始", null=True)
    ends = models.TimeField("结束", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "免打扰时段"
        constraints = [
            models.UniqueConstraint(fields=["channel", "urgency"], name="quiet_hours_once"),
            models.CheckConstraint(
                name="quiet_hours_known",
                condition=Q(
                    channel__in=[c.value for c in MessageChannel],
                    urgency__in=[u.value for u in MessageUrgency],
                ),
            ),
            models.CheckConstraint(
                name="quiet_hours_whole",
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.urgency}"

    @property
    def hours(self) -> QuietHours | None:
        """The hours, or None when the channel is never quiet."""
        return QuietHours(self.starts, self.ends) if self.starts and self.ends else None
