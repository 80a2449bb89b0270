"""Packs as tables and side by side; the calendar's year; tables of the catalogue taken in."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from jiesu.accounts.models import User
from jiesu.catalogue import actions, configured, selectors
from jiesu.catalogue.calendar import Measure, StartDay, TimeLimit, Window, WorkingCalendar
from jiesu.catalogue.calendar_tables import COLUMNS as CALENDAR_COLUMNS
from jiesu.catalogue.calendar_tables import CalendarTable, calendar_rows, read_calendar
from jiesu.catalogue.comparison import ORDER, compare_packs, differences
from jiesu.catalogue.models import CalendarVersion, DutyVersion, ReasonCode, TopicVersion
from jiesu.catalogue.pack_tables import pack_rows, read_pack
from jiesu.catalogue.presets import PRESETS
from jiesu.catalogue.tables import DUTY_TABLE, REASON_TABLE, TOPIC_TABLE, duty_cells
from jiesu.catalogue.years import DayKind, kind_of, with_days, year_of
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.core.tables import Outcome, TableRow
from jiesu.organisations.actors import SYSTEM, Actor

PLAIN = WorkingCalendar((Window(time(8, 30), time(12)), Window(time(14), time(17, 30))))
NOBODY = Actor(user_id=1, name="谁")


def table(rows) -> list[TableRow]:
    return [TableRow(line, dict(cells)) for line, cells in enumerate(rows, start=2)]


@pytest.mark.parametrize("pack", PRESETS, ids=lambda pack: pack.code)
def test_a_pack_as_a_table_comes_back_without_loss(pack):
    assert read_pack(table(pack_rows(pack))).pack == pack


def test_unusual_limits_come_back_too():
    row = replace(
        PRESETS[0].limits[-1],
        limit=TimeLimit(Decimal("2.5"), Measure.WORKING_DAYS, StartDay.SAME_DAY),
        warn=TimeLimit(Decimal(4), Measure.WORKING_HOURS, StartDay.SAME_DAY),
    )
    pack = replace(PRESETS[0], limits=(*PRESETS[0].limits[:-1], row))

    assert read_pack(table(pack_rows(pack))).pack == pack


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("item", "散步时限"),
        ("amount", "三"),
        ("amount", "NaN"),
        ("measure", "光年"),
        ("warn", "快到了"),
        ("warn", "150%"),
        ("natures", "投诉、唱歌"),
        ("ours", "也许"),
    ],
)
def test_every_bad_cell_of_a_pack_is_blamed_by_line_and_column(column, text):
    rows = pack_rows(PRESETS[0])
    line = next(number for number, row in enumerate(rows) if row["part"] == "时限")
    rows[line] = {**rows[line], column: text}

    reading = read_pack(table(rows))

    assert reading.pack is None
    assert [(fault.line, fault.column) for fault in reading.faults] == [(line + 2, column)]


def test_a_pack_that_cannot_be_worked_by_is_blamed_as_a_whole():
    rows = [row for row in pack_rows(PRESETS[0]) if row["item"] != "办理时限"]

    assert [fault.line for fault in read_pack(table(rows)).faults] == [0]


def test_packs_side_by_side_mark_what_differs():
    old = PRESETS[0]
    longer = replace(old.limits[0], limit=TimeLimit(Decimal(9), Measure.NATURAL_HOURS))
    new = replace(old, limits=(longer, *old.limits[1:-1]), returns=replace(old.returns, max_times=5))

    found = {(line.what, line.outcome) for line in differences(old, new)}

    assert found == {
        ("派单时限", Outcome.CHANGED),
        ("挂起复核时限", Outcome.REMOVED),
        ("退单：最多次数", Outcome.CHANGED),
    }
    assert len(compare_packs(old, old)) == len(old.limits) + 17
    assert differences(old, old) == []


def test_another_order_of_the_same_lines_is_a_difference():
    old = PRESETS[0]
    new = replace(old, limits=(old.limits[1], old.limits[0], *old.limits[2:]))

    assert [line.what for line in differences(old, new)] == [ORDER]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 13), DayKind.WORKING),
        (date(2026, 2, 14), DayKind.MAKE_UP),
        (date(2026, 2, 17), DayKind.HOLIDAY),
        (date(2026, 3, 7), DayKind.WEEKEND),
        (date(2026, 7, 8), DayKind.OWN_REST),
        (date(2026, 7, 11), DayKind.OWN_WORK),
    ],
)
def test_each_sort_of_day_is_told(day, kind):
    own = replace(PLAIN, exceptions={date(2026, 7, 8): False, date(2026, 7, 11): True})

    assert kind_of(own, day) is kind


def test_a_year_has_all_its_days_once():
    months = year_of(PLAIN, 2026, remarks={})

    days = [day.day for month in months for week in month.weeks for day in week if day]
    assert (days[0], days[-1], len(days), len(set(days))) == (date(2026, 1, 1), date(2026, 12, 31), 365, 365)
    assert sum(month.working_days for month in months) == sum(map(PLAIN.is_working_day, days))


def test_a_stretch_of_days_is_laid_over_and_taken_back():
    closed = with_days(PLAIN, first=date(2026, 7, 8), last=date(2026, 7, 10), works=False)
    assert [closed.is_working_day(date(2026, 7, day)) for day in (7, 8, 10, 13)] == [True, False, False, True]

    again = with_days(closed, first=date(2026, 7, 9), last=date(2026, 7, 9), works=None)
    assert sorted(again.exceptions) == [date(2026, 7, 8), date(2026, 7, 10)]
    for last in (date(2026, 7, 7), date(2026, 12, 1)):
        with pytest.raises(InvalidInput):
            with_days(PLAIN, first=date(2026, 7, 8), last=last, works=False)


def test_a_calendar_as_a_table_comes_back_without_loss():
    own = replace(
        PLAIN,
        windows=(Window(time(8, 30), time(12)), Window(time(18), time(0))),
        exceptions={date(2026, 7, 8): False, date(2026, 7, 11): True},
        known_until=date(2027, 12, 31),
    )
    given = CalendarTable(own, {"2026-07-08": "台风停工"}, date(2026, 7, 1))

    assert read_calendar(table(calendar_rows(given))) == (given, [])


@pytest.fixture
def city(db, held_clock):
    from tests.cast import Cast

    cast = Cast()
    rows = [
        {
            "topic": "市政设施/供水",
            "lead": "市自来水公司",
            "assists": "市供电公司",
            "legal_basis": "供水条例",
        },
        {"topic": "02", "area_code": "990102", "lead": "市供电公司", "legal_basis": "=1+1"},
    ]
    actions.take_duties(table(rows), by=SYSTEM, keep=True)
    return cast


def cells(columns, rows):
    return table({column.field: row.get(column.field, "") for column in columns} for row in rows)


def test_every_table_of_the_catalogue_comes_back_without_change(city):
    version = configured.calendar_version()
    tables = {
        actions.take_topics: cells(
            TOPIC_TABLE,
            [
                dict(zip(("level1", "level2", "level3"), path, strict=False))
                for _, path in configured.topic_paths()
            ],
        ),
        actions.take_duties: cells(
            DUTY_TABLE,
            map(duty_cells, selectors.duties_of(configured.current_duty_version().pk)),
        ),
        actions.take_reasons: cells(REASON_TABLE, map(actions.reason_cells, configured.reason_codes())),
        actions.take_calendar: cells(CALENDAR_COLUMNS, calendar_rows(configured.calendar_table(version))),
    }
    before = [model.objects.count() for model in (TopicVersion, DutyVersion, CalendarVersion, ReasonCode)]

    for take, rows in tables.items():
        taken = take(rows, by=SYSTEM, keep=True)
        assert (taken.written, taken.changes_something, len(taken.rows)) == (True, False, len(rows)), take
    assert before == [
        model.objects.count() for model in (TopicVersion, DutyVersion, CalendarVersion, ReasonCode)
    ]


def test_a_dry_run_of_duties_tells_what_is_added_changed_and_removed(city):
    rows = [
        {"topic": "市政设施/供水", "lead": "市供电公司", "assists": "", "legal_basis": "供水条例"},
        {"topic": "环境保护/噪声", "lead": "市自来水公司"},
    ]

    taken = actions.take_duties(table(rows), by=SYSTEM, keep=False)

    assert [(row.line, row.outcome) for row in taken.rows] == [
        (2, Outcome.CHANGED),
        (3, Outcome.ADDED),
        (0, Outcome.REMOVED),
    ]
    assert [change.label for change in taken.rows[0].changes] == ["主办", "协办"]
    assert (taken.written, DutyVersion.objects.count()) == (False, 1)


def test_bad_rows_of_duties_are_told_by_line_and_nothing_is_imported(city):
    rows = [{"topic": "没有的事", "lead": "市供电公司"}, {"topic": "01", "lead": "没有的单位"}]

    taken = actions.take_duties(table(rows), by=SYSTEM, keep=True)

    assert [(row.line, row.outcome) for row in taken.rows] == [(2, Outcome.REFUSED), (3, Outcome.REFUSED)]
    assert (taken.written, DutyVersion.objects.count()) == (False, 1)


def test_a_dry_run_of_topics_publishes_nothing(city):
    taken = actions.take_topics(table([{"level1": "新", "level2": "类"}]), by=SYSTEM, keep=False)

    assert taken.counts[Outcome.ADDED] == 1
    assert taken.counts[Outcome.REMOVED] == 3
    assert TopicVersion.objects.count() == 1


def test_the_reasons_of_exceptions_are_kept_with_the_version(city):
    closed = with_days(PLAIN, first=date(2026, 7, 8), last=date(2026, 7, 8), works=False)

    version = actions.publish_calendar(
        closed, by=SYSTEM, remarks={"2026-07-08": "台风停工", "2026-07-09": "无关"}
    )

    assert CalendarVersion.objects.get(pk=version.pk).remarks == {"2026-07-08": "台风停工"}


@pytest.mark.parametrize(
    "take", [actions.take_topics, actions.take_duties, actions.take_reasons, actions.take_calendar]
)
def test_without_the_right_nothing_is_taken(take, db):
    with pytest.raises(NotAllowed):
        take([], by=NOBODY, keep=True)


def test_the_search_of_duties_finds_topics_units_and_laws(city):
    def found(**asked):
        return [entry.topic_code for entry in configured.duties_matching(**asked).order_by("topic_code")]

    assert found(words="供水") == ["0101"]
    assert found(words="市供电公司") == ["0101", "02"]
    assert found(words="=1+1") == ["02"]
    assert found(topic_code="02") == ["02"]
    assert found(words="没有") == []
    assert User.objects.exists()
