"""A due moment is explained by the days that were counted."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, StartDay, TimeLimit, Window, WorkingCalendar, due_at
from jiesu.catalogue.counting import days_counted, stretches
from jiesu.core.clock import SHANGHAI

CALENDAR = WorkingCalendar((Window(time(8, 30), time(12)), Window(time(14), time(17, 30))))
FRIDAY = datetime(2026, 3, 6, 10, tzinfo=SHANGHAI)


def told(amount, measure, *, start=FRIDAY, calendar=CALENDAR):
    limit = TimeLimit(Decimal(amount), measure)
    due = due_at(calendar, start, limit)
    return days_counted(calendar, start=start, due=due, amount=limit.amount, measure=measure)


def days(*numbers):
    return tuple(date(2026, 3, number) for number in numbers)


def test_working_days_leave_out_the_day_of_receipt_and_the_weekend():
    count = told(3, Measure.WORKING_DAYS)

    assert (count.counted, count.skipped, count.is_guess) == (days(9, 10, 11), days(7, 8), False)


def test_working_hours_count_from_the_very_moment():
    assert told(8, Measure.WORKING_HOURS).counted == days(6, 9)
    assert told(2, Measure.WORKING_HOURS).counted == days(6)


def test_half_a_day_and_days_of_ones_own():
    assert told("0.5", Measure.WORKING_DAYS).counted == days(6)
    same_day = TimeLimit(Decimal(3), Measure.WORKING_DAYS, StartDay.SAME_DAY)
    due = due_at(CALENDAR, FRIDAY, same_day)
    count = days_counted(
        CALENDAR, start=FRIDAY, due=due, amount=same_day.amount, measure=Measure.WORKING_DAYS
    )
    assert count.counted == days(6, 9, 10, 11)
    closed = WorkingCalendar(CALENDAR.windows, {date(2026, 3, 9): False})
    count = told(1, Measure.WORKING_DAYS, calendar=closed)
    assert (count.counted, count.skipped) == (days(10), days(7, 8, 9))


def test_natural_time_passes_on_every_day():
    assert told(5, Measure.NATURAL_DAYS).counted == ()
    late = days_counted(
        CALENDAR,
        start=FRIDAY,
        due=FRIDAY - timedelta(days=1),
        amount=Decimal(1),
        measure=Measure.WORKING_DAYS,
    )
    assert late.counted == ()


def test_days_beyond_the_announced_holidays_are_a_guess():
    assert told(3, Measure.WORKING_DAYS, start=FRIDAY.replace(year=2090)).is_guess


def test_days_in_a_row_are_told_as_a_stretch():
    assert stretches(days(1, 2, 3, 7)) == [(days(1)[0], days(3)[0]), (days(7)[0], days(7)[0])]
    assert stretches(()) == []
