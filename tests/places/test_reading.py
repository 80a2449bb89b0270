import pytest

from jiesu.places.errors import UnreadableDivisions
from jiesu.places.levels import LEVEL_LABELS, DivisionLevel, is_division_code, lies_below
from jiesu.places.reading import rows_of, sorted_out

HEADER = "code,name,level,parent\n"


def _row(code="9901", name="云泽市", level="city", parent=""):
    return {"code": code, "name": name, "level": level, "parent": parent}


def test_levels_go_from_province_to_village():
    assert list(LEVEL_LABELS) == list(DivisionLevel)
    below = [(one, other) for one in DivisionLevel for other in DivisionLevel if lies_below(one, other)]
    assert len(below) == 10
    assert (DivisionLevel.VILLAGE, DivisionLevel.COUNTY) in below
    assert (DivisionLevel.CITY, DivisionLevel.CITY) not in below


@pytest.mark.parametrize(
    ("text", "is_code"),
    [("32", True), ("320703001001", True), ("3", False), ("3" * 13, False), ("32a", False), ("３２", False)],
)
def test_codes_are_digits(text, is_code):
    assert is_division_code(text) is is_code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_files_are_read_in_the_encodings_that_occur(encoding):
    assert list(rows_of((HEADER + "9901,云泽市,city,\n").encode(encoding))) == [_row()]


def test_columns_may_come_in_any_order_and_with_others():
    data = "level,note,name,parent,code\r\ncity,x,云泽市,,9901\r\n"
    assert list(rows_of(data.encode())) == [_row()]


def test_a_short_row_gives_empty_values():
    assert list(rows_of(f"{HEADER}9901\n".encode())) == [
        {"code": "9901", "name": "", "level": "", "parent": ""}
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no column code, name, level, parent"),
        (b"code,name\n1,2\n", "no column level, parent"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        (HEADER.encode() + b'"9901,x', "line 2"),
        (HEADER.encode() + b'9901,"x"y,city,\n', "line 2"),
    ],
)
def test_what_is_no_table_of_divisions_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableDivisions) as refusal:
        list(rows_of(data))
    assert reason in refusal.value.message("en")
    assert "无法读取" in refusal.value.message("zh")


def test_larger_divisions_come_first():
    sound, rejected = sorted_out(
        [
            _row("990102", "澄湖区", "county", "9901"),
            _row("990102001", "湖滨街道", "township", "990102"),
            _row(),
        ]
    )
    assert [row.code for row in sound] == ["9901", "990102", "990102001"]
    assert [row.line for row in sound] == [3, 1, 2]
    assert rejected == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": ""}, "digits"),
        ({"code": "99-01"}, "digits"),
        ({"code": "9" * 50}, "digits"),
        ({"name": " "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"name": "云\x00泽"}, "name"),
        ({"level": "planet"}, "level"),
        ({"level": ""}, "level"),
    ],
)
def test_an_unsound_row_is_rejected_with_its_line_and_reason(changes, reason):
    sound, rejected = sorted_out([_row("98", "某省", "province"), _row(**changes)])
    assert [row.code for row in sound] == ["98"]
    (row,) = rejected
    assert (row.line, reason in row.reason_en, len(row.code) <= 20) == (2, True, True)


def test_the_second_of_two_equal_codes_is_rejected():
    _, rejected = sorted_out([_row(), _row(name="另一个")])
    assert [(row.line, row.reason_zh) for row in rejected] == [(2, "代码与第1行重复")]


def test_missing_columns_in_a_row_are_rejected_not_a_fault():
    sound, rejected = sorted_out([{}, {"code": None}])
    assert (sound, len(rejected)) == ([], 2)
