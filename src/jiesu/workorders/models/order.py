"""The work order 工单."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS
from jiesu.organisations.actors import Actor
from jiesu.workorders.models.assignment import Assignment
from jiesu.workorders.states import STATE_LABELS, OrderState


class OrderQuerySet(models.QuerySet["WorkOrder"]):
    """Named filters of orders."""

    def visible_to(self, actor: Actor) -> Self:
        """Orders that this person may know of.

        The centre's staff see all but the confidential ones they neither may see nor registered; a unit's
        staff see the orders in which their unit or one below it holds a share.
        """
        if actor.is_system:
            return self
        if actor.may(Permission.VIEW_ALL_ORDERS):
            seen = Q() if actor.may(Permission.VIEW_CONFIDENTIAL) else Q(is_confidential=False)
            return self.filter(seen | Q(registered_by_id=actor.user_id))
        own = Q(registered_by_id=actor.user_id)
        if actor.may(Permission.VIEW_ORDERS):
            shares = Assignment.objects.filter(order=OuterRef("pk")).within(actor)
            own |= Q(Exists(shares))
        return self.filter(own)

    def open(self) -> Self:
        """Orders that somebody still has to do something about."""
        return self.exclude(state__in=SETTLED_STATES)

    def overdue(self, *, at: datetime) -> Self:
        """Orders whose time for handling has passed without a reply."""
        return self.filter(due_at__lt=at)


SETTLED_STATES = (
    OrderState.CLOSED,
    OrderState.DIRECT_ANSWERED,
    OrderState.TRANSFERRED,
    OrderState.GUIDED,
    OrderState.INVALID,
    OrderState.MERGED,
    OrderState.ARCHIVED,
)


class WorkOrder(models.Model):
    """One appeal on its way from registration to the archive.

    ``version`` counts what has happened to the order: it is the number of its newest line in the timeline
    and what a client names to say which version it saw. ``due_at`` repeats the running handling (or rework)
    clock and is null when none runs. ``lead_unit`` repeats the current lead share.
    """

    number = models.CharField("工单编号", max_length=24, unique=True)
    query_hash = models.CharField("查询码指纹", max_length=32)
    state = models.CharField("状态", max_length=20, choices=[(s.value, label) for s, label in STATE_LABELS.items()])
    version = models.PositiveIntegerField("版本", default=1)
    nature = models.CharField("诉求类型", max_length=16, choices=[(n.value, x) for n, x in NATURE_LABELS.items()])
    urgency = models.CharField("紧急程度", max_length=10, choices=[(u.value, x) for u, x in URGENCY_LABELS.items()])
    channel = models.CharField("受理渠道", max_length=16, choices=[(c.value, x) for c, x in CHANNEL_LABELS.items()])
    topic_code = models.CharField("事项分类", max_length=12, blank=True)
    title = models.CharField("标题", max_length=200)
    content = models.TextField("诉求内容")
    address = models.CharField("事发地址", max_length=300, blank=True)
    area_code = models.CharField("区划", max_length=12, blank=True)
    cell_code = models.CharField("网格", max_length=15, blank=True)
    lon = models.FloatField("经度", null=True)
    lat = models.FloatField("纬度", null=True)
    occurred_at = models.DateTimeField("事发时间", null=True)
    citizen = models.ForeignKey("workorders.Citizen", models.PROTECT, null=True, related_name="orders")
    is_confidential = models.BooleanField("保密", default=False)
    is_public = models.BooleanField("可公开", default=False)
    public_answer = models.TextField("公开答复", blank=True)
    reason_code = models.CharField("处置原因", max_length=30, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    registered_at = models.DateTimeField("登记时间")
    registered_by_id = models.BigIntegerField("登记人", null=True)
    dispatched_at = models.DateTimeField("首次派单", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    due_at = models.DateTimeField("办理期限", null=True)
    lead_unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")

    return_forbidden = models.BooleanField("禁止退回", default=False)
    return_count = models.PositiveSmallIntegerField("退单次数", default=0)
    extension_count = models.PositiveSmallIntegerField("延期次数", default=0)
    send_back_count = models.PositiveSmallIntegerField("退回重办次数", default=0)
    rework_count = models.PositiveSmallIntegerField("重办次数", default=0)
    is_problem = models.BooleanField("问题工单", default=False)
    is_excluded = models.BooleanField("剔除考核", default=False)
    pending_applications = ArrayField(models.CharField(max_length=20), verbose_name="待决申请", default=list)
    callback_attempts = models.PositiveSmallIntegerField("回访次数", default=0)
    first_satisfaction = models.CharField("首次满意度", max_length=20, blank=True)
    final_satisfaction = models.CharField("最终满意度", max_length=20, blank=True)
    final_resolution = models.CharField("解决情况", max_length=12, blank=True)
    callback_round = models.CharField("本轮回访结论", max_length=12, blank=True)

    pack = models.ForeignKey("catalogue.PackVersion", models.PROTECT, related_name="+")
    calendar = models.ForeignKey("catalogue.CalendarVersion", models.PROTECT, related_name="+")
    topic_version = models.ForeignKey("catalogue.TopicVersion", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["WorkOrder"]] = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        constraints = [
            models.CheckConstraint(
                name="order_state_known", condition=Q(state__in=[state.value for state in OrderState])
            ),
            models.CheckConstraint(
                name="order_merged_has_parent", condition=~Q(state="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="order_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-registered_at", "-id"], name="order_by_state"),
            models.Index(fields=["-registered_at", "-id"], name="order_by_time"),
            models.Index(fields=["topic_code", "-registered_at"], name="order_by_topic", opclasses=["text_pattern_ops", "timestamptz_ops"]),
            models.Index(fields=["area_code", "-registered_at"], name="order_by_area", opclasses=["text_pattern_ops", "timestamptz_ops"]),
            models.Index(fields=["due_at", "id"], name="order_by_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number
