"""Appeals that need no unit: answered at once, passed on, guided, invalid, merged, or withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.catalogue.codes import ReasonKind
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.citing import cite
from jiesu.workorders.actions.moves import Move, begin, told
from jiesu.workorders.actions.returning import check_reason
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.errors import CannotMerge, OthersMerged
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.states import VERB_LABELS, OrderState, Verb


@transaction.atomic
def answer_directly(
    number: str,
    *,
    answer: str,
    by: Actor,
    citations: Sequence[str] = (),
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """直接答复: settled in the first contact; counts in 直接答复率.

    Args:
        number: the order.
        answer: what the citizen is told.
        by: who answers.
        citations: numbers of the articles that the answer rests on.
        at: when; now if not given.
        version: the version that the person saw.

    Raises:
        Missing: there is no answer.
        UnknownReference: an article that is cited is not published.
    """
    move = begin(number, Verb.ANSWER_DIRECTLY, by=by, at=at, version=version)
    answer = told(answer, "answer", "答复内容")
    cite(move, citations)
    move.change(public_answer=answer, closed_at=move.at)
    return move.complete(note=answer)


@transaction.atomic
def transfer_order(
    number: str,
    *,
    reason_code: str,
    by: Actor,
    note: str = "",
    three_way: bool = False,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """转接: to 110, 119, 120, 122, a branch centre, or in a three-way call (国办发〔2022〕12号)."""
    return _dispose(
        number,
        Verb.TRANSFER,
        reason_code=reason_code,
        by=by,
        note=note,
        at=at,
        version=version,
        three_way=three_way,
    )


@transaction.atomic
def guide_order(
    number: str,
    *,
    reason_code: str,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """告知引导: to a court, arbitration, inspection, petitions …: the legal channel is named.

    A conference may conclude so, too.
    """
    return _dispose(number, Verb.GUIDE, reason_code=reason_code, by=by, note=note, at=at, version=version)


@transaction.atomic
def invalidate_order(
    number: str,
    *,
    reason_code: str,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """标记无效: silent, misdialled, harassing, a test.

    Raises:
        OthersMerged: other orders wait for this one's answer.
    """
    return _dispose(
        number, Verb.INVALIDATE, reason_code=reason_code, by=by, note=note, at=at, version=version
    )


@transaction.atomic
def merge_order(
    number: str,
    *,
    into: str,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """并单: the same matter is being handled under another number; its answer is the answer to this one too.

    Raises:
        CannotMerge: the other order does not exist for this person, is this one, or ended without an answer.
    """
    if is_number(number) and is_number(into):
        _lock_both(number, into)
    move = begin(number, Verb.MERGE, by=by, at=at, version=version)
    main = WorkOrder.objects.visible_to(by).filter(number=into).first() if is_number(into) else None
    if main is None:
        raise CannotMerge(field="into", why_zh="没有这个工单。", why_en="there is no such order.")
    if main.pk == move.order.pk:
        raise CannotMerge(field="into", why_zh="不能并入自身。", why_en="it is the same order.")
    if main.state in _NOTHING_TO_JOIN:
        raise CannotMerge(
            field="into",
            why_zh="该工单已并单、已撤诉、无效或尚未登记。",
            why_en="it is merged, withdrawn, invalid or a draft.",
        )
    move.change(merged_into=main, closed_at=move.at)
    move.data["into"] = main.number
    return move.complete(note=note)


@transaction.atomic
def withdraw_order(
    number: str, *, reason: str, by: Actor, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """诉求人撤回: the citizen takes the appeal back before it was answered.

    Raises:
        OthersMerged: other citizens' orders wait for this one's answer.
    """
    move = begin(number, Verb.WITHDRAW, by=by, at=at, version=version)
    _check_nobody_waits(move)
    reason = told(reason, "reason", "撤回原因")
    move.change(closed_at=move.at)
    return move.complete(note=reason)


_REASONS = {
    Verb.TRANSFER: ReasonKind.TRANSFER,
    Verb.GUIDE: ReasonKind.GUIDE,
    Verb.INVALIDATE: ReasonKind.INVALID,
}
_NOTHING_TO_JOIN = (OrderState.MERGED, OrderState.WITHDRAWN, OrderState.INVALID, OrderState.DRAFT)


def _lock_both(number: str, into: str) -> None:
    """Lock both orders in one order, so that two merges towards each other cannot both succeed."""
    rows = (
        WorkOrder.objects.select_for_update(no_key=True).filter(number__in=(number, into)).order_by("number")
    )
    list(rows.values_list("pk"))


def _check_nobody_waits(move: Move) -> None:
    """Refuse to end an order without an answer while others are merged into it."""
    if count := WorkOrder.objects.filter(merged_into=move.order).count():
        verb = move.rule.verb
        raise OthersMerged(count=count, verb=VERB_LABELS[verb], verb_en=verb.value)


def _dispose(
    number: str,
    verb: Verb,
    *,
    reason_code: str,
    by: Actor,
    note: str,
    at: datetime | None,
    version: int | None,
    **data: object,
) -> WorkOrder:
    move = begin(number, verb, by=by, at=at, version=version)
    if verb is Verb.INVALIDATE:
        _check_nobody_waits(move)
    check_reason(reason_code, _REASONS[verb])
    move.change(reason_code=reason_code, closed_at=move.at)
    move.data |= {"reason_code": reason_code, **data}
    return move.complete(note=note)
