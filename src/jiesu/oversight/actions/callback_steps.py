"""Moving a task of the callback: locking it, writing what was tried and said, what comes next, its end."""

from datetime import datetime
from typing import Any

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.packs import CallbackRule
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.actions.callback_sending import send_link
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_attempts import NextStep, Tried, next_step, within_hours
from jiesu.oversight.callback_plans import CallbackPlan, Consent
from jiesu.oversight.callback_states import (
    OPEN_CALLBACKS,
    CallbackKind,
    CallbackState,
    CallbackWay,
    CallOutcome,
)
from jiesu.oversight.errors import CallbackSettled, OwnCall
from jiesu.oversight.models import CallbackAnswer, CallbackAttempt, CallbackLink, CallbackTask
from jiesu.oversight.selectors.callback_plans import consent_of, plan_in_force
from jiesu.workorders.actions import close_order, waive_callback
from jiesu.workorders.errors import ClaimedByAnother, NotCalledBack
from jiesu.workorders.states import OrderState

RECHECK_RULE = CallbackRule(attempts=2)
"""Another person tries twice; the first call stays what it is when nobody is reached."""

PERMISSIONS = {
    CallbackKind.CALLBACK: Permission.RECORD_CALLBACK,
    CallbackKind.RECHECK: Permission.RECHECK_CALLBACK,
}


def locked_task(task_id: int, *, by: Actor) -> CallbackTask:
    """The task, locked until the transaction ends.

    Raises:
        NotFound: there is none for this person.
    """
    rows = CallbackTask.objects.visible_to(by).select_related("order").select_for_update(of=("self",))
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotFound(what="回访任务 callback")
    return task


def taken_task(task_id: int, *, by: Actor, at: datetime) -> CallbackTask:
    """The locked task for somebody who works on it now.

    Raises:
        NotFound, NotAllowed: there is none for this person, or they make no such calls.
        CallbackSettled: somebody was faster.
        ClaimedByAnother: somebody else is calling just now.
        OwnCall: a call is checked by another person than the one who made it.
    """
    task = locked_task(task_id, by=by)
    require(by, PERMISSIONS[CallbackKind(task.kind)])
    if CallbackState(task.state) not in OPEN_CALLBACKS:
        raise CallbackSettled(who=task.finished_by_name or "系统", how=task.get_state_display())
    if is_held_by_another(task, by=by, at=at):
        raise ClaimedByAnother(who=task.held_by_name)
    if task.checks is not None and task.checks.finished_by_id == by.user_id:
        raise OwnCall
    return task


def is_held_by_another(task: CallbackTask, *, by: Actor, at: datetime) -> bool:
    """Whether somebody else is calling just now."""
    return task.held_until is not None and task.held_until > at and task.held_by_id != by.user_id


def change(task: CallbackTask, **fields: Any) -> CallbackTask:  # noqa: ANN401 - as the model's fields
    """Set fields and write them."""
    for name, value in fields.items():
        setattr(task, name, value)
    task.save(update_fields=list(fields))
    return task


def note_attempt(
    task: CallbackTask, *, way: CallbackWay, outcome: CallOutcome, by: Actor, at: datetime, note: str = ""
) -> CallbackAttempt:
    """Write down one attempt."""
    change(task, attempts=task.attempts + 1)
    return CallbackAttempt.objects.create(
        task=task,
        number=task.attempts,
        at=at,
        way=way.value,
        outcome=outcome.value,
        note=note[:500],
        by_id=by.user_id,
        by_name=by.name,
    )


def note_answer(
    task: CallbackTask, heard: Heard, *, way: CallbackWay, by: Actor, at: datetime
) -> CallbackAnswer:
    """Write down what the citizen said."""
    return CallbackAnswer.objects.create(
        task=task,
        way=way.value,
        contacted=heard.contacted,
        truthful=heard.truthful,
        resolution=heard.resolution.value if heard.resolution else "",
        satisfaction=heard.satisfaction.value,
        why_not=[reason.value for reason in heard.why_not],
        fault=heard.fault.value if heard.fault else "",
        words=heard.words,
        explanation=heard.explanation,
        at=at,
        by_id=by.user_id,
        by_name=by.name,
    )


def advance(task: CallbackTask, *, at: datetime) -> CallbackTask:
    """What follows on an attempt in vain: another day, a link, or giving up."""
    plan = plan_in_force()
    tried = [Tried(row.at, CallbackWay(row.way), CallOutcome(row.outcome)) for row in _calls(task)]
    if task.kind == CallbackKind.RECHECK:
        rule, consent = RECHECK_RULE, Consent(sms=False)
    else:
        rule = catalogue.pack_of(task.order.pack_id).callback
        consent = consent_of(task.order.citizen_id)
    linked = CallbackLink.objects.filter(task=task).exists()
    return take_step(
        task, next_step(plan, rule, tried, consent=consent, linked=linked, at=at), plan=plan, at=at
    )


def take_step(task: CallbackTask, step: NextStep, *, plan: CallbackPlan, at: datetime) -> CallbackTask:
    """Carry out what comes next."""
    if step.state is CallbackState.UNREACHABLE:
        return give_up(task, plan=plan, at=at)
    change(
        task,
        state=step.state.value,
        way=step.way.value,
        slot=step.slot.value if step.slot else "",
        next_at=step.not_before,
        appointed_at=None,
        **free(),
    )
    if step.send:
        link = send_link(task, way=step.way, days=plan.link_days, at=at)
        change(task, next_at=link.expires_at)
    return task


def appoint(task: CallbackTask, moment: datetime) -> CallbackTask:
    """The citizen wants to be called at a moment; within the hours of calls."""
    when = within_hours(plan_in_force(), moment)
    return change(
        task,
        state=CallbackState.WAITING.value,
        way=CallbackWay.CALL.value,
        slot="",
        next_at=when,
        appointed_at=when,
        **free(),
    )


def give_up(task: CallbackTask, *, plan: CallbackPlan, at: datetime) -> CallbackTask:
    """联系不上: nobody could be asked; by the centre's rules the order is closed without an answer."""
    finish(task, CallbackState.UNREACHABLE, by=SYSTEM, at=at, ending="按规则多次未能联系上")
    if task.kind == CallbackKind.CALLBACK and plan.closes:
        close_unheard(task.order.number, state=task.order.state, why="按规则多次联系不上", at=at)
    return task


def close_unheard(number: str, *, state: str, why: str, at: datetime) -> None:
    """Close an order that nobody answers for, waiving the callback where the attempts are not enough."""
    if state != OrderState.PENDING_CALLBACK:
        return
    try:
        close_order(number, by=SYSTEM, note=why, at=at)
    except NotCalledBack:
        waive_callback(number, reason=why, by=SYSTEM, at=at)
        close_order(number, by=SYSTEM, note=why, at=at)


def finish(
    task: CallbackTask, state: CallbackState, *, by: Actor, at: datetime, ending: str = ""
) -> CallbackTask:
    """The task's end."""
    return change(
        task,
        state=state.value,
        finished_at=at,
        finished_by_id=by.user_id,
        finished_by_name=by.name,
        ending=ending[:200],
        **free(),
    )


def free() -> dict[str, Any]:
    """The fields of a task that nobody holds."""
    return {"held_by_id": None, "held_by_name": "", "held_until": None}


def hold_for(by: Actor, *, until: datetime) -> dict[str, Any]:
    """The fields of a task that somebody holds."""
    return {"held_by_id": by.user_id, "held_by_name": by.name, "held_until": until}


def _calls(task: CallbackTask) -> list[CallbackAttempt]:
    return list(CallbackAttempt.objects.filter(task=task).order_by("number"))
