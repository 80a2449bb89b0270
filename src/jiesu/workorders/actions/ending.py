"""The end of an order: review, callback, rework, closing, archive, and opening again."""

from datetime import datetime

from django.db import transaction

from jiesu.catalogue.packs import ClockKind
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import clocks
from jiesu.workorders.actions.moves import Move, begin, need
from jiesu.workorders.callbacks import CallbackAnswers, conclude
from jiesu.workorders.models import CallbackRecord, WorkOrder
from jiesu.workorders.states import Verb


@transaction.atomic
def review_order(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """审核通过: the reply answers the demand; the citizen is to be called back."""
    return begin(number, Verb.REVIEW, by=by, at=at, version=version).complete(note=note)


@transaction.atomic
def record_callback(
    number: str, *, answers: CallbackAnswers, by: Actor, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """记录回访: one attempt, reached or not; the first satisfaction is kept beside the final one.

    Raises:
        InvalidInput: answers of a citizen who was not reached, or reached without a level of satisfaction.
    """
    move = begin(number, Verb.RECORD_CALLBACK, by=by, at=at, version=version)
    _check_answers(answers)
    _write_callback(move, answers)
    order = move.order
    changes: dict[str, object] = {"callback_attempts": order.callback_attempts + 1}
    if answers.reached and answers.satisfaction is not None:
        changes |= {
            "callback_round": conclude(answers),
            "first_satisfaction": order.first_satisfaction or answers.satisfaction.value,
            "final_satisfaction": answers.satisfaction.value,
            "final_resolution": answers.resolution.value if answers.resolution else "",
        }
    move.change(**changes)
    return move.complete(note=answers.reason)


@transaction.atomic
def rework_order(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """发回重办: the citizen is not satisfied for the unit's reasons; from the pack's threshold on a problem order.

    Source of the threshold: 重办≥3 次未解决 ⇒ 问题工单 (巴彦淖尔), configurable by pack.

    Raises:
        CitizenNotDissatisfied: the callback gives no such reason.
    """
    move = begin(number, Verb.REWORK, by=by, at=at, version=version)
    need(reason, "reason", "重办原因")
    count = move.order.rework_count + 1
    threshold = move.rules.pack.rework.problem_after
    begun = clocks.start(move.order, (ClockKind.REWORK,), at=move.at, move=move, share=move.share)
    if move.share is not None and ClockKind.REWORK in begun:
        move.share.due_at = begun[ClockKind.REWORK].due_at
        move.change(due_at=move.share.due_at)
    move.change(
        rework_count=count,
        is_problem=move.order.is_problem or count >= threshold,
        callback_round="",
        callback_attempts=0,
    )
    return move.complete(note=reason)


@transaction.atomic
def close_order(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """办结: the citizen was heard, or could not be reached as often as the pack asks.

    Raises:
        NotCalledBack: neither is the case.
    """
    move = begin(number, Verb.CLOSE, by=by, at=at, version=version)
    move.change(closed_at=move.at)
    return move.complete(note=note)


@transaction.atomic
def archive_order(number: str, *, by: Actor, at: datetime | None = None, version: int | None = None) -> WorkOrder:
    """归档."""
    return begin(number, Verb.ARCHIVE, by=by, at=at, version=version).complete()


@transaction.atomic
def reopen_order(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """重新打开: a finished order is to be dispatched again, under the rules it was born under."""
    move = begin(number, Verb.REOPEN, by=by, at=at, version=version)
    need(reason, "reason", "重新打开原因")
    move.change(
        closed_at=None,
        due_at=None,
        merged_into_id=None,
        lead_unit_id=None,
        return_forbidden=False,
        callback_round="",
        callback_attempts=0,
    )
    return move.complete(note=reason)


def _check_answers(answers: CallbackAnswers) -> None:
    told = (answers.contacted, answers.truthful, answers.resolution, answers.satisfaction)
    if answers.reached and answers.satisfaction is None:
        raise InvalidInput(field="satisfaction", reason_zh="请记录满意度。", reason_en="The satisfaction is needed.")
    if not answers.reached and any(item is not None for item in told):
        raise InvalidInput(
            field="reached", reason_zh="未接通的回访不能有评价。", reason_en="Nobody was reached, so nothing was said."
        )


def _write_callback(move: Move, answers: CallbackAnswers) -> None:
    order = move.order
    record = CallbackRecord.objects.create(
        order=order,
        round=order.rework_count + 1,
        attempt=CallbackRecord.objects.filter(order=order).count() + 1,
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
