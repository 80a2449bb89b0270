"""What a unit may ask of the centre besides a return: extension, suspension, final answer, exclusion."""

from datetime import date, datetime, time
from decimal import Decimal

from django.db import transaction

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.codes import ReasonKind
from jiesu.catalogue.packs import ClockKind
from jiesu.core import statements
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor
from jiesu.workorders import deadlines
from jiesu.workorders.actions import applying, clocks
from jiesu.workorders.actions.moves import Move, begin, told
from jiesu.workorders.actions.returning import check_reason
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.errors import ExtensionNotAllowed
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.states import Verb


@transaction.atomic
def apply_for_extension(
    number: str,
    *,
    by: Actor,
    reason: str,
    amount: TimeLimit,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """申请延期: more time, asked before the old time is over; ``amount`` is counted from the old due moment.

    Raises:
        ExtensionNotAllowed: the pack allows none, no more, or not so much.
    """
    move = begin(number, Verb.APPLY_EXTENSION, by=by, at=at, version=version)
    reason = told(reason, "reason", "延期理由")
    _check_amount(move, amount)
    applying.file(move, reason=reason, amount=str(amount.amount), measure=amount.measure.value)
    return move.complete(note=reason)


@transaction.atomic
def approve_extension(
    number: str,
    *,
    by: Actor,
    note: str = "",
    amount: TimeLimit | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """批准延期: for what was asked, or for ``amount`` instead; the citizen is told (the line is public)."""
    move = begin(number, Verb.APPROVE_EXTENSION, by=by, at=at, version=version)
    asked = move.application.asked if move.application else {}
    granted = amount or TimeLimit(Decimal(asked["amount"]), Measure(asked["measure"]))
    _check_amount(move, granted)
    due = clocks.extend(move, granted)
    if due is None:
        raise ExtensionNotAllowed(why_zh="没有在走的办理时限。", why_en="no handling clock is running.")
    applying.decide(move, approved=True, decision=note, due_at=due.isoformat())
    move.change(extension_count=move.order.extension_count + 1)
    move.data["due_at"] = due.isoformat()
    return move.complete(note=note)


@transaction.atomic
def refuse_extension(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """驳回延期."""
    return _refuse(number, Verb.REFUSE_EXTENSION, by=by, reason=reason, at=at, version=version)


@transaction.atomic
def apply_for_suspension(
    number: str,
    *,
    by: Actor,
    reason_code: str,
    reason: str,
    review_on: date,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """申请挂起: season, works or a legacy problem does not allow handling now; to be reviewed on a day."""
    move = begin(number, Verb.APPLY_SUSPENSION, by=by, at=at, version=version)
    reason = told(reason, "reason", "挂起理由")
    check_reason(reason_code, ReasonKind.SUSPENSION)
    _review_moment(move, review_on)
    applying.file(move, reason=reason, reason_code=reason_code, review_on=review_on.isoformat())
    return move.complete(note=reason)


@transaction.atomic
def approve_suspension(
    number: str,
    *,
    by: Actor,
    review_on: date | None = None,
    note: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """批准挂起: all clocks stand still; a clock for the review begins."""
    move = begin(number, Verb.APPROVE_SUSPENSION, by=by, at=at, version=version)
    asked = move.application.asked if move.application else {}
    day = review_on or date.fromisoformat(asked["review_on"])
    due = _review_moment(move, day)
    applying.decide(move, approved=True, decision=note, review_on=day.isoformat())
    order = move.complete(note=note)
    _start_review(move, due)
    return order


@transaction.atomic
def refuse_suspension(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """驳回挂起."""
    return _refuse(number, Verb.REFUSE_SUSPENSION, by=by, reason=reason, at=at, version=version)


@transaction.atomic
def review_suspension(
    number: str,
    *,
    by: Actor,
    review_on: date,
    note: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """复核挂起: the reason still holds; look again on ``review_on``."""
    move = begin(number, Verb.REVIEW_SUSPENSION, by=by, at=at, version=version)
    due = _review_moment(move, review_on)
    move.data["review_on"] = review_on.isoformat()
    order = move.complete(note=note)
    _start_review(move, due)
    return order


@transaction.atomic
def resume_order(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """恢复办理: the clocks go on with exactly the time that was left."""
    return begin(number, Verb.RESUME, by=by, at=at, version=version).complete(note=note)


@transaction.atomic
def apply_for_final_answer(
    number: str,
    *,
    by: Actor,
    reason: str,
    document: str = "",
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """申请最终答复: the demand is unreasonable or met; ``document`` names the signed paper it rests on."""
    move = begin(number, Verb.APPLY_FINAL_ANSWER, by=by, at=at, version=version)
    reason = told(reason, "reason", "申请理由")
    document = clean_text(document, "document", "文号", limit=200)
    applying.file(move, reason=reason, document=document)
    return move.complete(note=reason)


@transaction.atomic
def approve_final_answer(
    number: str, *, by: Actor, answer: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """认定最终答复: the order ends here; the same matter without new facts is not dispatched again."""
    move = begin(number, Verb.APPROVE_FINAL_ANSWER, by=by, at=at, version=version)
    answer = clean_text(answer, "answer", "最终答复")
    applying.decide(move, approved=True, decision=answer)
    if answer:
        move.change(public_answer=answer)
    move.change(closed_at=move.at)
    return move.complete(note=answer)


@transaction.atomic
def refuse_final_answer(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """驳回最终答复."""
    return _refuse(number, Verb.REFUSE_FINAL_ANSWER, by=by, reason=reason, at=at, version=version)


@transaction.atomic
def apply_for_exclusion(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """申请剔除考核: the order should not count in the unit's assessment."""
    move = begin(number, Verb.APPLY_EXCLUSION, by=by, at=at, version=version)
    reason = told(reason, "reason", "申请理由")
    applying.file(move, reason=reason)
    return move.complete(note=reason)


@transaction.atomic
def approve_exclusion(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """同意剔除考核."""
    move = begin(number, Verb.APPROVE_EXCLUSION, by=by, at=at, version=version)
    applying.decide(move, approved=True, decision=note)
    move.change(is_excluded=True)
    return move.complete(note=note)


@transaction.atomic
def refuse_exclusion(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """驳回剔除考核."""
    return _refuse(number, Verb.REFUSE_EXCLUSION, by=by, reason=reason, at=at, version=version)


def _refuse(
    number: str, verb: Verb, *, by: Actor, reason: str, at: datetime | None, version: int | None
) -> WorkOrder:
    move = begin(number, verb, by=by, at=at, version=version)
    reason = told(reason, "reason", "驳回理由")
    applying.decide(move, approved=False, decision=reason)
    return move.complete(note=reason)


def _check_amount(move: Move, amount: TimeLimit) -> None:
    """Refuse an extension of nothing, longer than the pack's limit for one, or beyond that for their sum."""
    if amount.amount <= 0:
        raise InvalidInput(
            field="amount",
            reason_zh="延期时长须大于零。",
            reason_en="The extension must be longer than nothing.",
        )
    clock = clocks.lead_clock(move)
    if clock is None:
        raise ExtensionNotAllowed(why_zh="没有在走的办理时限。", why_en="no handling clock is running.")
    wanted = deadlines.extended(move.rules, clock.due_at, by=amount)
    each = move.rules.pack.extension.max_each
    if each is not None and wanted > deadlines.extended(move.rules, clock.due_at, by=each):
        raise ExtensionNotAllowed(why_zh=f"每次最多{each}。", why_en=f"at most {each} each time.")
    latest = deadlines.latest_extension(
        move.rules, clock.base_due_at or clock.due_at, original=clocks.clock_of(clock).limit
    )
    if latest is not None and wanted > latest:
        raise ExtensionNotAllowed(
            why_zh=f"累计延期最晚到{_local(latest)}。",
            why_en=f"extensions may reach {_local(latest)} at most.",
        )


def _review_moment(move: Move, day: date) -> datetime:
    """The close of business on the review day, which lies ahead and within the pack's limit for a review."""
    close = move.rules.calendar.windows[-1].end
    moment = datetime.combine(day, close if close != time() else time(23, 59, 59), tzinfo=SHANGHAI)
    if moment <= move.at:
        raise InvalidInput(
            field="review_on", reason_zh="复核日期须晚于今天。", reason_en="The review date must lie ahead."
        )
    limit = clocks.begin_all(move.order, [ClockKind.SUSPENSION], at=move.at, move=move).get(
        ClockKind.SUSPENSION
    )
    if limit is not None and moment > limit.due_at:
        raise InvalidInput(
            field="review_on",
            reason_zh=f"挂起须定期复核，复核日期最晚为{_local(limit.due_at)}。",
            reason_en=f"A suspension is reviewed at the latest on {_local(limit.due_at)}.",
        )
    return moment


def _start_review(move: Move, due: datetime) -> None:
    clock = deadlines.fixed(ClockKind.SUSPENSION, at=move.at, due=due)
    statements.insert([clocks.row_of(move.order, clock)])


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
