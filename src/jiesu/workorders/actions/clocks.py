"""Turning an order's clocks: started, stopped, reopened, paused, resumed, extended.

The caller holds the order's lock, so no two turn the same clocks. The sweep (``sweeping``) only ever marks
running clocks and never waits for an order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, Value, When

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind
from jiesu.workorders import deadlines
from jiesu.workorders.deadlines import Clock
from jiesu.workorders.models import Assignment, Deadline, WorkOrder
from jiesu.workorders.states import Share

if TYPE_CHECKING:
    from jiesu.workorders.actions.moves import Move

ORDER_CLOCKS = frozenset({ClockKind.DISPATCH, ClockKind.REVIEW, ClockKind.CALLBACK})
"""Clocks of the centre, not of a unit's share; a suspension's review date is set by a person."""

_WORK = (ClockKind.HANDLE.value, ClockKind.REWORK.value)


def turn(move: Move) -> None:
    """Do to the clocks what the move's row of the table says, except starting those of new shares."""
    rule, at = move.rule, move.at
    if rule.stops:
        stop(_running(move).filter(kind__in=[kind.value for kind in rule.stops]), at=at)
    if rule.cancels or rule.cancels_all:
        doomed = _running(move)
        cancel(doomed if rule.cancels_all else doomed.filter(kind__in=[k.value for k in rule.cancels]), at=at)
    if rule.pauses:
        _pause(move)
    if rule.resumes:
        _resume(move)
    if rule.reopens:
        _reopen(move)
    starting = [kind for kind in rule.starts if kind in ORDER_CLOCKS]
    if starting:
        start(move.order, starting, at=at, move=move)
    if _ends_work(move):
        move.change(due_at=None)


def start(
    order: WorkOrder, kinds: Iterable[ClockKind], *, at: datetime, move: Move, share: Assignment | None = None
) -> dict[ClockKind, Clock]:
    """Begin clocks of an order, or of one of its shares; kinds without a limit in the pack begin none."""
    begun = begin_all(order, kinds, at=at, move=move)
    Deadline.objects.bulk_create(row_of(order, clock, share=share) for clock in begun.values())
    return begun


def begin_all(order: WorkOrder, kinds: Iterable[ClockKind], *, at: datetime, move: Move) -> dict[ClockKind, Clock]:
    """The clocks that the order's pack gives for ``kinds`` at ``at``, not written yet."""
    nature, urgency = Nature(order.nature), Urgency(order.urgency)
    clocks = {
        kind: deadlines.begin(move.rules, kind, nature=nature, urgency=urgency, at=at) for kind in kinds
    }
    return {kind: clock for kind, clock in clocks.items() if clock is not None}


def row_of(order: WorkOrder, clock: Clock, *, share: Assignment | None = None) -> Deadline:
    """A clock as a row, not saved."""
    return Deadline(
        order=order,
        assignment=share,
        kind=clock.kind.value,
        amount=clock.limit.amount,
        measure=clock.limit.measure.value,
        started_at=clock.started_at,
        due_at=clock.due_at,
        warn_at=clock.warn_at,
        next_check_at=clock.warn_at or clock.due_at,
    )


def clock_of(row: Deadline) -> Clock:
    """A row as a clock."""
    limit = TimeLimit(amount=Decimal(row.amount), measure=Measure(row.measure))
    return Clock(ClockKind(row.kind), limit, row.started_at, row.due_at, row.warn_at)


def stop(clocks: QuerySet[Deadline], *, at: datetime) -> None:
    """End running clocks with their verdict."""
    verdict = Case(When(due_at__gte=at, then=Value("met")), default=Value("missed"))
    clocks.update(state=verdict, stopped_at=at, next_check_at=None)


def cancel(clocks: QuerySet[Deadline], *, at: datetime) -> None:
    """End clocks without a verdict."""
    clocks.update(state="cancelled", stopped_at=at, next_check_at=None)


def _running(move: Move) -> QuerySet[Deadline]:
    """The running (or standing) clocks that the verb is about: the share's and the order's own."""
    rows = Deadline.objects.filter(order=move.order, state__in=("running", "paused"))
    if move.rule.share is None:
        return rows
    return rows.filter(Q(assignment=move.share) | Q(assignment=None))


def _pause(move: Move) -> None:
    Deadline.objects.filter(order=move.order, state="running").update(
        state="paused", paused_at=move.at, next_check_at=None
    )
    move.change(due_at=None)


def _resume(move: Move) -> None:
    for row in Deadline.objects.filter(order=move.order, state="paused"):
        paused_at = row.paused_at or move.at
        clock = deadlines.resumed(move.rules, clock_of(row), paused_at=paused_at, at=move.at)
        set_due(row, clock)
        row.state, row.paused_at = "running", None
        row.save()
        show_due(move, row)


def _reopen(move: Move) -> None:
    """The newest of the clocks named runs on with its old due moment."""
    row = (
        Deadline.objects.filter(
            assignment=move.share, kind__in=[k.value for k in move.rule.reopens], state__in=("met", "missed")
        )
        .order_by("-pk")
        .first()
    )
    if row is not None:
        row.state, row.stopped_at = "running", None
        row.next_check_at = next_check(row)
        row.save()
        show_due(move, row)


def set_due(row: Deadline, clock: Clock) -> None:
    """Give a row the moments of a moved clock; a mark stays only while its moment has passed."""
    if clock.warn_at is None or clock.warn_at > row.due_at:
        row.warned_at = None
    row.due_at, row.warn_at = clock.due_at, clock.warn_at
    if row.overdue_at is not None and row.due_at > row.overdue_at:
        row.overdue_at = None
    row.next_check_at = next_check(row)


def next_check(row: Deadline) -> datetime | None:
    """The next moment at which the sweep has something to mark."""
    if row.warned_at is None and row.warn_at is not None and row.warn_at < row.due_at:
        return row.warn_at
    return row.due_at if row.overdue_at is None else None


def extend(move: Move, limit: TimeLimit) -> datetime | None:
    """Move the lead share's running clock by ``limit`` after its old due moment; returns the new one."""
    row = (
        Deadline.objects.filter(order=move.order, assignment__kind=Share.LEAD, kind__in=_WORK, state="running")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return None
    due = deadlines.extended(move.rules, row.due_at, by=limit)
    warn = row.warn_at + (due - row.due_at) if row.warn_at else None
    old = clock_of(row)
    set_due(row, Clock(old.kind, old.limit, old.started_at, due, warn))
    row.save()
    show_due(move, row)
    return due


def show_due(move: Move, row: Deadline) -> None:
    """Repeat a working clock's due moment on its share, and the lead's on the order."""
    if row.kind not in _WORK or row.assignment_id is None:
        return
    Assignment.objects.filter(pk=row.assignment_id).update(due_at=row.due_at)
    for share in move.shares:
        if share.pk == row.assignment_id:
            share.due_at = row.due_at
            if share.kind == Share.LEAD:
                move.change(due_at=row.due_at)


def _ends_work(move: Move) -> bool:
    stopped = ClockKind.HANDLE in move.rule.stops and move.rule.share in (None, Share.LEAD)
    return stopped and move.order.due_at is not None

