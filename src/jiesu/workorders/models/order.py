"""The work order 工单."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Nature
from jiesu.organisations.actors import Actor
from jiesu.workorders.models.assignment import Assignment
from jiesu.workorders.states import SETTLED_STATES, STATE_LABELS, OrderState


class OrderQuerySet(models.QuerySet["WorkOrder"]):
    """Named filters of orders."""

    def visible_to(self, actor: Actor) -> Self:
        """Orders that this person may know of.

        The centre's staff see all but the confidential ones that they neither may see nor registered; a
        unit's staff see the orders in which their unit or one below it holds a share, or held one if the
        order is not confidential.
        """
        if actor.is_system:
            return self
        registered = Q(registered_by_id=actor.user_id) if actor.may(Permission.REGISTER_ORDER) else _NONE
        if actor.may(Permission.VIEW_ALL_ORDERS):
            return (
                self
                if actor.may(Permission.VIEW_CONFIDENTIAL)
                else self.filter(Q(is_confidential=False) | registered)
            )
        if not actor.may(Permission.VIEW_ORDERS) or not actor.unit_ids:
            return self.filter(registered)
        return self.filter(registered | _held_by(actor))

    def open(self) -> Self:
        """Orders that somebody still has to do something about."""
        return self.exclude(state__in=[state.value for state in (*SETTLED_STATES, OrderState.ARCHIVED)])

    def published(self) -> Self:
        """Finished orders whose question and answer anybody may read, their personal data taken out.

        What is confidential never is, and what somebody was reported for (举报) never is either.
        """
        return self.filter(is_public=True, state__in=_PUBLISHED_STATES).exclude(
            Q(public_answer="") | Q(nature=Nature.REPORT.value) | Q(is_confidential=True)
        )

    def overdue(self, *, at: datetime) -> Self:
        """Orders whose time for handling has passed without a reply."""
        return self.filter(due_at__lt=at)


_NONE = Q(pk__in=[])
_PUBLISHED_STATES = sorted(
    state.value for state in (OrderState.CLOSED, OrderState.DIRECT_ANSWERED, OrderState.ARCHIVED)
)


def _held_by(actor: Actor) -> Q:
    """Orders with a share in the person's scope; a plain semi-join unless the order is confidential."""
    shares = Assignment.objects.within(actor)
    current = shares.filter(order=OuterRef("pk"), is_current=True)
    return Q(pk__in=shares.values("order_id")) & (Q(is_confidential=False) | Q(Exists(current)))


class WorkOrder(models.Model):
    """One appeal on its way from registration to the archive.

    ``version`` counts what has happened to the order: it is the number of its newest line in the timeline
    and what a client names to say which version it saw. ``due_at`` repeats the lead's running handling (or
    rework) clock; on a returned order it is the deadline that the next lead inherits; else it is null.
    ``lead_unit`` repeats the current lead share, and stays on an order that has come to its end.
    """

    number = models.CharField("工单编号", max_length=24)
    query_hash = models.CharField("查询码指纹", max_length=32)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, label) for s, label in STATE_LABELS.items()]
    )
    version = models.PositiveIntegerField("版本", default=1)
    nature = models.CharField(
        "诉求类型", max_length=16, choices=[(n.value, x) for n, x in NATURE_LABELS.items()]
    )
    urgency = models.CharField(
        "紧急程度", max_length=10, choices=[(u.value, x) for u, x in URGENCY_LABELS.items()]
    )
    channel = models.CharField(
        "受理渠道", max_length=16, choices=[(c.value, x) for c, x in CHANNEL_LABELS.items()]
    )
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
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)

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
    reopen_count = models.PositiveSmallIntegerField("重新打开次数", default=0, db_default=0)
    is_problem = models.BooleanField("问题工单", default=False)
    is_excluded = models.BooleanField("剔除考核", default=False)
    pending_applications = ArrayField(models.CharField(max_length=20), verbose_name="待决申请", default=list)
    callback_attempts = models.PositiveSmallIntegerField("回访次数", default=0)
    first_satisfaction = models.CharField("首次满意度", max_length=20, blank=True)
    final_satisfaction = models.CharField("最终满意度", max_length=20, blank=True)
    final_resolution = models.CharField("解决情况", max_length=12, blank=True)
    callback_round = models.CharField("本轮回访结论", max_length=12, blank=True)

    pack = models.ForeignKey("catalogue.PackVersion", models.PROTECT, related_name="+", db_index=False)
    calendar = models.ForeignKey(
        "catalogue.CalendarVersion", models.PROTECT, related_name="+", db_index=False
    )
    topic_version = models.ForeignKey(
        "catalogue.TopicVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects: ClassVar[models.Manager["WorkOrder"]] = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单"
        constraints = [
            # One index for equality and for beginnings.
            models.UniqueConstraint(
                fields=["number"], name="order_number_once", opclasses=["varchar_pattern_ops"]
            ),
            models.CheckConstraint(
                name="order_state_known", condition=Q(state__in=[state.value for state in OrderState])
            ),
            models.CheckConstraint(
                name="order_merged_has_parent", condition=~Q(state="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="order_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
            models.CheckConstraint(
                name="order_confidential_is_not_public",
                condition=Q(is_confidential=False) | Q(is_public=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-registered_at", "-id"], name="order_by_state"),
            models.Index(fields=["-registered_at", "-id"], name="order_by_time"),
            models.Index(
                fields=["topic_code", "-registered_at"],
                name="order_by_topic",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
            models.Index(
                fields=["area_code", "-registered_at"],
                name="order_by_area",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
            models.Index(fields=["due_at", "id"], name="order_by_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["registered_by_id", "-registered_at"],
                name="order_by_registrar",
                condition=Q(registered_by_id__isnull=False),
            ),
            models.Index(
                fields=["-registered_at", "-id"],
                name="order_published",
                condition=Q(is_public=True, state__in=_PUBLISHED_STATES),
            ),
            models.Index(
                fields=["merged_into"], name="order_by_main", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number
