"""Ledgers of problems: entering, planning, looking again, settling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.oversight.errors import AlreadyInLedger, LedgerSettled
from jiesu.oversight.events import LedgerReviewDue, OrderEnteredLedger
from jiesu.oversight.models import EscalationStep, LedgerEntry, LedgerLine
from jiesu.oversight.problems import LEDGER_LABELS, Cause, Ledger
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.selectors import get_order


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is known and meant about a problem: class of causes, leader, plan, when it is looked at again."""

    cause: Cause
    leader: str = ""
    plan: str = ""
    review_on: date | None = None


@transaction.atomic
def enter_ledger(
    number: str,
    ledger: Ledger,
    *,
    reason: str,
    by: Actor,
    unit_id: int | None = None,
    at: datetime | None = None,
) -> LedgerEntry:
    """列入台账: by hand, or by a rule that acts as the system.

    Raises:
        NotFound: no such order for this person.
        NotAllowed: the person may not keep ledgers.
        AlreadyInLedger: it is there and not settled.
    """
    require(by, Permission.KEEP_LEDGERS)
    at = at or clock.now()
    order = get_order(number, for_user=by)
    reason = clean_text(reason, "reason", "列入原因", required=True)
    row = LedgerEntry(
        ledger=ledger.value,
        order_id=order.pk,
        unit_id=unit_id or order.lead_unit_id,
        reason=reason,
        entered_at=at,
        entered_by_id=by.user_id,
        entered_by_name=by.name,
    )
    stored = _insert([row], {order.pk: order.number}, by=by, at=at)
    if not stored:
        raise AlreadyInLedger(name=LEDGER_LABELS[ledger])
    return stored[0]


def enter_all(
    wanted: Sequence[tuple[EscalationStep, Ledger, str]], *, by: Actor, at: datetime
) -> list[LedgerEntry]:
    """Enter orders for steps of the ladder, inside the running transaction; what is there stays."""
    rows = [
        LedgerEntry(
            ledger=ledger.value,
            order_id=step.order_id,
            unit_id=step.unit_id,
            step=step,
            reason=step.why,
            entered_at=at,
            entered_by_id=by.user_id,
            entered_by_name=by.name,
        )
        for step, ledger, _ in wanted
    ]
    return _insert(rows, {step.order_id: number for step, _, number in wanted}, by=by, at=at)


@transaction.atomic
def plan_entry(entry_id: int, plan: Plan, *, by: Actor, at: datetime | None = None) -> LedgerEntry:
    """登记化解方案: the cause, who is responsible, the plan, and the day of the next look.

    Raises:
        NotFound, NotAllowed, LedgerSettled: as named.
        InvalidInput: the next look lies in the past.
    """
    row = _entry(entry_id, by)
    if plan.review_on is not None and plan.review_on < today(at):
        raise InvalidInput(
            field="review_on",
            reason_zh="复查日期不能早于今天。",
            reason_en="The next review lies in the past.",
        )
    row.cause, row.review_on = plan.cause.value, plan.review_on
    row.leader = clean_text(plan.leader, "leader", "责任领导", limit=40)
    row.plan = clean_text(plan.plan, "plan", "化解方案")
    row.save(update_fields=["cause", "review_on", "leader", "plan"])
    _write(row, "plan", row.plan, by=by, at=at)
    return row


@transaction.atomic
def review_entry(
    entry_id: int, *, note: str, next_on: date | None, by: Actor, at: datetime | None = None
) -> LedgerEntry:
    """复查: what was found, and the day of the next look."""
    row = _entry(entry_id, by)
    note = clean_text(note, "note", "复查情况", required=True)
    if next_on is not None and next_on <= today(at):
        raise InvalidInput(
            field="next_on", reason_zh="下次复查须在今天以后。", reason_en="The next review lies ahead."
        )
    row.review_on = next_on
    row.save(update_fields=["review_on"])
    _write(row, "review", note, by=by, at=at)
    return row


@transaction.atomic
def settle_entry(entry_id: int, *, settlement: str, by: Actor, at: datetime | None = None) -> LedgerEntry:
    """销号: the problem is settled, and how."""
    row = _entry(entry_id, by)
    row.settlement = clean_text(settlement, "settlement", "化解结果", required=True)
    row.settled_at = at or clock.now()
    row.save(update_fields=["settlement", "settled_at"])
    _write(row, "settle", row.settlement, by=by, at=at)
    return row


@transaction.atomic
def remind_reviews(*, at: datetime | None = None) -> int:
    """Announce each entry whose day of review has come, once a day of review; returns how many."""
    at = at or clock.now()
    day = today(at)
    rows = list(
        LedgerEntry.objects.open()
        .select_for_update(skip_locked=True, of=("self",))
        .filter(review_on__lte=day)
        .exclude(reminded_on__gte=F("review_on"))
        .select_related("order")
    )
    for row in rows:
        row.reminded_on = day
    LedgerEntry.objects.bulk_update(rows, ["reminded_on"])
    if rows:
        events.publish(*(_reminder(row, at) for row in rows))
    return len(rows)


def _insert(
    rows: Sequence[LedgerEntry], numbers: dict[int, str], *, by: Actor, at: datetime
) -> list[LedgerEntry]:
    if not rows:
        return []
    there = set(
        LedgerEntry.objects.open().filter(order_id__in=list(numbers)).values_list("order_id", "ledger")
    )
    fresh = {(row.order_id, row.ledger): row for row in rows if (row.order_id, row.ledger) not in there}
    stored = LedgerEntry.objects.bulk_create(fresh.values())
    LedgerLine.objects.bulk_create(
        LedgerLine(entry=row, at=at, what="enter", note=row.reason, by_id=by.user_id, by_name=by.name)
        for row in stored
    )
    if stored:
        events.publish(*(_entered(row, numbers[row.order_id], at) for row in stored))
    return stored


def _entry(entry_id: int, by: Actor) -> LedgerEntry:
    require(by, Permission.KEEP_LEDGERS)
    rows = LedgerEntry.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(pk=entry_id).first()
    if row is None:
        raise NotFound(what="台账 ledger entry")
    if row.settled_at is not None:
        raise LedgerSettled
    return row


def _write(row: LedgerEntry, what: str, note: str, *, by: Actor, at: datetime | None) -> None:
    LedgerLine.objects.create(
        entry=row, at=at or clock.now(), what=what, note=note, by_id=by.user_id, by_name=by.name
    )


def _entered(row: LedgerEntry, number: str, at: datetime) -> OrderEnteredLedger:
    return OrderEnteredLedger(
        subject=number,
        occurred_at=at,
        order_id=row.order_id,
        entry_id=row.pk,
        ledger=row.ledger,
        unit_id=row.unit_id,
    )


def _reminder(row: LedgerEntry, at: datetime) -> LedgerReviewDue:
    assert row.review_on is not None  # noqa: S101 - the query asked for it
    return LedgerReviewDue(
        subject=row.order.number,
        occurred_at=at,
        order_id=row.order_id,
        entry_id=row.pk,
        ledger=row.ledger,
        unit_id=row.unit_id,
        review_on=row.review_on,
    )
