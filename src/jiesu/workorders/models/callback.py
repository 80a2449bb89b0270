"""One call back to the citizen."""

from django.db import models

from jiesu.catalogue.natures import CHANNEL_LABELS, Channel
from jiesu.workorders.states import RESOLUTION_LABELS, SATISFACTION_LABELS


class CallbackRecord(models.Model):
    """One attempt at a callback 回访 and what the citizen said.

    The four questions are those of 连云港: contacted by the unit, true, resolved, satisfied. ``channel`` is
    by telephone when the centre asked, by the web when the citizen rated the answer there.
    """

    order = models.ForeignKey(
        "workorders.WorkOrder", models.PROTECT, related_name="callbacks", db_index=False
    )
    round = models.PositiveSmallIntegerField("轮次")
    attempt = models.PositiveSmallIntegerField("第几次")
    channel = models.CharField(
        "方式",
        max_length=16,
        default=Channel.PHONE.value,
        db_default=Channel.PHONE.value,
        choices=[(channel.value, label) for channel, label in CHANNEL_LABELS.items()],
    )
    reached = models.BooleanField("接通")
    contacted = models.BooleanField("单位是否联系", null=True)
    truthful = models.BooleanField("办理是否属实", null=True)
    resolution = models.CharField(
        "是否解决", max_length=12, blank=True, choices=[(r.value, x) for r, x in RESOLUTION_LABELS.items()]
    )
    satisfaction = models.CharField(
        "是否满意", max_length=20, blank=True, choices=[(s.value, x) for s, x in SATISFACTION_LABELS.items()]
    )
    reason = models.TextField("不满意原因", blank=True)
    unit_at_fault = models.BooleanField("承办单位原因", null=True)
    at = models.DateTimeField("回访时间")
    by_id = models.BigIntegerField("回访员", null=True)
    by_name = models.CharField("回访员姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        constraints = [
            models.UniqueConstraint(fields=["order", "round", "attempt"], name="callback_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.round}/{self.attempt}"
