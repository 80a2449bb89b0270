"""A clock on an order."""

from django.db import models
from django.db.models import Q


class Deadline(models.Model):
    """One clock: when it began, when it warns, when it is over, and how it ended.

    ``next_check_at`` is the next moment at which the sweep must look at it (the warning, then the due time),
    null when nothing is left to watch: the sweep reads that index and touches only what is due. The clock of
    returns is a right that runs out, not a duty, so nobody watches it. ``base_due_at`` is the due moment
    before the first extension, null when there was none.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="deadlines")
    assignment = models.ForeignKey(
        "workorders.Assignment", models.PROTECT, null=True, related_name="deadlines", db_index=False
    )
    kind = models.CharField("时限", max_length=16)
    amount = models.DecimalField("数量", max_digits=8, decimal_places=3)
    measure = models.CharField("单位", max_length=16)
    state = models.CharField("状态", max_length=10, default="running")
    started_at = models.DateTimeField("开始")
    due_at = models.DateTimeField("到期")
    warn_at = models.DateTimeField("预警", null=True)
    base_due_at = models.DateTimeField("延期前到期", null=True)
    paused_at = models.DateTimeField("暂停", null=True)
    stopped_at = models.DateTimeField("停止", null=True)
    warned_at = models.DateTimeField("已预警", null=True)
    overdue_at = models.DateTimeField("已超期", null=True)
    next_check_at = models.DateTimeField("下次检查", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        constraints = [
            models.CheckConstraint(
                name="deadline_state_known",
                condition=Q(state__in=["running", "paused", "met", "missed", "cancelled"]),
            ),
            models.CheckConstraint(
                name="deadline_ended_is_not_watched",
                condition=Q(state="running") | Q(next_check_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_check_at", "id"],
                name="deadline_sweep",
                condition=Q(next_check_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.state} {self.due_at:%F %T}"
