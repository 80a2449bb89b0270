"""The append-only history of an order."""

from django.db import models

from jiesu.workorders.states import VERB_LABELS, Visibility


class TimelineEvent(models.Model):
    """One line: who did what, when, from which state to which; the database refuses changes to it.

    ``data`` holds what is needed to rebuild the order's state (see ``history``).
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="timeline", db_index=False)
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    verb = models.CharField(
        "动作", max_length=24, choices=[(v.value, label) for v, label in VERB_LABELS.items()]
    )
    from_state = models.CharField("原状态", max_length=20, blank=True)
    to_state = models.CharField("新状态", max_length=20)
    actor_id = models.BigIntegerField("经办人", null=True)
    actor_name = models.CharField("经办人姓名", max_length=100)
    unit_id = models.BigIntegerField("经办单位", null=True)
    note = models.TextField("说明", blank=True)
    data = models.JSONField("数据", default=dict)
    visibility = models.CharField("可见", max_length=8, choices=[(v.value, v.value) for v in Visibility])

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        constraints = [models.UniqueConstraint(fields=["order", "seq"], name="timeline_numbered")]

    def __str__(self) -> str:
        return f"{self.order_id}#{self.seq} {self.verb}"
