"""The minute-by-minute sweep of escalation: on time, once, touching only what is due."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.packs import ClockKind
from jiesu.core import clock
from jiesu.oversight.actions.escalating import Coming, take_steps
from jiesu.oversight.ladder_json import ladder_in
from jiesu.oversight.ladders import Condition, Due, next_moment, timed
from jiesu.oversight.models import Supervision, Watch
from jiesu.oversight.supervision import Colour
from jiesu.workorders import records
from jiesu.workorders.records import LateClock
from jiesu.workorders.states import SETTLED_STATES, OrderState


def sweep_watches(*, at: datetime | None = None, batch: int = 500) -> int:
    """Take every step whose moment has come; returns how many watches were looked at.

    Reads the index of next moments, so the work is proportional to what is due and not to what is open. Each
    batch is a transaction of its own: a worker that dies loses nothing that was taken and repeats nothing.
    Watches that somebody else is changing are skipped and found by the next sweep.
    """
    at = at or clock.now()
    total = done = _sweep_batch(at, batch)
    while done == batch:
        done = _sweep_batch(at, batch)
        total += done
    return total


@transaction.atomic
def _sweep_batch(at: datetime, batch: int) -> int:
    watches = list(
        Watch.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_at__lte=at)
        .select_related("supervision", "ladder", "order")
        .defer("order__content", "order__public_answer", "supervision__answer")
        .order_by("next_at", "pk")[:batch]
    )
    if not watches:
        return 0
    clocks = records.clocks_by_key(watch.deadline_id for watch in watches if watch.deadline_id)
    take_steps([one for watch in watches for one in _look(watch, clocks, at)], at=at)
    Watch.objects.bulk_update(watches, ["next_at", "since"])
    return len(watches)


def _look(watch: Watch, clocks: Mapping[int, LateClock], at: datetime) -> list[Coming]:
    """The steps that have come for a watch; its next moment is set, null when it is over or stands still."""
    watch.next_at = None
    late = clocks.get(watch.deadline_id or 0)
    if late is not None and late.state == "running":
        watch.since = late.due_at
        steps = _steps(watch, late.calendar_id)
        occasion = f"clock:{late.key}:{late.due_at:%Y%m%d%H%M%S}"
    elif watch.supervision is not None and watch.supervision.is_with_unit and not _is_over(watch):
        watch.since = watch.supervision.feedback_due
        steps = _steps(watch, watch.order.calendar_id)
        occasion = f"answer:{watch.supervision_id}:{watch.since:%Y%m%d%H%M%S}"
    else:
        return []
    watch.next_at = next_moment(steps, after=at)
    return [_coming(watch, step, occasion) for step in steps if step.moment <= at]


def _is_over(watch: Watch) -> bool:
    """Nobody above is told of an order that has come to its end; the unit still owes its answer."""
    return OrderState(watch.order.state) in SETTLED_STATES | {OrderState.ARCHIVED}


def _steps(watch: Watch, calendar_id: int) -> list[Due]:
    supervision: Supervision | None = watch.supervision
    return list(
        timed(
            ladder_in(watch.ladder.rungs),
            Condition(watch.condition),
            since=watch.since,
            calendar=catalogue.calendar_of(calendar_id),
            clock=ClockKind(watch.clock) if watch.clock else None,
            colour=Colour(supervision.colour) if supervision else None,
        )
    )


def _coming(watch: Watch, due: Due, occasion: str) -> Coming:
    return Coming(
        order_id=watch.order_id,
        number=watch.order.number,
        calendar_id=watch.order.calendar_id,
        unit_id=watch.unit_id,
        condition=Condition(watch.condition),
        occasion=occasion,
        due=due,
        ladder_id=watch.ladder_id,
    )
