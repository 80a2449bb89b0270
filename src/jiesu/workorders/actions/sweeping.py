"""Warnings and overdue marks, on time, touching only what is due."""

from datetime import datetime

from django.db import transaction

from jiesu.core import clock, events
from jiesu.workorders.actions.clocks import next_check
from jiesu.workorders.events import DeadlineMissed, DeadlineWarned
from jiesu.workorders.models import Deadline


def sweep_deadlines(*, at: datetime | None = None, batch: int = 500) -> int:
    """Mark every clock whose warning or due moment has passed, and announce it; returns how many.

    Reads the index of next moments, so the work is proportional to what is due and not to what is open.
    Each batch is a transaction of its own: a worker that dies loses nothing that was marked and repeats
    nothing. Rows that an action is changing at the same time are skipped and found by the next sweep.
    """
    at = at or clock.now()
    total = done = _sweep_batch(at, batch)
    while done == batch:
        done = _sweep_batch(at, batch)
        total += done
    return total


@transaction.atomic
def _sweep_batch(at: datetime, batch: int) -> int:
    rows = list(
        Deadline.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_check_at__lt=at, state="running")
        .select_related("order")
        .only("kind", "due_at", "warn_at", "warned_at", "overdue_at", "next_check_at", "order__number")
        .order_by("next_check_at", "pk")[:batch]
    )
    if not rows:
        return 0
    announced = [event for row in rows for event in _mark(row, at)]
    Deadline.objects.bulk_update(rows, ["warned_at", "overdue_at", "next_check_at"])
    events.publish(*announced)
    return len(rows)


def _mark(row: Deadline, at: datetime) -> list[DeadlineWarned | DeadlineMissed]:
    marked: list[DeadlineWarned | DeadlineMissed] = []
    if row.due_at < at and row.overdue_at is None:
        row.overdue_at = at
        marked.append(_event(DeadlineMissed, row, row.due_at))
    elif row.warn_at is not None and row.warn_at < at and row.warned_at is None:
        row.warned_at = at
        marked.append(_event(DeadlineWarned, row, row.warn_at))
    row.next_check_at = None if row.overdue_at else next_check(row)
    return marked


def _event(
    kind: type[DeadlineWarned] | type[DeadlineMissed], row: Deadline, moment: datetime
) -> DeadlineWarned | DeadlineMissed:
    return kind(
        subject=row.order.number,
        occurred_at=moment,
        order_id=row.order_id,
        deadline_id=row.pk,
        kind=row.kind,
        due_at=row.due_at,
    )
