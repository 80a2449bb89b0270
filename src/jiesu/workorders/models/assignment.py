"""A unit's share of an order and what the unit replied."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jiesu.organisations.actors import Actor
from jiesu.workorders.choosing import scope_paths
from jiesu.workorders.states import (
    OPEN_SHARE_STATES,
    RESOLUTION_LABELS,
    SHARE_LABELS,
    SHARE_STATE_LABELS,
    Share,
    ShareState,
)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Named filters of shares."""

    def within(self, actor: Actor) -> Self:
        """Shares held by the person's own units or units below them; for the centre's see ``scope_paths``."""
        scope = Q(unit_id__in=actor.unit_ids)
        for path in scope_paths(actor):
            scope |= Q(unit_path__startswith=path)
        return self.filter(scope)

    def waiting(self) -> Self:
        """Current shares that still wait for somebody."""
        return self.filter(is_current=True, state__in=[state.value for state in OPEN_SHARE_STATES])


class Assignment(models.Model):
    """One unit's share: lead 主办, assist 协办, or delegated by a share above 下派.

    ``previous_state`` is where a refused return goes back to. ``unit_path`` repeats the unit's place in the
    tree so that a scope is one indexed prefix. ``due_at`` repeats the running handling (or rework) clock and
    is null when none runs: the work list is ordered by it.
    """

    order = models.ForeignKey("workorders.WorkOrder", models.PROTECT, related_name="assignments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    unit_path = models.CharField("单位路径", max_length=60)
    kind = models.CharField(
        "份额", max_length=8, choices=[(s.value, label) for s, label in SHARE_LABELS.items()]
    )
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, x) for s, x in SHARE_STATE_LABELS.items()]
    )
    previous_state = models.CharField("申请前状态", max_length=20, blank=True)
    is_current = models.BooleanField("现行", default=True)
    instructions = models.TextField("交办意见", blank=True)
    legal_basis = models.TextField("派单依据", blank=True)
    assigned_at = models.DateTimeField("交办时间")
    signed_at = models.DateTimeField("签收时间", null=True)
    contacted_at = models.DateTimeField("首次联系", null=True)
    replied_at = models.DateTimeField("反馈时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    due_at = models.DateTimeField("办理期限", null=True)

    objects: ClassVar[models.Manager["Assignment"]] = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        constraints = [
            models.UniqueConstraint(
                fields=["order"], name="one_lead", condition=Q(kind=Share.LEAD.value, is_current=True)
            ),
            models.UniqueConstraint(
                fields=["order", "unit", "parent"],
                name="one_share_a_unit",
                condition=Q(is_current=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="share_state_known", condition=Q(state__in=[state.value for state in ShareState])
            ),
            models.CheckConstraint(
                name="child_has_parent",
                condition=Q(kind=Share.CHILD.value, parent__isnull=False)
                | (~Q(kind=Share.CHILD.value) & Q(parent__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_at", "id"],
                name="share_worklist",
                condition=Q(is_current=True, state__in=sorted(state.value for state in OPEN_SHARE_STATES)),
            ),
            models.Index(
                fields=["unit_path"],
                name="share_scope",
                opclasses=["varchar_pattern_ops"],
                include=["order", "is_current"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.unit_id} {self.state}"

    @property
    def share(self) -> Share:
        """The kind as the workflow's word."""
        return Share(self.kind)

    @property
    def share_state(self) -> ShareState:
        """The state as the workflow's word."""
        return ShareState(self.state)


class Reply(models.Model):
    """What a unit answered: the internal handling and the public answer apart."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="replies")
    handling = models.TextField("办理情况")
    public_answer = models.TextField("公开答复", blank=True)
    facts_confirmed = models.BooleanField("诉求属实", null=True)
    resolution = models.CharField(
        "解决情况", max_length=12, blank=True, choices=[(r.value, x) for r, x in RESOLUTION_LABELS.items()]
    )
    unresolved_reason = models.TextField("未解决原因", blank=True)
    created_at = models.DateTimeField("反馈时间")
    created_by_id = models.BigIntegerField("反馈人", null=True)
    created_by_name = models.CharField("反馈人姓名", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "反馈"

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.created_at:%F %T}"
