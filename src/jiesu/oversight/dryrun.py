"""What a ladder would have done: pure rules over what happened in a span."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.catalogue.packs import ClockKind
from jiesu.oversight.ladders import Condition, Due, Rung, counted, timed
from jiesu.oversight.supervision import Colour


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Something that a ladder may react to.

    Attributes:
        number, unit_id: the order, and the unit that it is about.
        condition: what it is.
        since: for timed conditions the due moment that passed, for others when it happened.
        until: when the lateness ended; None while it lasts.
        calendar: by which working time is counted.
        clock, colour: of timed conditions, what was late.
        times: of others, the how-many-th.
    """

    number: str
    unit_id: int | None
    condition: Condition
    since: datetime
    calendar: WorkingCalendar
    until: datetime | None = None
    clock: ClockKind | None = None
    colour: Colour | None = None
    times: int = 0


@dataclass(frozen=True)
class Would:
    """A step that a ladder would have taken."""

    happened: Happened
    due: Due


def would_take(
    ladder: Sequence[Rung], happened: Iterable[Happened], *, since: datetime, until: datetime
) -> Iterator[Would]:
    """The steps of a span, in the order of what happened: those due in it while the lateness lasted."""
    for one in happened:
        for due in _steps(ladder, one):
            over = one.until is not None and due.moment >= one.until
            if since <= due.moment < until and not over:
                yield Would(one, due)


def _steps(ladder: Sequence[Rung], one: Happened) -> Iterator[Due]:
    if one.times:
        return counted(ladder, one.condition, times=one.times, at=one.since)
    return timed(
        ladder, one.condition, since=one.since, calendar=one.calendar, clock=one.clock, colour=one.colour
    )
