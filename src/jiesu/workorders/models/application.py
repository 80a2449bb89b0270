"""What a unit asked for and what was decided."""

from django.db import models
from django.db.models import Q

from jiesu.workorders.states import APPLICATION_LABELS, ApplicationState


class Application(models.Model):
    """An application 申请: asked by a unit, decided by the centre, or by the unit above."""

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="applications")
    assignment = models.ForeignKey("workorders.Assignment", models.PROTECT, related_name="applications")
    kind = models.CharField(
        "申请", max_length=20, choices=[(k.value, x) for k, x in APPLICATION_LABELS.items()]
    )
    state = models.CharField("状态", max_length=10, default=ApplicationState.PENDING.value)
    reason_code = models.CharField("原因", max_length=30, blank=True)
    reason = models.TextField("理由")
    asked = models.JSONField("申请内容", default=dict)
    asked_at = models.DateTimeField("申请时间")
    asked_by_id = models.BigIntegerField("申请人", null=True)
    asked_by_name = models.CharField("申请人姓名", max_length=100)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by_id = models.BigIntegerField("决定人", null=True)
    decided_by_name = models.CharField("决定人姓名", max_length=100, blank=True)
    decision = models.TextField("决定理由", blank=True)
    granted = models.JSONField("批准内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind"], name="one_pending_application", condition=Q(state="pending")
            ),
            models.CheckConstraint(
                name="application_state_known",
                condition=Q(state__in=[state.value for state in ApplicationState]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.state}"
