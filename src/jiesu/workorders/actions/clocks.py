"""Turning an order's clocks: started, stopped, reopened, paused, resumed, extended.

The caller holds the order's lock, so no two actions turn the same clocks. The sweep (``sweeping``) only ever
marks running clocks and never waits for an order; a clock whose moments are moved is locked first, so that
no mark is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind
from jiesu.core import statements
from jiesu.workorders import deadlines
from jiesu.workorders.deadlines import Clock
from jiesu.workorders.models import Assignment, Deadline, WorkOrder
from jiesu.workorders.states import OrderState, Share

if TYPE_CHECKING:
    from jiesu.workorders.actions.moves import Move

ORDER_CLOCKS = frozenset({ClockKind.DISPATCH, ClockKind.REVIEW, ClockKind.CALLBACK})
"""Clocks of the centre, not of a unit's share; a suspension's review date is set by a person."""

_WORK = (ClockKind.HANDLE.value, ClockKind.REWORK.value)
_UNWATCHED = ClockKind.RETURN_REQUEST
_CARRIES_DUE = frozenset(
    {
        OrderState.PENDING_DISPATCH,
        OrderState.PENDING_SIGN,
        OrderState.RETURN_REQUESTED,
        OrderState.HANDLING,
        OrderState.PENDING_APPROVAL,
    }
)


def turn(move: Move, target: OrderState) -> None:
    """Do to the clocks what the move's row of the table says, except starting those of new shares."""
    rule = move.rule
    if rule.stops:
        _end(move, "met", kinds=rule.stops)
    if rule.cancels or rule.cancels_all:
        _cancel(move)
    if rule.pauses:
        _pause(move)
    if rule.resumes:
        _resume(move)
    if rule.reopens:
        _reopen(move)
    _start(move)
    if target not in _CARRIES_DUE and move.order.due_at is not None:
        move.change(due_at=None)


def begin_all(
    order: WorkOrder, kinds: Iterable[ClockKind], *, at: datetime, move: Move
) -> dict[ClockKind, Clock]:
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
        next_check_at=None if clock.kind is _UNWATCHED else clock.warn_at or clock.due_at,
    )


def clock_of(row: Deadline) -> Clock:
    """A row as a clock."""
    limit = TimeLimit(amount=Decimal(row.amount), measure=Measure(row.measure))
    return Clock(ClockKind(row.kind), limit, row.started_at, row.due_at, row.warn_at)


def cancel(move: Move, *, shares: Sequence[int]) -> None:
    """End the clocks of shares that are taken back."""
    _end(move, "cancelled", shares=shares, own=False)


def restart_dispatch(move: Move) -> None:
    """After a correction of nature or urgency: the time for dispatching, counted anew from its beginning."""
    row = (
        Deadline.objects.select_for_update()
        .filter(order=move.order, kind="dispatch", state="running")
        .first()
    )
    clock = begin_all(move.order, [ClockKind.DISPATCH], at=row.started_at, move=move) if row else None
    if row and clock:
        new = clock[ClockKind.DISPATCH]
        row.amount, row.measure = new.limit.amount, new.limit.measure.value
        set_due(row, new)
        row.save()


def extend(move: Move, limit: TimeLimit) -> datetime | None:
    """Move the running working clocks by ``limit`` after their old due moments; returns the lead's new one.

    The time is asked for by the lead, but all who still work on the order get it; none ends after the lead's.
    """
    lead = lead_clock(move)
    if lead is None:
        return None
    due = deadlines.extended(move.rules, lead.due_at, by=limit)
    for row in _working(move):
        mine = due if row.pk == lead.pk else deadlines.extended(move.rules, row.due_at, by=limit)
        new = deadlines.capped(deadlines.moved(move.rules, clock_of(row), due=mine), latest=due)
        row.base_due_at = row.base_due_at or row.due_at
        set_due(row, new)
        row.save()
        show_due(move, row)
    return due


def lead_clock(move: Move) -> Deadline | None:
    """The lead's running handling or rework clock."""
    lead = next((share.pk for share in move.shares if share.kind == Share.LEAD), None)
    return next((row for row in _working(move) if row.assignment_id == lead), None)


def set_due(row: Deadline, clock: Clock) -> None:
    """Give a row the moments of a moved clock; a mark stays only while its moment has passed."""
    if clock.warn_at is None or row.warned_at is None or clock.warn_at > row.warned_at:
        row.warned_at = None
    row.due_at, row.warn_at = clock.due_at, clock.warn_at
    if row.overdue_at is not None and row.due_at > row.overdue_at:
        row.overdue_at = None
    row.next_check_at = next_check(row)


def next_check(row: Deadline) -> datetime | None:
    """The next moment at which the sweep has something to mark."""
    if row.kind == _UNWATCHED.value or row.overdue_at is not None:
        return None
    if row.warned_at is None and row.warn_at is not None and row.warn_at < row.due_at:
        return row.warn_at
    return row.due_at


def show_due(move: Move, row: Deadline) -> None:
    """Repeat a working clock's due moment on its share, and the lead's on the order."""
    if row.kind not in _WORK or row.assignment_id is None:
        return
    if move.share is not None and move.share.pk == row.assignment_id:
        move.change_share(due_at=row.due_at)
    else:
        Assignment.objects.filter(pk=row.assignment_id).update(due_at=row.due_at)
    for share in move.shares:
        if share.pk == row.assignment_id:
            share.due_at = row.due_at
            if share.kind == Share.LEAD:
                move.change(due_at=row.due_at)


_END = """
UPDATE workorders_deadline SET
    state = CASE WHEN due_at < coalesce(paused_at, %(at)s) AND kind <> 'return'
                 THEN 'missed' ELSE %(verdict)s END,
    overdue_at = CASE WHEN due_at < coalesce(paused_at, %(at)s) AND kind <> 'return'
                      THEN coalesce(overdue_at, %(at)s) END,
    stopped_at = %(at)s,
    next_check_at = NULL
WHERE order_id = %(order)s AND state IN ('running', 'paused')
  AND (%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))
  AND (%(shares)s::bigint[] IS NULL OR assignment_id = ANY (%(shares)s)
       OR (%(own)s AND (assignment_id IS NULL OR kind = 'first_contact')))
"""
# Almost every action ends clocks, and Django would take ten times as long to build this as it takes to run.


def _end(
    move: Move,
    verdict: str,
    *,
    kinds: Sequence[ClockKind] | None = None,
    shares: Sequence[int] | None = (),
    own: bool = True,
) -> None:
    """End clocks that run or stand still.

    Whatever is said of the others, one that was over is missed; one that stood still is judged by the moment
    at which it was paused. The clock of returns is a right and not a duty: letting it pass misses nothing.
    The lead's clock of first contact ends whichever of the units speaks with the citizen.

    Args:
        move: the move.
        verdict: what is said of those that were not over.
        kinds: only these; None for all.
        shares: those of these shares besides that of the move; None for all of the order.
        own: whether those of the order itself, and of the move's share, are among them.
    """
    mine = [move.share.pk] if own and move.share is not None else []
    statements.execute(
        _END,
        {
            "at": move.at,
            "verdict": verdict,
            "order": move.order.pk,
            "kinds": None if kinds is None else [kind.value for kind in kinds],
            "shares": None if shares is None else [*shares, *mine],
            "own": own,
        },
    )


def _cancel(move: Move) -> None:
    rule = move.rule
    if not rule.cancels_all:
        _end(move, "cancelled", kinds=rule.cancels)
        return
    if move.share is None:
        _end(move, "cancelled", shares=None)
    else:
        _end(move, "cancelled", shares=[move.share.pk], own=False)
    move.change_share(due_at=None)


def _pause(move: Move) -> None:
    Deadline.objects.filter(order=move.order, state="running").update(
        state="paused", paused_at=move.at, next_check_at=None
    )
    Assignment.objects.filter(order=move.order, is_current=True, due_at__isnull=False).update(due_at=None)
    move.change(due_at=None)


def _resume(move: Move) -> None:
    """All clocks that stand still go on, those of the shares above first: none ends after the one above."""
    paused = Deadline.objects.select_for_update().filter(order=move.order, state="paused")
    for row in sorted(paused, key=lambda row: _depth(move, row)):
        paused_at = row.paused_at or move.at
        clock = deadlines.resumed(move.rules, clock_of(row), paused_at=paused_at, at=move.at)
        if row.base_due_at is not None:
            row.base_due_at = deadlines.resumed_moment(
                move.rules, row.base_due_at, measure=clock.limit.measure, paused_at=paused_at, at=move.at
            )
        set_due(row, deadlines.capped(clock, latest=_latest(move, row)))
        row.state, row.paused_at = "running", None
        row.next_check_at = next_check(row)
        row.save()
        show_due(move, row)


def _depth(move: Move, row: Deadline) -> tuple[int, int, int]:
    """The lead's clocks first, then those of shares beside it, then of those below, the upper ones first."""
    share = _share_of(move, row)
    if share is None:
        return (0, 0, row.pk)
    return (0 if share.kind == Share.LEAD else 1, share.unit_path.count("."), row.pk)


def _latest(move: Move, row: Deadline) -> datetime | None:
    share = _share_of(move, row)
    upper = above(move, share) if share and row.kind in _WORK else None
    return upper.due_at if upper else None


def above(move: Move, share: Assignment) -> Assignment | None:
    """The share whose deadline bounds this one: the one it was delegated from, or the lead's."""
    if share.kind == Share.LEAD:
        return None
    if share.kind == Share.CHILD:
        return next((other for other in move.shares if other.pk == share.parent_id), None)
    return next((other for other in move.shares if other.kind == Share.LEAD), None)


def _share_of(move: Move, row: Deadline) -> Assignment | None:
    return next((share for share in move.shares if share.pk == row.assignment_id), None)


def _reopen(move: Move) -> None:
    """The newest of the clocks named runs on with its old due moment."""
    kinds = [kind.value for kind in move.rule.reopens]
    rows = Deadline.objects.select_for_update().filter(
        order=move.order, assignment=move.share, kind__in=kinds, state__in=("met", "missed")
    )
    row = rows.order_by("-pk").first()
    if row is not None:
        row.state, row.stopped_at, row.paused_at = "running", None, None
        row.next_check_at = next_check(row)
        row.save()
        show_due(move, row)


def _start(move: Move) -> None:
    """Begin the order's clocks that the row names, and the clock of a share that is worked on once more."""
    kinds = [kind for kind in move.rule.starts if kind in ORDER_CLOCKS]
    rows = [
        row_of(move.order, clock) for clock in begin_all(move.order, kinds, at=move.at, move=move).values()
    ]
    again = move.share if ClockKind.REWORK in move.rule.starts else None
    if again is not None:
        upper = above(move, again)
        latest = upper.due_at if upper else None
        for clock in begin_all(move.order, [ClockKind.REWORK], at=move.at, move=move).values():
            rows.append(row_of(move.order, deadlines.capped(clock, latest=latest), share=again))
            show_due(move, rows[-1])
    if rows:
        statements.insert(rows)
    if _work_is_over(move):
        move.change_share(due_at=None)


def _work_is_over(move: Move) -> bool:
    return ClockKind.HANDLE in move.rule.stops


def _working(move: Move) -> list[Deadline]:
    """The running handling and rework clocks of the current shares, the newest first."""
    current = [share.pk for share in move.shares]
    rows = Deadline.objects.select_for_update().filter(
        order=move.order, assignment_id__in=current, kind__in=_WORK, state="running"
    )
    return list(rows.order_by("-pk"))
