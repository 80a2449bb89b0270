"""Tables by the names of their columns, cells as text, and all rows or none."""

from datetime import date

import pytest

from jiesu.core.errors import InvalidInput
from jiesu.core.tables import (
    Column,
    Outcome,
    TableRow,
    Taken,
    day_in,
    flag_in,
    flag_out,
    named_rows,
    one_of,
    parts_of,
)
from jiesu.core.taking import take_rows

COLUMNS = (Column("code", ("代码", "code"), needed=True), Column("name", ("名称", "name")))


def test_columns_are_found_by_any_name_below_titles_and_in_any_order():
    lines = [
        (1, ("某市单位一览", "")),
        (3, ("name", "代码", "备注")),
        (4, ("水务", " w1 ", "x")),
        (5, ("", "")),
    ]

    assert named_rows(lines, COLUMNS) == [TableRow(4, {"code": "w1", "name": "水务"})]


def test_a_column_that_is_not_there_leaves_no_trace_but_a_needed_one_is_missed():
    assert named_rows([(1, ("代码",)), (2, ("a",))], COLUMNS) == [TableRow(2, {"code": "a"})]
    with pytest.raises(InvalidInput, match="代码"):
        named_rows([(1, ("名称",)), (2, ("a",))], COLUMNS)
    with pytest.raises(InvalidInput):
        named_rows([], COLUMNS)


@pytest.mark.parametrize(("text", "day"), [("2026-07-08", True), ("2026/7/8", True), ("2026年7月8日", True)])
def test_days_are_read_as_people_and_spreadsheets_write_them(text, day):
    assert day_in(text, field="x") == date(2026, 7, 8)
    assert day_in("2026-07-08 00:00:00", field="x") == date(2026, 7, 8)


@pytest.mark.parametrize("text", ["2026-02-30", "明天", "46211"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        day_in(text, field="starts_on")
    assert refused.value.field == "starts_on"


def test_flags_lists_and_choices():
    assert [flag_in(text, field="x", default=True) for text in ("是", "否", "", "YES", "0")] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert (flag_out(True), flag_out(False)) == ("是", "否")
    assert parts_of("甲、乙，丙;丁|戊 \n") == ("甲", "乙", "丙", "丁", "戊")
    assert one_of("水", {"w": "水"}, field="x") == one_of("w", {"w": "水"}, field="x") == "w"
    for wrong in (
        lambda: flag_in("也许", field="x", default=True),
        lambda: one_of("火", {"w": "水"}, field="x"),
    ):
        with pytest.raises(InvalidInput):
            wrong()


@pytest.fixture
def take(db):
    from jiesu.core.models import NumberBase

    def take(rows: list[tuple[str, str]], *, keep: bool) -> Taken:
        def one(row, known):
            if not row.given("name").isdecimal():
                raise InvalidInput(field="name", reason_zh="不是数", reason_en="no number")
            return NumberBase.objects.update_or_create(
                series=row.given("code"), defaults={"base": int(row.given("name"))}
            )[0]

        return take_rows(
            [TableRow(line, {"code": code, "name": name}) for line, (code, name) in enumerate(rows, 2)],
            columns=COLUMNS,
            find=lambda row: NumberBase.objects.filter(pk=row.given("code")).first(),
            take=one,
            cells=lambda row: {"code": row.series, "name": str(row.base)},
            keep=keep,
        )

    def stored() -> dict[str, int]:
        return dict(NumberBase.objects.filter(series__in=("a", "b")).values_list("series", "base"))

    take.stored = stored
    return take


def test_a_dry_run_says_what_would_change_and_changes_nothing(take):
    taken = take([("a", "1"), ("a", "2"), ("a", "2")], keep=False)

    assert [row.outcome for row in taken.rows] == [Outcome.ADDED, Outcome.CHANGED, Outcome.SAME]
    assert [(change.label, change.before, change.after) for change in taken.rows[1].changes] == [
        ("名称", "1", "2")
    ]
    assert (taken.written, take.stored()) == (False, {})


def test_all_rows_are_taken_or_none(take):
    taken = take([("a", "1"), ("b", "x")], keep=True)

    assert (taken.is_sound, taken.written, take.stored()) == (False, False, {})
    assert taken.rows[1].refusal.field == "name"
    assert take([("a", "1"), ("b", "2")], keep=True).written
    assert take.stored() == {"a": 1, "b": 2}
