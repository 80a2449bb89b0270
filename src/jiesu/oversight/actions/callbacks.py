"""The callback from beginning to end: tasks, claims, attempts, what was said, judgements, rechecks."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue.natures import Channel
from jiesu.core import clock, events
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions import callback_steps as steps
from jiesu.oversight.callback_answers import Heard, verdict_of, wanting_in
from jiesu.oversight.callback_states import (
    CALL_OUTCOME_LABELS,
    IN_VAIN,
    WHY_NOT_LABELS,
    CallbackKind,
    CallbackState,
    CallbackWay,
    CallOutcome,
    Fault,
    Verdict,
    WhyNot,
)
from jiesu.oversight.errors import CallbackSettled, HeardAlready
from jiesu.oversight.events import CallbackDiffered, UnreasonableDemandNamed
from jiesu.oversight.models import CallbackAnswer, CallbackTask
from jiesu.oversight.selectors.callback_plans import plan_in_force
from jiesu.oversight.selectors.callbacks import called_twice, heard_in
from jiesu.workorders import actions as orders
from jiesu.workorders.callbacks import WAIVED, CallbackAnswers
from jiesu.workorders.states import OrderState

FARTHEST = timedelta(days=14)
"""So far ahead a call can be appointed (ours)."""


@transaction.atomic
def record_attempt(
    task_id: int,
    *,
    outcome: CallOutcome,
    by: Actor,
    note: str = "",
    appointed_at: datetime | None = None,
    at: datetime | None = None,
) -> CallbackTask:
    """记录未完成的呼叫: nobody was reached, the citizen declined, or named another time.

    Raises:
        CallbackSettled, ClaimedByAnother, OwnCall: it is not this person's to call.
        InvalidInput: an appointment without a moment ahead, or an outcome that needs answers.
    """
    at = at or clock.now()
    task = steps.taken_task(task_id, by=by, at=at)
    if task.state == CallbackState.TO_JUDGE:
        raise CallbackSettled(who=task.order.number, how=task.get_state_display())
    moment = _moment_of(outcome, appointed_at, at=at)
    steps.note_attempt(task, way=CallbackWay.CALL, outcome=outcome, by=by, at=at, note=note)
    if moment is not None:
        return steps.appoint(task, moment)
    if task.kind == CallbackKind.CALLBACK and outcome in IN_VAIN:
        said = "：".join(filter(None, (CALL_OUTCOME_LABELS[outcome], note)))
        answers = CallbackAnswers(reached=False, reason=said)
        task.order = orders.record_callback(task.order.number, answers=answers, by=by, at=at)
    return steps.advance(task, at=at)


@transaction.atomic
def record_answers(task_id: int, *, heard: Heard, by: Actor, at: datetime | None = None) -> Verdict:
    """记录回访结果: what the citizen said on the telephone, and what follows for the order.

    Satisfied: the order is closed. By the unit's fault: rework. For reasons of policy: explained and closed.
    An unreasonable demand: closed, and the unit is told that it may apply for exclusion. A recheck changes
    nothing on the order; where it differs from the first call, that is announced.

    Raises:
        CallbackSettled, HeardAlready, ClaimedByAnother, OwnCall: it is not this person's to call.
        InvalidInput: something is wanting.
        Refusal: the order does not allow what follows; nothing was changed.
    """
    at = at or clock.now()
    task = steps.taken_task(task_id, by=by, at=at)
    _check(heard, CallbackWay.CALL)
    steps.note_attempt(task, way=CallbackWay.CALL, outcome=CallOutcome.ANSWERED, by=by, at=at)
    if task.state == CallbackState.TO_JUDGE:
        return _judged(task, heard, by=by, at=at)
    answer = steps.note_answer(task, heard, way=CallbackWay.CALL, by=by, at=at)
    if task.kind == CallbackKind.RECHECK:
        return _compared(task, answer, by=by, at=at)
    _check_unheard(task)
    return carry_out(task, heard, by=by, at=at, channel=Channel.PHONE)


@transaction.atomic
def judge_callback(
    task_id: int, *, fault: Fault, by: Actor, explanation: str = "", at: datetime | None = None
) -> Verdict:
    """判定: whose doing it is, where a citizen answered without a caller and was not satisfied.

    Raises:
        CallbackSettled: there is nothing to judge.
        InvalidInput: policy or an unreasonable demand without what was explained.
    """
    at = at or clock.now()
    task = steps.taken_task(task_id, by=by, at=at)
    if task.state != CallbackState.TO_JUDGE:
        raise CallbackSettled(who=task.order.number, how=task.get_state_display())
    heard = replace(heard_in(task.answer), fault=fault, explanation=explanation.strip())
    _check(heard, CallbackWay.CALL)
    return _judged(task, heard, by=by, at=at)


@transaction.atomic
def release_callback(task_id: int, *, by: Actor) -> None:
    """The citizen is not called by this person after all; somebody else's claim is left alone."""
    task = CallbackTask.objects.filter(pk=task_id, held_by_id=by.user_id or 0).select_for_update().first()
    if task is not None:
        steps.change(task, **steps.free())
        orders.release_claim(task.order.number, by=by)


@transaction.atomic
def bring_forward(task_id: int, *, by: Actor, at: datetime | None = None) -> CallbackTask:
    """提前: a citizen who waits for another day is called as soon as somebody is free.

    Raises:
        NotAllowed, NotFound: not for this person.
        CallbackSettled: nobody is to be called any more.
    """
    require(by, Permission.ARRANGE_CALLBACKS)
    task = steps.locked_task(task_id, by=by)
    if task.state != CallbackState.WAITING:
        raise CallbackSettled(who=task.finished_by_name or task.order.number, how=task.get_state_display())
    return steps.change(task, next_at=at or clock.now(), appointed_at=None)


def carry_out(task: CallbackTask, heard: Heard, *, by: Actor, at: datetime, channel: Channel) -> Verdict:
    """What was heard goes to the order, and what follows is done; part of a larger action."""
    number = task.order.number
    order = orders.record_callback(number, answers=heard.answers(), by=by, channel=channel, at=at)
    task.order = order
    return follow_up(task, heard, by=by, at=at)


def follow_up(task: CallbackTask, heard: Heard, *, by: Actor, at: datetime) -> Verdict:
    """The verdict, and what it means for the order: closing, rework, or a person's judgement."""
    verdict = verdict_of(heard)
    if verdict is Verdict.JUDGE:
        steps.change(task, state=CallbackState.TO_JUDGE.value, next_at=at, **steps.free())
        return verdict
    steps.finish(task, CallbackState.DONE, by=by, at=at)
    if task.order.state != OrderState.PENDING_CALLBACK:
        return verdict
    number = task.order.number
    if verdict is Verdict.REWORK:
        orders.rework_order(number, by=by, reason=reason_of(heard), at=at)
        return verdict
    if not by.is_system or plan_in_force().closes:
        orders.close_order(number, by=by, note=heard.explanation, at=at)
    if verdict is Verdict.APPLY:
        _announce_unreasonable(task, heard, at=at)
    return verdict


def reason_of(heard: Heard) -> str:
    """Why the unit has to do it again, in words."""
    told = "、".join(WHY_NOT_LABELS[WhyNot(reason)] for reason in heard.why_not)
    return (
        "回访不满意：" + "；".join(filter(None, (told, heard.words))) if told or heard.words else "回访不满意"
    )


def _judged(task: CallbackTask, heard: Heard, *, by: Actor, at: datetime) -> Verdict:
    """A caller has judged, or has asked once more: the answer as it is now, and what follows."""
    answer = CallbackAnswer.objects.get(task=task)
    for name, value in (
        ("satisfaction", heard.satisfaction.value),
        ("resolution", heard.resolution.value if heard.resolution else ""),
        ("contacted", heard.contacted),
        ("truthful", heard.truthful),
        ("why_not", [reason.value for reason in heard.why_not]),
        ("fault", heard.fault.value if heard.fault else ""),
        ("words", heard.words),
        ("explanation", heard.explanation),
    ):
        setattr(answer, name, value)
    answer.save()
    if verdict_of(heard) is Verdict.REWORK and task.order.callback_round == "bad":
        return follow_up(task, heard, by=by, at=at)
    return carry_out(task, heard, by=by, at=at, channel=Channel.PHONE)


def _compared(task: CallbackTask, answer: CallbackAnswer, *, by: Actor, at: datetime) -> Verdict:
    steps.finish(task, CallbackState.DONE, by=by, at=at)
    both = called_twice(task, answer)
    if both is not None and not both.agrees and task.checks is not None:
        events.publish(
            CallbackDiffered(
                subject=task.order.number,
                occurred_at=at,
                order_id=task.order_id,
                task_id=task.pk,
                first_by_id=task.checks.finished_by_id,
                second_by_id=by.user_id,
            )
        )
    return Verdict.CLOSE


def _announce_unreasonable(task: CallbackTask, heard: Heard, *, at: datetime) -> None:
    events.publish(
        UnreasonableDemandNamed(
            subject=task.order.number,
            occurred_at=at,
            order_id=task.order_id,
            unit_id=task.order.lead_unit_id,
            why=heard.explanation,
        )
    )


def _check(heard: Heard, way: CallbackWay) -> None:
    if wanting := wanting_in(heard, asked_by=way):
        raise InvalidInput(field=wanting.field, reason_zh=wanting.zh, reason_en=wanting.en)


def _check_unheard(task: CallbackTask) -> None:
    if task.order.callback_round not in ("", WAIVED) and task.order.state == OrderState.PENDING_CALLBACK:
        raise HeardAlready


def _moment_of(outcome: CallOutcome, moment: datetime | None, *, at: datetime) -> datetime | None:
    if outcome is CallOutcome.ANSWERED:
        raise InvalidInput(
            field="outcome",
            reason_zh="接通后请记录回访答案。",
            reason_en="An answered call needs its answers.",
        )
    if outcome is not CallOutcome.APPOINTED:
        return None
    if moment is None or not at < moment <= at + FARTHEST:
        raise InvalidInput(
            field="appointed_at",
            reason_zh=f"约定时间须在今后{FARTHEST.days}天内。",
            reason_en=f"The appointment lies within the next {FARTHEST.days} days.",
        )
    return moment
