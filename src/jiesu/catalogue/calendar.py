"""Working time: which moments count, how much of it lies between two, when a limit ends.

Days off and make-up days (调休) come from ``chinesecalendar``, corrected by a centre's own exceptions; beyond
the years that have been announced Monday to Friday count. Inside it is Shanghai time (UTC+8, no summer time
since 1991), in whole microseconds, so adding and subtracting are exact; moments come in aware and go out in
UTC.

Days are counted as 民法典 第二百零一条 and 第二百零三条 say: the day of receipt does not count, and a
limit in days ends when the last day does (at the close of business where there are business hours).
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise
from types import MappingProxyType

import chinese_calendar

from jiesu.core.errors import InvalidInput

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_LOCAL = timedelta(hours=8)
_TICK = timedelta(microseconds=1)
# Midnight in Shanghai at the beginning of day 0 of date.toordinal().
_EPOCH = datetime(1, 1, 2, tzinfo=UTC) - _LOCAL
_EPOCH_ORDINAL = 2
_LAST_SECOND = timedelta(days=1) - timedelta(seconds=1)
_KNOWN_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
_MOST = Decimal(99_999)


class Measure(StrEnum):
    """In what a limit is counted."""

    NATURAL_HOURS = "natural_hours"
    NATURAL_DAYS = "natural_days"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


MEASURE_LABELS: dict[Measure, str] = {
    Measure.NATURAL_HOURS: "小时",
    Measure.NATURAL_DAYS: "日",
    Measure.WORKING_HOURS: "工作小时",
    Measure.WORKING_DAYS: "工作日",
}

NATURAL = frozenset({Measure.NATURAL_HOURS, Measure.NATURAL_DAYS})
"""Measures that run through nights and holidays."""


class StartDay(StrEnum):
    """From which day a limit in days is counted (起算日)."""

    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"


START_DAY_LABELS: dict[StartDay, str] = {
    StartDay.SAME_DAY: "自收到时起算",
    StartDay.NEXT_DAY: "自次日起算",
}


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of business hours within a day, Shanghai time; an ``end`` of 00:00 means midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse a window that is empty or runs backwards."""
        if self.begins >= self.ends:
            raise _wrong("windows", "工作时段的结束须晚于开始。", "A working window ends after it begins.")

    @property
    def begins(self) -> int:
        """Microseconds from midnight to its start."""
        return _of_day(self.start)

    @property
    def ends(self) -> int:
        """Microseconds from midnight to its end."""
        return _of_day(self.end) or _DAY


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """An amount of time as the documents write it: 3 工作日, 24 小时.

    ``start_day`` matters for days only: ``NEXT_DAY`` (the default) does not count the day of receipt and ends
    with the last day; ``SAME_DAY`` runs from the very moment.
    """

    amount: Decimal
    measure: Measure
    start_day: StartDay = StartDay.NEXT_DAY

    def __post_init__(self) -> None:
        """Refuse what is no amount of time."""
        if not self.amount.is_finite() or not 0 <= self.amount <= _MOST:
            raise _wrong("amount", f"时限须在0至{_MOST}之间。", f"A time limit lies between 0 and {_MOST}.")

    def __str__(self) -> str:
        """``3工作日``."""
        return f"{self.amount.normalize():f}{MEASURE_LABELS[self.measure]}"


@dataclass(frozen=True)
class _Days:
    """The working days of a stretch of years.

    Attributes:
        first, last: ordinals of the first and last day covered.
        working: ordinals of the working days.
        before: for each day covered, how many working days lie before it.
    """

    first: int
    last: int
    working: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """A centre's working time.

    Attributes:
        windows: business hours of a working day, ascending, not overlapping.
        exceptions: days that differ from the public calendar: True works, False is off.
        known_until: the last day for which the exceptions are complete beyond the library's years, or None.
    """

    windows: tuple[Window, ...]
    exceptions: Mapping[date, bool] = field(default_factory=dict, hash=False)
    known_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse windows that are missing, out of order or overlapping."""
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))
        ordered = all(earlier.ends <= later.begins for earlier, later in pairwise(self.windows))
        if not self.windows or not ordered:
            zh, en = (
                "工作时段不能为空，须先后有序、互不重叠。",
                "Working windows exist, ascend and do not overlap.",
            )
            raise _wrong("windows", zh, en)

    @property
    def daily_working_time(self) -> timedelta:
        """The working time of one working day."""
        return self._daily * _TICK

    def is_working_day(self, day: date) -> bool:
        """Whether business is done on ``day``."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception
        if day.year not in _KNOWN_YEARS:
            return day.weekday() < 5
        weekday = day.weekday() < 5 and day not in chinese_calendar.holidays
        return weekday or day in chinese_calendar.workdays

    def is_announced(self, day: date) -> bool:
        """Whether the holidays around ``day`` are known; otherwise Monday to Friday is only a guess."""
        known = self.known_until is not None and day <= self.known_until
        return known or day.year in _KNOWN_YEARS or day in self.exceptions

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end``; negative when ``end`` is earlier."""
        first, second = _ticks(start), _ticks(end)
        days = self._days(min(first, second), max(first, second))
        return (self._position(days, second) - self._position(days, first)) * _TICK

    def add_working_time(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest moment not before ``start`` at which ``duration`` of working time has passed.

        A duration that uses up a window ends with it, not at the start of the next; nothing added stays at
        ``start``. A negative duration goes back (:meth:`subtract_working_time`).
        """
        if duration < timedelta():
            return self.subtract_working_time(start, -duration)
        ticks, wanted = _ticks(start), duration // _TICK
        days = self._days(ticks - self._reach(0), ticks + self._reach(wanted))
        position = self._position(days, ticks) + wanted
        return _moment(max(ticks, self._earliest(days, position)))

    def subtract_working_time(self, end: datetime, duration: timedelta) -> datetime:
        """The latest moment not after ``end`` from which ``duration`` of working time passes till then."""
        if duration < timedelta():
            return self.add_working_time(end, -duration)
        ticks, wanted = _ticks(end), duration // _TICK
        days = self._days(ticks - self._reach(wanted), ticks)
        position = self._position(days, ticks) - wanted
        return _moment(min(ticks, self._latest(days, position)))

    def next_working_moment(self, at: datetime) -> datetime:
        """``at`` itself within business hours, else the start of the next ones."""
        ticks = _ticks(at)
        days = self._days(ticks, ticks + self._reach(0))
        return _moment(max(ticks, self._latest(days, self._position(days, ticks))))

    def end_of_working_day(self, at: datetime, count: int) -> datetime:
        """The close of business on the ``count``-th working day after the day of ``at``."""
        ticks = _ticks(at)
        days = self._days(ticks, ticks + self._reach(count * self._daily))
        index = days.before[ticks // _DAY + 1 - days.first] + count - 1
        return _moment(days.working[index] * _DAY + self.windows[-1].ends)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(window.begins for window in self.windows)

    @cached_property
    def _used(self) -> tuple[int, ...]:
        """Working time of a day before each window, and of the whole day at the end."""
        return (0, *accumulate(window.ends - window.begins for window in self.windows))

    @cached_property
    def _daily(self) -> int:
        return self._used[-1]

    def _position(self, days: _Days, ticks: int) -> int:
        """Working time from the beginning of ``days`` to a moment."""
        ordinal, of_day = divmod(ticks, _DAY)
        index = ordinal - days.first
        before = days.before[index]
        if days.before[index + 1] == before:
            return before * self._daily
        window = bisect_right(self._starts, of_day) - 1
        if window < 0:
            return before * self._daily
        used = self._used[window] + of_day - self._starts[window]
        return before * self._daily + min(used, self._used[window + 1])

    def _earliest(self, days: _Days, position: int) -> int:
        """The first moment at ``position``: the end of a window rather than the start of the next."""
        index, used = divmod(position - 1, self._daily)
        window = bisect_right(self._used, used) - 1
        return days.working[index] * _DAY + self._starts[window] + used + 1 - self._used[window]

    def _latest(self, days: _Days, position: int) -> int:
        """The last moment at ``position``: the start of a window rather than the end of the one before."""
        index, used = divmod(position, self._daily)
        window = bisect_right(self._used, used) - 1
        return days.working[index] * _DAY + self._starts[window] + used - self._used[window]

    def _reach(self, working: int) -> int:
        """Ticks that hold more than ``working`` ticks of working time, whatever holidays lie among them."""
        return (working // self._daily * 2 + 31 + len(self.exceptions)) * _DAY

    @cached_property
    def _table(self) -> list[_Days]:
        return []

    def _days(self, first: int, last: int) -> _Days:
        """The table of working days around two moments; built once for the years used, then only read.

        Threads may build it at the same time; each puts a whole table in place, so none sees half of one.
        """
        low, high = first // _DAY, last // _DAY
        table = self._table
        if table and table[0].first < low and high < table[0].last:
            return table[0]
        if table:
            low, high = min(low, table[0].first), max(high, table[0].last)
        table[:] = [built := self._build(date.fromordinal(low).year, date.fromordinal(high).year)]
        return built

    def _build(self, first_year: int, last_year: int) -> _Days:
        first = date(first_year - 1, 1, 1).toordinal()
        last = date(last_year + 1, 12, 31).toordinal()
        flags = [self.is_working_day(date.fromordinal(ordinal)) for ordinal in range(first, last + 1)]
        working = tuple(first + index for index, works in enumerate(flags) if works)
        return _Days(first, last, working, (0, *accumulate(int(works) for works in flags)))


def due_at(calendar: WorkingCalendar, start: datetime, limit: TimeLimit) -> datetime:
    """When a limit that begins at ``start`` ends.

    Hours run on from ``start``. Days counted from the next day end with the last of them: at the close of
    business for working days, one second before midnight for natural ones; a fraction of a day beyond the
    whole ones is that share of a day's (working) time. Days counted from the same day are that many times
    a day's (working) time.
    """
    amount = limit.amount
    match limit.measure:
        case Measure.NATURAL_HOURS:
            return _utc(start) + _times(timedelta(hours=1), amount)
        case Measure.WORKING_HOURS:
            return calendar.add_working_time(start, _times(timedelta(hours=1), amount))
        case Measure.NATURAL_DAYS:
            whole, rest = _split(limit)
            begin = _end_of_day(start, whole) if whole else _utc(start)
            return begin + _times(timedelta(days=1), rest)
        case Measure.WORKING_DAYS:
            whole, rest = _split(limit)
            begin = calendar.end_of_working_day(start, whole) if whole else _utc(start)
            if not rest:
                return begin
            return calendar.add_working_time(begin, _times(calendar.daily_working_time, rest))


def time_left(calendar: WorkingCalendar, *, at: datetime, due: datetime, measure: Measure) -> timedelta:
    """The time of that measure still left at ``at``; negative when late."""
    return _utc(due) - _utc(at) if measure in NATURAL else calendar.working_time(at, due)


def resumed_due(
    calendar: WorkingCalendar, limit: TimeLimit, *, due: datetime, paused_at: datetime, resumed_at: datetime
) -> datetime:
    """The due moment after a pause: exactly the (working or natural) time left then is left again.

    A clock that was already over when it was paused stays over since the same moment.
    """
    if due <= paused_at:
        return _utc(due)
    left = time_left(calendar, at=paused_at, due=due, measure=limit.measure)
    if limit.measure in NATURAL:
        return _utc(resumed_at) + left
    return calendar.add_working_time(resumed_at, left)


def _split(limit: TimeLimit) -> tuple[int, Decimal]:
    """Whole days counted from the next day, and the rest that runs on."""
    if limit.start_day is StartDay.SAME_DAY:
        return 0, limit.amount
    whole = int(limit.amount)
    return whole, limit.amount - whole


def _times(unit: timedelta, amount: Decimal) -> timedelta:
    """``amount`` units, to the microsecond."""
    return int(unit // _TICK * amount) * _TICK


def _end_of_day(start: datetime, count: int) -> datetime:
    """One second before midnight, Shanghai time, ``count`` days after the day of ``start``."""
    return _moment((_ticks(start) // _DAY + count) * _DAY) + _LAST_SECOND


def _of_day(moment: time) -> int:
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * _SECOND + moment.microsecond


def _ticks(moment: datetime) -> int:
    """Microseconds of Shanghai time since day 0 of the ordinals.

    Raises:
        ValueError: the moment is naive.
    """
    return (_utc(moment) - _EPOCH) // _TICK + _EPOCH_ORDINAL * _DAY


def _moment(ticks: int) -> datetime:
    return _EPOCH + (ticks - _EPOCH_ORDINAL * _DAY) * _TICK


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment}")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _wrong(where: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=where, reason_zh=zh, reason_en=en)
