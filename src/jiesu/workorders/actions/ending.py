"""The end of an order: review, callback, rework, closing, archive, and opening again."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from jiesu.catalogue.natures import Channel
from jiesu.core.errors import InvalidInput
from jiesu.knowledge.actions import note_complaint
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.moves import Move, announce, begin, told
from jiesu.workorders.callbacks import WAIVED, CallbackAnswers, conclude
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.errors import RatedAlready
from jiesu.workorders.events import OrderBecameProblem
from jiesu.workorders.models import CallbackRecord, WorkOrder
from jiesu.workorders.states import Verb, Visibility


@transaction.atomic
def review_order(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """审核通过: the reply answers the demand; the citizen is to be called back."""
    return begin(number, Verb.REVIEW, by=by, at=at, version=version).complete(note=note)


@transaction.atomic
def record_callback(
    number: str,
    *,
    answers: CallbackAnswers,
    by: Actor,
    channel: Channel = Channel.PHONE,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """记录回访: one attempt, reached or not; the first satisfaction is kept beside the final one.

    ``channel`` says how the citizen was asked: called, or by a link in a message.

    Raises:
        InvalidInput: answers of a citizen who was not reached, or reached without a level of satisfaction.
    """
    move = begin(number, Verb.RECORD_CALLBACK, by=by, at=at, version=version)
    _check_answers(answers)
    answers = replace(answers, reason=clean_text(answers.reason, "reason", "不满意原因"))
    record_answers(move, answers, channel=channel)
    return move.complete(note=answers.reason)


def record_answers(move: Move, answers: CallbackAnswers, *, channel: Channel) -> None:
    """Keep what the citizen said, asked by telephone or of their own accord; part of a larger move."""
    order = move.order
    _write_callback(move, answers, channel=channel)
    changes: dict[str, object] = {"callback_attempts": order.callback_attempts + 1}
    if answers.reached and answers.satisfaction is not None:
        changes |= {
            "callback_round": conclude(answers),
            "first_satisfaction": order.first_satisfaction or answers.satisfaction.value,
            "final_satisfaction": answers.satisfaction.value,
            "final_resolution": answers.resolution.value if answers.resolution else "",
        }
        if changes["callback_round"] != "good":
            note_complaint(order.number, at=move.at)
    move.change(**changes)


@transaction.atomic
def waive_callback(number: str, *, reason: str, by: Actor, at: datetime | None = None) -> WorkOrder:
    """免回访: the centre's rules ask for no call, or the citizen declined one; the order may be closed.

    It counts as no attempt, and a citizen may still rate the answer afterwards.

    Raises:
        RatedAlready: the citizen was heard in this round.
    """
    move = begin(number, Verb.RECORD_CALLBACK, by=by, at=at)
    if move.order.callback_round not in ("", WAIVED):
        raise RatedAlready
    reason = told(reason, "reason", "免回访原因")
    move.change(callback_round=WAIVED)
    move.data["waived"] = True
    return move.complete(note=reason, visibility=Visibility.INTERNAL)


@transaction.atomic
def rework_order(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """发回重办: not settled, by the unit's fault; from the pack's threshold on it is a problem order.

    Source of the threshold: 重办≥3 次未解决 ⇒ 问题工单 (巴彦淖尔), configurable by pack.

    Raises:
        CitizenNotDissatisfied: the callback gives no such reason.
    """
    move = begin(number, Verb.REWORK, by=by, at=at, version=version)
    reason = told(reason, "reason", "重办原因")
    note_complaint(number, at=move.at)
    count = move.order.rework_count + 1
    is_new_problem = not move.order.is_problem and count >= move.rules.pack.rework.problem_after
    move.change(
        rework_count=count,
        is_problem=move.order.is_problem or is_new_problem,
        callback_round="",
        callback_attempts=0,
    )
    order = move.complete(note=reason)
    if is_new_problem:
        announce(
            (OrderBecameProblem,), order, Verb.REWORK, before=move.before.value, by=by, at=move.at, unit=None
        )
    return order


@transaction.atomic
def close_order(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """办结: the citizen was heard, or could not be reached as often as the pack asks.

    Raises:
        NotCalledBack: neither is the case.
        ReworkDue: the citizen was heard, and the unit is to do it again.
    """
    move = begin(number, Verb.CLOSE, by=by, at=at, version=version)
    move.change(closed_at=move.at)
    return move.complete(note=note)


@transaction.atomic
def archive_order(
    number: str, *, by: Actor, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """归档."""
    return begin(number, Verb.ARCHIVE, by=by, at=at, version=version).complete()


@transaction.atomic
def reopen_order(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """重新打开: a finished order is to be dispatched again, under the rules it was born under.

    What was answered stays in the history and in the replies; the public answer is for the next one to give.
    """
    move = begin(number, Verb.REOPEN, by=by, at=at, version=version)
    return taken_up_again(move, reason=told(reason, "reason", "重新打开原因"))


def taken_up_again(move: Move, *, reason: str) -> WorkOrder:
    """Complete a reopening: nothing of the former round stands on the order any more."""
    move.change(
        closed_at=None,
        due_at=None,
        merged_into_id=None,
        lead_unit_id=None,
        reopen_count=move.order.reopen_count + 1,
        return_forbidden=False,
        public_answer="",
        reason_code="",
        callback_round="",
        callback_attempts=0,
    )
    return move.complete(note=reason)


def _check_answers(answers: CallbackAnswers) -> None:
    told = (answers.contacted, answers.truthful, answers.resolution, answers.satisfaction)
    if answers.reached and answers.satisfaction is None:
        raise InvalidInput(
            field="satisfaction", reason_zh="请记录满意度。", reason_en="The satisfaction is needed."
        )
    if not answers.reached and any(item is not None for item in told):
        raise InvalidInput(
            field="reached",
            reason_zh="未接通的回访不能有评价。",
            reason_en="Nobody was reached, so nothing was said.",
        )


def _write_callback(move: Move, answers: CallbackAnswers, *, channel: Channel) -> None:
    order = move.order
    record = CallbackRecord.objects.create(
        order=order,
        round=order.rework_count + order.reopen_count + 1,
        attempt=order.callback_attempts + 1,
        channel=channel.value,
        reached=answers.reached,
        contacted=answers.contacted,
        truthful=answers.truthful,
        resolution=answers.resolution.value if answers.resolution else "",
        satisfaction=answers.satisfaction.value if answers.satisfaction else "",
        reason=answers.reason,
        unit_at_fault=answers.unit_at_fault,
        at=move.at,
        by_id=move.by.user_id,
        by_name=move.by.name,
    )
    move.data |= {"callback": record.pk, "reached": answers.reached}
