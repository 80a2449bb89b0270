"""Who is at work on an order just now."""

from django.db import models
from django.db.models import F, Q


class OrderClaim(models.Model):
    """One person's claim of an order until a moment; one row an order, so never two people at once.

    It is no part of the order's history: a claim that has ended means nothing, whether its row is there or
    not.
    """

    order = models.OneToOneField("workorders.WorkOrder", models.CASCADE, related_name="claim")
    user_id = models.BigIntegerField("占用人")
    user_name = models.CharField("占用人姓名", max_length=100)
    since = models.DateTimeField("开始")
    until = models.DateTimeField("到")
    word = models.CharField("接手说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "占用"
        constraints = [
            models.CheckConstraint(name="claim_ends_after_it_began", condition=Q(until__gt=F("since")))
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.user_name} {self.until:%F %T}"
