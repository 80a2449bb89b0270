"""Clocks: when each begins, warns and ends; how pauses, extensions and the parent's limit move it.

Times are aware moments; a limit carries its own unit (natural hours or days, working hours or days). Which
limit applies comes from the order's time-limit pack, which days count from its working calendar.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, TimeLimit, WorkingCalendar, due_at, resumed_due
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind, LimitRow, Pack

NATURAL = frozenset({Measure.NATURAL_HOURS, Measure.NATURAL_DAYS})


@dataclass(frozen=True)
class Rules:
    """What an order was born under: its pack of limits and its working calendar."""

    pack: Pack
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Clock:
    """One running clock.

    Attributes:
        kind: what it measures.
        limit: the amount and its unit.
        started_at, due_at, warn_at: aware moments; ``warn_at`` is None when the pack gives no warning.
    """

    kind: ClockKind
    limit: TimeLimit
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None


def begin(rules: Rules, kind: ClockKind, *, nature: Nature, urgency: Urgency, at: datetime) -> Clock | None:
    """The clock of ``kind`` beginning at ``at``, or None when the pack sets no limit for it."""
    row = rules.pack.limit_for(kind, nature=nature, urgency=urgency)
    if row is None:
        return None
    due = due_at(rules.calendar, at, row.limit)
    return Clock(kind, row.limit, at, due, warning(rules.calendar, row, started_at=at, due=due))


def fixed(kind: ClockKind, *, at: datetime, due: datetime) -> Clock:
    """A clock with a due moment set by a person (the review date of a suspension); no warning."""
    hours = Decimal(max((due - at).total_seconds(), 0)) / 3600
    limit = TimeLimit(amount=round(hours, 3), measure=Measure.NATURAL_HOURS)
    return Clock(kind, limit, at, max(due, at), None)


def warning(
    calendar: WorkingCalendar, row: LimitRow, *, started_at: datetime, due: datetime
) -> datetime | None:
    """When the yellow lamp lights: a share of the time used, or a limit before the due moment."""
    if row.warn is None:
        return None
    if isinstance(row.warn, TimeLimit):
        return max(started_at, _before(calendar, due, row.warn))
    total = _span(calendar, row.limit.measure, start=started_at, end=due)
    used = timedelta(seconds=total.total_seconds() * float(row.warn))
    if row.limit.measure in NATURAL:
        return started_at + used
    return calendar.add_working_time(started_at, used)


def capped(clock: Clock, *, latest: datetime | None) -> Clock:
    """The same clock, never later than ``latest``: a child's deadline is not after its parent's.

    A part that is given out when the time is over already is late from the beginning.
    """
    if latest is None or clock.due_at <= latest:
        return clock
    warn = min(clock.warn_at, latest) if clock.warn_at else None
    return replace(clock, due_at=latest, warn_at=warn)


def extended(rules: Rules, due: datetime, *, by: TimeLimit) -> datetime:
    """The due moment after an approved extension, counted from the old due moment."""
    return due_at(rules.calendar, due, by)


def moved(rules: Rules, clock: Clock, *, due: datetime) -> Clock:
    """The clock with another due moment, warning as long before it as before the old one."""
    if clock.warn_at is None:
        return replace(clock, due_at=due)
    measure = clock.limit.measure
    ahead = _span(rules.calendar, measure, start=clock.warn_at, end=clock.due_at)
    warn = due - ahead if measure in NATURAL else rules.calendar.subtract_working_time(due, ahead)
    return replace(clock, due_at=due, warn_at=max(warn, clock.started_at))


def latest_extension(rules: Rules, base: datetime, *, original: TimeLimit) -> datetime | None:
    """The latest due moment that extensions may reach; None when the pack sets no bound to their sum.

    Args:
        rules: the order's pack and calendar.
        base: the due moment before the first extension.
        original: the limit of the clock.
    """
    most = rules.pack.extension.most_in_total(original)
    return None if most is None else extended(rules, base, by=most)


def resumed(rules: Rules, clock: Clock, *, paused_at: datetime, at: datetime) -> Clock:
    """The clock after a pause: exactly the time that was left then is left now."""
    measure = clock.limit.measure
    warn = clock.warn_at
    return replace(
        clock,
        due_at=resumed_moment(rules, clock.due_at, measure=measure, paused_at=paused_at, at=at),
        warn_at=resumed_moment(rules, warn, measure=measure, paused_at=paused_at, at=at) if warn else None,
    )


def resumed_moment(
    rules: Rules, moment: datetime, *, measure: Measure, paused_at: datetime, at: datetime
) -> datetime:
    """A moment of a clock after a pause; one that had passed before it stays where it was."""
    limit = TimeLimit(Decimal(0), measure)
    return resumed_due(rules.calendar, limit, due=moment, paused_at=paused_at, resumed_at=at)


def _span(calendar: WorkingCalendar, measure: Measure, *, start: datetime, end: datetime) -> timedelta:
    return end - start if measure in NATURAL else calendar.working_time(start, end)


def _before(calendar: WorkingCalendar, due: datetime, limit: TimeLimit) -> datetime:
    """The moment ``limit`` before ``due``; whole days go back by the calendar's working days."""
    if limit.measure is Measure.NATURAL_HOURS:
        return due - timedelta(hours=float(limit.amount))
    if limit.measure is Measure.NATURAL_DAYS:
        return due - timedelta(days=float(limit.amount))
    return calendar.subtract_working_time(due, _working(calendar, limit))


def _working(calendar: WorkingCalendar, limit: TimeLimit) -> timedelta:
    if limit.measure is Measure.WORKING_HOURS:
        return timedelta(hours=float(limit.amount))
    return timedelta(seconds=calendar.daily_working_time.total_seconds() * float(limit.amount))
