"""What is watched: clocks whose time is over, supervision orders that are to be answered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.packs import ClockKind
from jiesu.core import clock
from jiesu.oversight.actions.ladders import ladder_in_force
from jiesu.oversight.ladders import Condition, timed
from jiesu.oversight.models import Supervision, Watch
from jiesu.oversight.supervision import Colour
from jiesu.workorders import records


@transaction.atomic
def watch_clock(deadline_id: int) -> Watch | None:
    """Watch a clock whose time is over; safe to repeat. None when no rung of the ladder is about it."""
    late = records.clocks_by_key([deadline_id]).get(deadline_id)
    if late is None:
        return None
    ladder, rungs = ladder_in_force()
    steps = timed(
        rungs,
        Condition.OVERDUE,
        since=late.due_at,
        calendar=catalogue.calendar_of(late.calendar_id),
        clock=ClockKind(late.kind),
    )
    first = min((step.moment for step in steps), default=None)
    if first is None:
        return None
    watch, is_new = Watch.objects.select_for_update().get_or_create(
        deadline_id=deadline_id,
        defaults={
            "order_id": late.order_id,
            "unit_id": late.unit_id,
            "ladder": ladder,
            "condition": Condition.OVERDUE.value,
            "clock": late.kind,
            "since": late.due_at,
            "next_at": first,
        },
    )
    if not is_new and watch.since != late.due_at:
        watch.since, watch.next_at = late.due_at, first
        watch.save(update_fields=["since", "next_at"])
    return watch


def watch_answers(rows: Sequence[tuple[Supervision, int]]) -> None:
    """Watch supervision orders, each with its order's calendar; part of a larger move."""
    ladder, rungs = ladder_in_force()
    watches = []
    for row, calendar_id in rows:
        calendar = catalogue.calendar_of(calendar_id)
        colour, since = Colour(row.colour), row.feedback_due
        steps = timed(rungs, Condition.UNANSWERED, since=since, calendar=calendar, colour=colour)
        first = min((step.moment for step in steps), default=None)
        if first is not None:
            watches.append(_answer_watch(row, ladder.pk, first))
    Watch.objects.bulk_create(
        watches,
        update_conflicts=True,
        unique_fields=["supervision"],
        update_fields=["since", "next_at", "ladder"],
    )


def wake_watches(order_id: int) -> int:
    """Look again at an order's clocks that had ended or stood still, as they run on; returns how many."""
    return Watch.objects.filter(order_id=order_id, deadline__isnull=False).update(next_at=clock.now())


def _answer_watch(row: Supervision, ladder_id: int, first: datetime) -> Watch:
    return Watch(
        order_id=row.order_id,
        unit_id=row.unit_id,
        ladder_id=ladder_id,
        condition=Condition.UNANSWERED.value,
        supervision=row,
        since=row.feedback_due,
        next_at=first,
    )
