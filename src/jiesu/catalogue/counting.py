"""Which days a limit was counted on, so that a due moment can be explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, WorkingCalendar
from jiesu.core.clock import SHANGHAI

LONGEST = 400
"""Days beyond this are not told one by one."""


@dataclass(frozen=True)
class DayCount:
    """How the days from the start of a limit to its end were counted.

    Attributes:
        counted: days on which time of the limit passes.
        skipped: days off between them.
        is_guess: whether one of them lies beyond the holidays that have been announced.
    """

    counted: tuple[date, ...] = ()
    skipped: tuple[date, ...] = ()
    is_guess: bool = False


def days_counted(
    calendar: WorkingCalendar, *, start: datetime, due: datetime, amount: Decimal, measure: Measure
) -> DayCount:
    """The working days that a limit in working time was counted on, and the days off that were left out.

    Natural hours and days pass on every day: there is nothing to tell. Whole working days that are counted
    from the day after do not count the day of receipt.

    Args:
        calendar: what a working day is.
        start: when the limit began.
        due: when it ends, pauses included.
        amount: how much of the measure.
        measure: in what it is counted.
    """
    if measure not in (Measure.WORKING_DAYS, Measure.WORKING_HOURS) or due <= start:
        return DayCount()
    first, last = start.astimezone(SHANGHAI).date(), due.astimezone(SHANGHAI).date()
    days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST))]
    working = [
        day for day in days if calendar.is_working_day(day) and _passes(calendar, day, start=start, due=due)
    ]
    at_close = due.astimezone(SHANGHAI).time() == calendar.windows[-1].end
    if (
        measure is Measure.WORKING_DAYS
        and at_close
        and first in working
        and len(working) > 1
        and len(working) > amount
    ):
        working.remove(first)
    off = [day for day in days if not calendar.is_working_day(day)]
    return DayCount(tuple(working), tuple(off), not all(calendar.is_announced(day) for day in days))


def stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as first and last: 1 2 3 7 gives (1, 3) and (7, 7)."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _passes(calendar: WorkingCalendar, day: date, *, start: datetime, due: datetime) -> bool:
    """Whether working time of the limit lies on the day."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    begin, end = max(start, midnight), min(due, midnight + timedelta(days=1))
    return end > begin and calendar.working_time(begin, end) > timedelta()
