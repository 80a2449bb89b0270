"""A year of the working calendar, day by day, and exceptions laid over stretches of days."""

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.core.errors import InvalidInput

LONGEST_STRETCH = timedelta(days=92)
YEARS = range(2004, 2100)


class DayKind(StrEnum):
    """What sort of day it is."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OWN_WORK = "own_work"
    OWN_REST = "own_rest"


DAY_KIND_LABELS: dict[DayKind, str] = {
    DayKind.WORKING: "工作日",
    DayKind.WEEKEND: "周末",
    DayKind.HOLIDAY: "节假日",
    DayKind.MAKE_UP: "调休上班",
    DayKind.OWN_WORK: "本地上班",
    DayKind.OWN_REST: "本地休息",
}


@dataclass(frozen=True)
class CalendarDay:
    """One day; ``name`` is the holiday it belongs to, ``remark`` the reason of an exception."""

    day: date
    kind: DayKind
    name: str
    remark: str
    is_announced: bool


@dataclass(frozen=True)
class CalendarMonth:
    """A month in weeks from Monday to Sunday; None stands where another month's days would."""

    number: int
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    working_days: int


def year_of(calendar: WorkingCalendar, year: int, *, remarks: Mapping[str, str]) -> list[CalendarMonth]:
    """The twelve months of a year."""
    return [_month(calendar, year, number, remarks=remarks) for number in range(1, 13)]


def day_of(calendar: WorkingCalendar, day: date, *, remarks: Mapping[str, str]) -> CalendarDay:
    """One day of the calendar."""
    return CalendarDay(
        day,
        kind_of(calendar, day),
        _name(day),
        remarks.get(day.isoformat(), ""),
        calendar.is_announced(day),
    )


def kind_of(calendar: WorkingCalendar, day: date) -> DayKind:
    """What sort of day it is: the place's own exceptions go before the public calendar."""
    works = calendar.is_working_day(day)
    if day in calendar.exceptions:
        return DayKind.OWN_WORK if works else DayKind.OWN_REST
    if day.weekday() < 5:
        return DayKind.WORKING if works else DayKind.HOLIDAY
    if works:
        return DayKind.MAKE_UP
    return DayKind.HOLIDAY if _name(day) else DayKind.WEEKEND


def with_days(calendar: WorkingCalendar, *, first: date, last: date, works: bool | None) -> WorkingCalendar:
    """The calendar with a stretch of days that work, are off, or (None) follow the public calendar again.

    Raises:
        InvalidInput: the stretch runs backwards or is longer than three months.
    """
    if not timedelta() <= last - first <= LONGEST_STRETCH:
        raise InvalidInput(
            field="last",
            reason_zh="结束日期应不早于开始日期，一次最多三个月。",
            reason_en="The last day is not before the first, and at most three months after it.",
        )
    days = stretch(first, last)
    exceptions = {day: is_on for day, is_on in calendar.exceptions.items() if day not in days}
    if works is not None:
        exceptions |= dict.fromkeys(days, works)
    return replace(calendar, exceptions=exceptions)


def stretch(first: date, last: date) -> list[date]:
    """The days from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _month(calendar: WorkingCalendar, year: int, number: int, *, remarks: Mapping[str, str]) -> CalendarMonth:
    weeks = tuple(
        tuple(day_of(calendar, day, remarks=remarks) if day.month == number else None for day in week)
        for week in months.Calendar().monthdatescalendar(year, number)
    )
    days = [day for week in weeks for day in week if day]
    return CalendarMonth(number, weeks, sum(calendar.is_working_day(day.day) for day in days))


@lru_cache(maxsize=8192)
def _name(day: date) -> str:
    """The holiday that a day off belongs to, or for which a make-up day stands in."""
    try:
        _, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # beyond the years that are announced
        return ""
    return chinese_calendar.Holiday(name).chinese if name else ""
