"""Working time of 2026 as announced, and of years that nobody has announced."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.catalogue.calendar import (
    Measure,
    StartDay,
    TimeLimit,
    Window,
    WorkingCalendar,
    due_at,
    resumed_due,
    time_left,
)
from jiesu.core.errors import InvalidInput

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingCalendar((Window(time(8, 30), time(12)), Window(time(14), time(17, 30))))
ROUND_THE_CLOCK = WorkingCalendar((Window(time(0), time(0)),))
DAY = timedelta(hours=7)


def at(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def days(amount: str, start_day: StartDay = StartDay.NEXT_DAY) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.WORKING_DAYS, start_day)


def natural_days(amount: str, start_day: StartDay = StartDay.NEXT_DAY) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.NATURAL_DAYS, start_day)


def hours(amount: str) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.NATURAL_HOURS)


def working_hours(amount: str) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.WORKING_HOURS)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),  # a Friday off
        (date(2026, 1, 4), True),  # a Sunday made up for it
        (date(2026, 2, 14), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # the last day of the Spring Festival, a Monday
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
        (date(2026, 4, 6), False),
        (date(2026, 5, 4), False),
        (date(2026, 5, 5), False),
        (date(2026, 5, 9), True),
        (date(2026, 6, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 9, 25), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_holidays_and_make_up_days_of_2026_are_as_announced(day, works):
    assert OFFICE.is_working_day(day) is works
    assert OFFICE.is_announced(day)


def test_a_year_that_nobody_has_announced_works_monday_to_friday():
    assert OFFICE.is_working_day(date(2027, 1, 1))  # a Friday
    assert not OFFICE.is_working_day(date(2027, 1, 2))
    assert not OFFICE.is_announced(date(2027, 1, 1))
    assert OFFICE.is_working_day(date(2003, 10, 1))
    assert not OFFICE.is_announced(date(2003, 10, 1))


def test_exceptions_go_before_the_public_calendar():
    flood = date(2026, 7, 8)
    calendar = WorkingCalendar(OFFICE.windows, {flood: False, date(2026, 7, 11): True})
    assert not calendar.is_working_day(flood)
    assert calendar.is_working_day(date(2026, 7, 11))
    assert due_at(calendar, at(7, 7, 9), days("1")) == at(7, 9, 17, 30)
    assert due_at(calendar, at(7, 7, 9), days("3")) == at(7, 11, 17, 30)


def test_a_year_becomes_announced_when_the_centre_says_its_exceptions_are_complete():
    calendar = WorkingCalendar(OFFICE.windows, {date(2027, 1, 1): False}, known_until=date(2027, 12, 31))
    assert calendar.is_announced(date(2027, 12, 31))
    assert not calendar.is_announced(date(2028, 1, 3))
    assert not calendar.is_working_day(date(2027, 1, 1))


def test_a_single_exception_announces_its_day_only():
    calendar = WorkingCalendar(OFFICE.windows, {date(2027, 1, 1): False})
    assert calendar.is_announced(date(2027, 1, 1))
    assert not calendar.is_announced(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        # working days: the day of receipt does not count, the last ends with business
        (at(3, 2, 9), days("1"), at(3, 3, 17, 30)),
        (at(3, 2, 23, 59), days("1"), at(3, 3, 17, 30)),
        (at(3, 6, 9), days("1"), at(3, 9, 17, 30)),  # over a weekend
        (at(3, 7, 9), days("1"), at(3, 9, 17, 30)),  # received on a Saturday
        (at(2, 13, 9), days("1"), at(2, 14, 17, 30)),  # the Saturday is a make-up day
        (at(2, 13, 9), days("2"), at(2, 24, 17, 30)),  # then nine days of Spring Festival
        (at(2, 12, 9), days("15"), at(3, 11, 17, 30)),
        (at(2, 27, 9), days("1"), at(2, 28, 17, 30)),
        (at(1, 3, 9), days("1"), at(1, 4, 17, 30)),  # a working Sunday
        (at(5, 8, 18), days("1"), at(5, 9, 17, 30)),
        (at(9, 30, 16), days("3"), at(10, 10, 17, 30)),
        (at(12, 31, 9), days("1"), at(1, 1, 17, 30, year=2027)),  # New Year's Day 2027 is not announced
        # parts of a day run from the moment itself
        (at(3, 2, 9), days("0.5"), at(3, 2, 14, 30)),  # through the lunch break
        (at(3, 2, 16), days("0.5"), at(3, 3, 10, 30)),
        (at(3, 2, 12, 30), days("0.5"), at(3, 2, 17, 30)),
        (at(3, 6, 16), days("0.5"), at(3, 9, 10, 30)),
        (at(3, 8, 3), days("0.5"), at(3, 9, 12)),
        (at(3, 2, 9), days("1.5"), at(3, 4, 12)),
        (at(3, 2, 9), days("0"), at(3, 2, 9)),
        # counted from the same day: that many days' working time
        (at(3, 2, 9), days("1", StartDay.SAME_DAY), at(3, 3, 9)),
        (at(3, 2, 8, 30), days("1", StartDay.SAME_DAY), at(3, 2, 17, 30)),
        (at(3, 2, 18), days("1", StartDay.SAME_DAY), at(3, 3, 17, 30)),
        (at(2, 14, 15), days("2", StartDay.SAME_DAY), at(2, 25, 15)),
        # working hours stop at lunch, at night and on holidays
        (at(3, 2, 11), working_hours("2"), at(3, 2, 15)),
        (at(3, 2, 11), working_hours("1"), at(3, 2, 12)),
        (at(2, 14, 17), working_hours("1"), at(2, 24, 9)),
        (at(3, 2, 6), working_hours("0.25"), at(3, 2, 8, 45)),
        # natural hours do not stop
        (at(2, 14, 17), hours("24"), at(2, 15, 17)),
        (at(2, 14, 17), hours("0.5"), at(2, 14, 17, 30)),
        (at(2, 14, 17), natural_days("1", StartDay.SAME_DAY), at(2, 15, 17)),
        (at(2, 14, 17), natural_days("0.5"), at(2, 15, 5)),
    ],
)
def test_a_limit_ends_when_the_documents_say(start, limit, due):
    assert due_at(OFFICE, start, limit) == due


def test_natural_days_end_with_their_last_second():
    seven = due_at(OFFICE, at(2, 14, 17), natural_days("7"))
    assert seven == datetime(2026, 2, 21, 23, 59, 59, tzinfo=SHANGHAI)
    assert due_at(OFFICE, seven, natural_days("8")) == datetime(2026, 3, 1, 23, 59, 59, tzinfo=SHANGHAI)
    assert due_at(OFFICE, at(2, 14, 0), natural_days("1")) == datetime(
        2026, 2, 15, 23, 59, 59, tzinfo=SHANGHAI
    )


def test_the_day_is_the_day_of_shanghai():
    late_evening_in_london = datetime(2026, 3, 1, 20, tzinfo=UTC)  # Monday 04:00 in Shanghai
    assert due_at(OFFICE, late_evening_in_london, days("1")) == at(3, 3, 17, 30)


def test_results_are_in_utc():
    assert due_at(OFFICE, at(3, 2, 9), days("1")).tzinfo is UTC
    assert due_at(OFFICE, at(3, 2, 9), hours("1")).tzinfo is UTC
    assert OFFICE.next_working_moment(at(3, 1, 9)).tzinfo is UTC
    resumed = resumed_due(OFFICE, hours("1"), due=at(3, 2), paused_at=at(3, 3), resumed_at=at(3, 4))
    assert resumed.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(3, 2, 8, 30), at(3, 2, 17, 30), DAY),
        (at(3, 2), at(3, 3), DAY),
        (at(3, 2, 12), at(3, 2, 14), timedelta()),
        (at(3, 2, 11, 59), at(3, 2, 14, 1), timedelta(minutes=2)),
        (at(2, 14), at(3, 2), 6 * DAY),  # the 14th, the 24th to the 28th
        (at(2, 15), at(2, 24), timedelta()),
        (at(1, 1), at(1, 1, year=2027), 248 * DAY),
        (at(3, 3, 9), at(3, 2, 17), -timedelta(hours=1)),
    ],
)
def test_working_time_between_two_moments(start, end, expected):
    assert OFFICE.working_time(start, end) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(3, 2, 9), at(3, 2, 9)),
        (at(3, 2, 8, 30), at(3, 2, 8, 30)),
        (at(3, 2, 7), at(3, 2, 8, 30)),
        (at(3, 2, 12), at(3, 2, 14)),
        (at(3, 2, 17, 30), at(3, 3, 8, 30)),
        (at(2, 14, 17, 30), at(2, 24, 8, 30)),
    ],
)
def test_the_next_working_moment(moment, expected):
    assert OFFICE.next_working_moment(moment) == expected


@pytest.mark.parametrize(
    ("end", "back", "expected"),
    [
        (at(3, 3, 17, 30), 2 * DAY, at(3, 2, 8, 30)),
        (at(3, 3, 9), timedelta(hours=1), at(3, 2, 17)),
        (at(2, 24, 9), timedelta(hours=1), at(2, 14, 17)),
        (at(3, 2, 14), timedelta(hours=1), at(3, 2, 11)),
        (at(3, 2, 15), timedelta(hours=1), at(3, 2, 14)),
        (at(3, 1, 15), timedelta(), at(3, 1, 15)),
    ],
)
def test_going_back_by_working_time(end, back, expected):
    assert OFFICE.subtract_working_time(end, back) == expected
    assert OFFICE.add_working_time(end, -back) == expected


def test_time_left_turns_negative_when_late():
    def left(moment, measure):
        return time_left(OFFICE, at=moment, due=at(3, 3, 17, 30), measure=measure)

    assert left(at(3, 3, 9), Measure.WORKING_DAYS) == timedelta(hours=6, minutes=30)
    assert left(at(3, 3, 9), Measure.NATURAL_HOURS) == timedelta(hours=8, minutes=30)
    assert left(at(3, 4, 9), Measure.WORKING_HOURS) == -timedelta(minutes=30)
    assert left(at(3, 3, 18), Measure.NATURAL_DAYS) == -timedelta(minutes=30)


def test_a_pause_over_a_holiday_gives_back_the_working_time_that_was_left():
    due = due_at(OFFICE, at(2, 12, 9), days("3"))
    assert due == at(2, 24, 17, 30)
    # paused on the afternoon before the festival with one hour and one day left
    resumed = resumed_due(OFFICE, days("3"), due=due, paused_at=at(2, 14, 16, 30), resumed_at=at(3, 2, 9))
    assert resumed == at(3, 3, 10)
    # paused and resumed within the festival: nothing was lost
    assert resumed_due(OFFICE, days("3"), due=due, paused_at=at(2, 16), resumed_at=at(2, 22)) == due


def test_a_pause_of_a_natural_limit_gives_back_natural_time():
    due = due_at(OFFICE, at(2, 14, 17), hours("24"))
    assert resumed_due(OFFICE, hours("24"), due=due, paused_at=at(2, 15, 7), resumed_at=at(2, 20, 3)) == at(
        2, 20, 13
    )


def test_a_clock_that_was_over_before_the_pause_stays_over():
    due = at(3, 3, 17, 30)
    assert resumed_due(OFFICE, days("1"), due=due, paused_at=at(3, 4, 9), resumed_at=at(3, 9, 9)) == due


def test_a_round_the_clock_window():
    assert ROUND_THE_CLOCK.daily_working_time == timedelta(days=1)
    assert ROUND_THE_CLOCK.working_time(at(3, 2, 5), at(3, 3, 6)) == timedelta(hours=25)
    assert due_at(ROUND_THE_CLOCK, at(3, 2, 5), days("1")) == at(3, 4, 0)


def test_a_month_of_closure_does_not_lose_the_way():
    closed = {date(2026, 3, 1) + timedelta(days=n): False for n in range(400)}
    calendar = WorkingCalendar(OFFICE.windows, closed)
    assert due_at(calendar, at(3, 2, 9), days("1")) == at(4, 5, 17, 30, year=2027)
    assert calendar.next_working_moment(at(3, 2, 9)) == at(4, 5, 8, 30, year=2027)
    assert calendar.subtract_working_time(at(4, 5, 9, year=2027), timedelta(hours=1)) == at(2, 28, 17)


def test_a_table_that_grew_to_the_past_and_the_future_still_agrees():
    calendar = WorkingCalendar(OFFICE.windows)
    first = calendar.working_time(at(3, 2), at(3, 9))
    assert calendar.working_time(at(1, 1, year=2009), at(1, 1, year=2010)) == 250 * DAY
    assert due_at(calendar, at(3, 2, 9), days("2500")).year == 2035
    assert calendar.working_time(at(3, 2), at(3, 9)) == first


@pytest.mark.parametrize(
    "windows",
    [
        (),
        (Window(time(14), time(17)), Window(time(8), time(12))),
        (Window(time(8), time(12)), Window(time(11), time(17))),
    ],
)
def test_windows_that_cannot_be_worked_by_are_refused(windows):
    with pytest.raises(InvalidInput):
        WorkingCalendar(windows)


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidInput):
        Window(time(12), time(8))


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "100000"])
def test_what_is_no_amount_of_time_is_refused(amount):
    with pytest.raises(InvalidInput):
        days(amount)


@pytest.mark.parametrize("limit", [days("1"), natural_days("1"), hours("1"), working_hours("1")])
def test_a_moment_without_a_time_zone_is_refused(limit):
    with pytest.raises(ValueError, match="time zone"):
        due_at(OFFICE, datetime(2026, 3, 2, 9), limit)  # noqa: DTZ001 - that is the point


def test_limits_read_as_people_write_them():
    assert [
        str(limit) for limit in (days("3"), days("0.5"), hours("24"), natural_days("7"), working_hours("10"))
    ] == [
        "3工作日",
        "0.5工作日",
        "24小时",
        "7日",
        "10工作小时",
    ]


MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(), timedelta(days=40))
CALENDARS = st.sampled_from(
    [
        OFFICE,
        ROUND_THE_CLOCK,
        WorkingCalendar((Window(time(9), time(17)),)),
        WorkingCalendar((Window(time(0), time(1)), Window(time(1), time(2)), Window(time(23), time(0)))),
    ]
)


@given(calendar=CALENDARS, start=MOMENTS, span=SPANS)
def test_working_time_added_is_working_time_passed(calendar, start, span):
    end = calendar.add_working_time(start, span)
    assert calendar.working_time(start, end) == span
    assert end >= start
    assert (
        calendar.working_time(end - timedelta(microseconds=1), end) == timedelta(microseconds=1)
        or end == start
    )


@given(calendar=CALENDARS, end=MOMENTS, span=SPANS)
def test_working_time_taken_back_is_working_time_passed(calendar, end, span):
    start = calendar.subtract_working_time(end, span)
    assert start <= end
    assert calendar.working_time(start, end) == span


@given(calendar=CALENDARS, moments=st.tuples(MOMENTS, MOMENTS), spans=st.tuples(SPANS, SPANS))
def test_more_time_from_later_never_ends_earlier(calendar, moments, spans):
    earlier, later = sorted(moments)
    less, more = sorted(spans)
    assert calendar.add_working_time(earlier, less) <= calendar.add_working_time(later, more)
    assert calendar.working_time(earlier, later) >= timedelta()


@given(
    start=MOMENTS,
    amounts=st.tuples(*[st.decimals(0, 40, places=2)] * 2),
    measure=st.sampled_from(Measure),
    start_day=st.sampled_from(StartDay),
)
def test_a_longer_limit_never_ends_earlier(start, amounts, measure, start_day):
    limits = [TimeLimit(amount, measure, start_day) for amount in sorted(amounts)]
    shorter, longer = (due_at(OFFICE, start, limit) for limit in limits)
    assert start <= shorter <= longer


@given(calendar=CALENDARS, moments=st.tuples(MOMENTS, MOMENTS), due=MOMENTS, measure=st.sampled_from(Measure))
def test_resuming_gives_back_exactly_what_was_left(calendar, moments, due, measure):
    paused, resumed = sorted(moments)
    limit = TimeLimit(Decimal(1), measure)
    moved = resumed_due(calendar, limit, due=due, paused_at=paused, resumed_at=resumed)
    if due > paused:
        left = time_left(calendar, at=paused, due=due, measure=measure)
        assert time_left(calendar, at=resumed, due=moved, measure=measure) == left
    else:
        assert moved == due


def test_every_year_agrees_with_the_public_calendar():
    days = [date(2004, 1, 1) + timedelta(n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]
    assert [OFFICE.is_working_day(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


@given(start=MOMENTS, length=st.integers(0, 60 * 24))
def test_working_time_agrees_with_counting_minutes(start, length):
    start = start.replace(second=0, microsecond=0)
    minutes = [start + timedelta(minutes=n) for n in range(length)]
    assert OFFICE.working_time(start, start + timedelta(minutes=length)) == timedelta(
        minutes=sum(map(_in_office, minutes))
    )


def _in_office(moment: datetime) -> bool:
    local = moment.astimezone(SHANGHAI)
    inside = any(window.start <= local.time() < window.end for window in OFFICE.windows)
    return inside and OFFICE.is_working_day(local.date())
