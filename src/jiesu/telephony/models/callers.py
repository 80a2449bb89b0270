"""Callers on a list."""

from django.db import models
from django.db.models import Q

from jiesu.core.fields import SealedTextField
from jiesu.telephony.caller_lists import (
    LIST_KIND_LABELS,
    LISTING_STATE_LABELS,
    OPEN_LISTINGS,
    ListingState,
)


class CallerListing(models.Model):
    """A number on the black or grey list 黑灰名单, from its proposal to its end; one open row a number."""

    number = SealedTextField("号码")
    number_hash = models.CharField("号码指纹", max_length=32)
    kind = models.CharField(
        "名单", max_length=5, choices=[(one.value, label) for one, label in LIST_KIND_LABELS.items()]
    )
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(one.value, label) for one, label in LISTING_STATE_LABELS.items()],
        default=ListingState.PROPOSED,
    )
    reason = models.CharField("事由", max_length=300)
    days = models.PositiveSmallIntegerField("天数")
    proposed_by = models.BigIntegerField("申请人")
    proposed_at = models.DateTimeField("申请时间")
    decided_by = models.BigIntegerField("审批人", null=True)
    decided_at = models.DateTimeField("审批时间", null=True)
    expires_at = models.DateTimeField("到期", null=True)
    remark = models.CharField("审批意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "黑灰名单"
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash"],
                name="listed_once",
                condition=Q(state__in=[one.value for one in sorted(OPEN_LISTINGS)]),
            ),
            models.CheckConstraint(
                name="listing_in_force_ends",
                condition=~Q(state=ListingState.IN_FORCE)
                | Q(expires_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="listing_by_time"),
            models.Index(
                fields=["expires_at"], name="listing_in_force", condition=Q(state=ListingState.IN_FORCE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
