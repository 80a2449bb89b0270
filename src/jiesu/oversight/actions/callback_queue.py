"""Whom to call: tasks begun by what happens to orders, handed out one at a time, kept in step with them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.core import clock
from jiesu.core.errors import NotAllowed
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.actions import callback_steps as steps
from jiesu.oversight.actions.callbacks import follow_up
from jiesu.oversight.callback_attempts import first_step, within_hours
from jiesu.oversight.callback_plans import CallbackPlan, Traits, drawn, sampling_of
from jiesu.oversight.callback_states import (
    CallbackKind,
    CallbackState,
    CallbackWay,
    CallOutcome,
)
from jiesu.oversight.models import CallbackTask
from jiesu.oversight.selectors.callback_plans import (
    consent_of,
    plan_in_force,
    plan_of,
    plan_version_in_force,
)
from jiesu.oversight.selectors.callbacks import LONGEST, heard_on_order, orders_without_task
from jiesu.workorders.actions import claim_order
from jiesu.workorders.callbacks import WAIVED
from jiesu.workorders.claims import CLAIM_LASTS
from jiesu.workorders.records import callbacks_of
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

CALLED_IN = frozenset({OrderState.PENDING_CALLBACK, OrderState.DIRECT_ANSWERED})
_MOST_TAKEN = 5
_SWEPT = 500
_DRAWN_FROM = timedelta(hours=26)
"""Calls that ended within this time are drawn from: an hour missed is made up for by the next."""


@transaction.atomic
def begin_callback(order_id: int, *, at: datetime | None = None) -> CallbackTask | None:
    """生成回访任务: once for each round of an order; None when nobody is called.

    An order that the rules do not pick is closed without a call, as is one without a telephone.
    """
    at = at or clock.now()
    order = every_order().select_related("citizen", "lead_unit").filter(pk=order_id).first()
    if order is None or order.state not in CALLED_IN:
        return None
    turn = turn_of(order)
    kept = CallbackTask.objects.filter(order=order, kind=CallbackKind.CALLBACK.value, turn=turn).first()
    if kept is not None or order.callback_round:
        return kept
    version = plan_version_in_force()
    plan = plan_of(version)
    sampling = sampling_of(plan, _traits(order), number=order.number, turn=turn)
    if not sampling.due or order.citizen is None or not order.citizen.phone:
        why = "没有联系电话" if sampling.due else f"未抽中回访（{sampling.why}）"
        if plan.closes:
            steps.close_unheard(order.number, state=order.state, why=why, at=at)
        return None
    task, made = CallbackTask.objects.get_or_create(
        order=order,
        kind=CallbackKind.CALLBACK.value,
        turn=turn,
        defaults={
            "state": CallbackState.WAITING.value,
            "why": sampling.why[:200],
            "plan": version,
            "unit": order.lead_unit,
            "way": CallbackWay.CALL.value,
            "next_at": at,
            "created_at": at,
        },
    )
    if not made:
        return task
    step = first_step(plan, consent_of(order.citizen_id), at=at)
    return steps.take_step(task, step, plan=plan, at=at)


def turn_of(order: "WorkOrder") -> int:
    """Which round of the order this is, counted as its records of callbacks are."""
    return order.rework_count + order.reopen_count + 1


def _traits(order: "WorkOrder") -> Traits:
    return Traits(
        nature=Nature(order.nature),
        channel=Channel(order.channel),
        urgency=Urgency(order.urgency),
        unit=order.lead_unit.code if order.lead_unit else "",
        reworked=order.rework_count > 0,
        problem=order.is_problem,
        direct=order.state == OrderState.DIRECT_ANSWERED,
    )


@transaction.atomic
def claim_next_call(*, by: Actor, at: datetime | None = None) -> CallbackTask | None:
    """领取下一个: who has waited longest, appointments first; None when nobody is to be called now.

    Two who ask at once get two different citizens.
    """
    at = at or clock.now()
    kinds = [kind.value for kind, permission in steps.PERMISSIONS.items() if by.may(permission)]
    if not kinds or by.user_id is None:
        raise NotAllowed(permission="登记回访")
    passed: list[int] = []
    for _ in range(_MOST_TAKEN):
        task = _next(kinds, passed, by=by, at=at)
        if task is None or _held(task, by=by, at=at):
            return task
        passed.append(task.pk)
    return None


@transaction.atomic
def hold_callback(task_id: int, *, by: Actor, at: datetime | None = None) -> CallbackTask:
    """占用: this citizen is being called by this person; called again it is renewed.

    Raises:
        Refusal: it is settled, somebody else is calling, or it is not for this person.
    """
    at = at or clock.now()
    task = steps.taken_task(task_id, by=by, at=at)
    _held(task, by=by, at=at)
    return task


@transaction.atomic
def follow_order(order_id: int, *, at: datetime | None = None) -> None:
    """Keep the open task in step with what was done to the order elsewhere: rated, closed, reopened."""
    at = at or clock.now()
    rows = CallbackTask.objects.open().filter(order_id=order_id, kind=CallbackKind.CALLBACK.value)
    task = rows.select_related("order").select_for_update(of=("self",)).first()
    if task is None:
        return
    order = task.order
    if order.state not in CALLED_IN or turn_of(order) != task.turn:
        _ended_elsewhere(task, at=at)
    elif order.callback_round not in ("", WAIVED):
        _answered_elsewhere(task, at=at)
    else:
        _tried_elsewhere(task, at=at)


def sweep_callbacks(*, at: datetime | None = None) -> int:
    """Begin what was not begun, end what nobody answers, drop what is not needed; how many were touched.

    Safe to run twice; each order is done by itself, so one that fails keeps no other waiting.
    """
    at = at or clock.now()
    fresh = orders_without_task(most=_SWEPT)
    for order_id in fresh:
        begin_callback(order_id, at=at)
    gone = list(
        CallbackTask.objects.open()
        .filter(kind=CallbackKind.CALLBACK.value)
        .exclude(order__state__in=[state.value for state in CALLED_IN])
        .values_list("order_id", flat=True)[:_SWEPT]
    )
    for order_id in gone:
        follow_order(order_id, at=at)
    over = CallbackTask.objects.filter(state=CallbackState.LINKED.value, next_at__lte=at)
    silent = list(over.values_list("pk", flat=True)[:_SWEPT])
    for task_id in silent:
        _give_up_silent(task_id, at=at)
    return len(fresh) + len(gone) + len(silent)


@transaction.atomic
def draw_rechecks(*, at: datetime | None = None) -> int:
    """抽取复核: some of the calls that ended lately, to be made again by others; how many were drawn."""
    at = at or clock.now()
    plan = plan_in_force()
    done = CallbackTask.objects.filter(
        kind=CallbackKind.CALLBACK.value,
        state=CallbackState.DONE.value,
        created_at__gte=at - LONGEST,
        finished_at__gte=at - _DRAWN_FROM,
        answer__way=CallbackWay.CALL.value,
        rechecks__isnull=True,
    )
    late = CallbackTask.objects.open().filter(
        kind=CallbackKind.RECHECK.value, created_at__lt=at - timedelta(days=plan.recheck_days)
    )
    late.update(state=CallbackState.DROPPED.value, finished_at=at, ending="超过复核期限")
    picked = [task for task in done.select_related("order") if drawn(f"recheck/{task.pk}", plan.recheck)]
    return sum(_recheck(task, plan, at=at) for task in picked)


def _recheck(task: CallbackTask, plan: CallbackPlan, *, at: datetime) -> bool:
    _task, made = CallbackTask.objects.get_or_create(
        order=task.order,
        kind=CallbackKind.RECHECK.value,
        turn=task.turn,
        defaults={
            "state": CallbackState.WAITING.value,
            "why": f"抽样复核：{plan.recheck} %",
            "plan_id": task.plan_id,
            "unit_id": task.unit_id,
            "checks": task,
            "way": CallbackWay.CALL.value,
            "next_at": within_hours(plan, at),
            "created_at": at,
        },
    )
    return made


def _next(kinds: list[str], passed: list[int], *, by: Actor, at: datetime) -> CallbackTask | None:
    """The next task that nobody holds, locked; whoever else asks just now gets another one."""
    rows = CallbackTask.objects.visible_to(by).filter(kind__in=kinds).exclude(pk__in=passed)
    rows = rows.filter(state__in=[CallbackState.WAITING.value, CallbackState.TO_JUDGE.value], next_at__lte=at)
    rows = rows.filter(Q(held_until__isnull=True) | Q(held_until__lte=at) | Q(held_by_id=by.user_id))
    rows = rows.filter(Q(checks__isnull=True) | ~Q(checks__finished_by_id=by.user_id))
    ordered = rows.select_related("order").order_by(F("appointed_at").asc(nulls_last=True), "next_at", "pk")
    return ordered.select_for_update(of=("self",), skip_locked=True).first()


def _held(task: CallbackTask, *, by: Actor, at: datetime) -> bool:
    """Claim task and order; False when somebody has the order open to work on."""
    claim = claim_order(task.order.number, by=by, at=at)
    if claim.user_id != by.user_id:
        return False
    steps.change(task, **steps.hold_for(by, until=at + CLAIM_LASTS))
    return True


def _ended_elsewhere(task: CallbackTask, *, at: datetime) -> None:
    """The order has gone on without this task: by the order's page, by the citizen, or by a withdrawal."""
    told = heard_on_order(task)
    if told is not None:
        heard, way, by = told
        steps.note_answer(task, heard, way=way, by=by, at=at)
        steps.finish(task, CallbackState.DONE, by=by, at=at, ending="在工单页面或由群众自评完成")
        return
    steps.finish(task, CallbackState.DROPPED, by=SYSTEM, at=at, ending="工单已不再等待回访")


def _answered_elsewhere(task: CallbackTask, *, at: datetime) -> None:
    """The citizen rated the answer, or somebody wrote the callback on the order's page."""
    told = heard_on_order(task)
    if told is None:
        return
    heard, way, by = told
    steps.note_attempt(task, way=way, outcome=CallOutcome.ANSWERED, by=by, at=at)
    steps.note_answer(task, heard, way=way, by=by, at=at)
    if way is CallbackWay.PORTAL:
        follow_up(task, heard, by=SYSTEM, at=at)
    else:
        steps.finish(task, CallbackState.DONE, by=by, at=at, ending="在工单页面记录")


def _tried_elsewhere(task: CallbackTask, *, at: datetime) -> None:
    """Attempts in vain that were written on the order's page count here too."""
    known = set(task.tries.values_list("at", flat=True))
    fresh = [
        row
        for row in callbacks_of(task.order)[: task.order.callback_attempts]
        if not row.reached and row.at not in known
    ]
    for row in reversed(fresh):
        by = Actor(user_id=row.by_id, name=row.by_name)
        steps.note_attempt(
            task, way=CallbackWay.CALL, outcome=CallOutcome.NO_ANSWER, by=by, at=row.at, note=row.reason
        )
    if fresh and task.state == CallbackState.WAITING:
        steps.advance(task, at=at)


@transaction.atomic
def _give_up_silent(task_id: int, *, at: datetime) -> None:
    """A link that nobody answered in time."""
    rows = CallbackTask.objects.select_related("order").select_for_update(of=("self",))
    task = rows.filter(pk=task_id, state=CallbackState.LINKED.value, next_at__lte=at).first()
    if task is not None:
        steps.give_up(task, plan=plan_in_force(), at=at)
