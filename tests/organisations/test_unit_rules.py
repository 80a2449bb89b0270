import pytest

from jiesu.organisations.units import (
    LEVEL_LABELS,
    UNIT_KIND_LABELS,
    UnitKind,
    is_unit_code,
    kind_suits,
    level_of,
    parse_windows,
    path_below,
)


def test_every_kind_and_level_has_a_label():
    assert set(UNIT_KIND_LABELS) == set(UnitKind)
    assert list(LEVEL_LABELS) == [1, 2, 3, 4]


def test_a_path_grows_by_one_key_a_level():
    path = path_below(path_below("", 1), 12345)
    assert (path, level_of(path)) == ("0001.12345.", 2)


@pytest.mark.parametrize("text", ["a", "YZ-01.b_2", "1" * 40])
def test_what_can_be_a_code(text):
    assert is_unit_code(text)


@pytest.mark.parametrize("text", ["", "-a", "水务局", "a b", "a\n", "1" * 41])
def test_what_cannot_be_a_code(text):
    assert not is_unit_code(text)


@pytest.mark.parametrize("level", LEVEL_LABELS)
def test_the_centre_and_nothing_else_stands_at_the_first_level(level):
    assert {kind for kind in UnitKind if kind_suits(kind, level)} == (
        {UnitKind.CENTRE} if level == 1 else set(UnitKind) - {UnitKind.CENTRE}
    )


def test_working_hours_are_windows_in_order():
    assert parse_windows([("8:30".zfill(5), "12:00"), ["14:00:00", "17:30"]]) == [
        ["08:30", "12:00"],
        ["14:00", "17:30"],
    ]


@pytest.mark.parametrize(
    "value",
    [
        "08:30-12:00",
        [],
        {},
        8,
        [["08:30"]],
        ["0830"],
        [["12:00", "08:30"]],
        [["08:30", "08:30"]],
        [["08:30", "12:00"], ["11:00", "17:30"]],
        [["08:30", "25:00"]],
        [[8, 12]],
        [[None, None]],
    ],
)
def test_what_are_no_working_hours(value):
    with pytest.raises(ValueError):  # noqa: PT011 - the reason is for the action to tell
        parse_windows(value)
