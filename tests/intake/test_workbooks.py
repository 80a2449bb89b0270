import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import openpyxl
import pytest

from jiesu.intake.errors import (
    EmptyFile,
    FileMissing,
    NoSuchSheet,
    NotATable,
    SuspiciousArchive,
    UnreadableFile,
)
from jiesu.intake.tables.formats import is_date_format, moment_text, number_text
from jiesu.intake.tables.rows import MAX_RECORD, BadRow, Flaw, Row
from jiesu.intake.tables.sources import open_source
from tests.intake.writing import inline, raw_workbook


def read(path, **options):
    with open_source(path, **options).rows() as rows:
        return list(rows)


def save(tmp_path, *rows, name="file.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / name)
    return tmp_path / name


def test_cells_read_as_a_person_sees_them(tmp_path):
    path = save(
        tmp_path,
        ["编号", "电话", "时间", "日期", "钟点", "金额", "是否", "空", "末"],
        [
            188006,
            13812345678,
            datetime(2019, 2, 28, 11, 25, 5),  # noqa: DTZ001 - a cell has no zone
            date(2019, 2, 28),
            time(9, 5),
            0.1,
            True,
            None,
            "甲 乙",
        ],
    )
    assert read(path)[1] == Row(
        2,
        (
            "188006",
            "13812345678",
            "2019-02-28 11:25:05",
            "2019-02-28",
            "09:05:00",
            "0.1",
            "TRUE",
            "",
            "甲 乙",
        ),
    )


def test_blank_rows_are_left_out_and_numbers_of_rows_stay_true(tmp_path):
    path = save(tmp_path, ["编号", "内容"], [], [None, "  "], [1, "路灯"])
    assert read(path) == [Row(1, ("编号", "内容")), Row(4, ("1", "路灯"))]


def test_cells_merged_downwards_count_for_each_row_they_cover(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["2024年工单明细"],
        ["区县", "内容"],
        ["海州区", "路灯"],
        [None, "井盖"],
        ["赣榆区", "停水"],
        [None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A5:A6")
    book.save(tmp_path / "file.xlsx")
    assert [row.cells for row in read(tmp_path / "file.xlsx")] == [
        ("2024年工单明细",),
        ("区县", "内容"),
        ("海州区", "路灯"),
        ("海州区", "井盖"),
        ("赣榆区", "停水"),
    ]


def test_formulas_give_their_stored_result_or_say_that_they_have_none(tmp_path):
    path = raw_workbook(
        tmp_path / "file.xlsx",
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>SUM(C1:C9)</f></c>'
        '<c r="C1" t="str"><f>"a"</f><v>文字</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    assert read(path) == [Row(1, ("2", "#FORMULA! =SUM(C1:C9)", "文字", "#DIV/0!"))]


def test_rows_and_cells_without_references_count_on(tmp_path):
    path = raw_workbook(
        tmp_path / "file.xlsx",
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1</v></c></row>'
        '<row r="5"><c r="C5"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>',
    )
    assert read(path) == [Row(1, ("甲", "1")), Row(5, ("", "", "2", "3")), Row(6, ("4",))]


def test_formatted_and_escaped_texts_are_plain(tmp_path):
    path = raw_workbook(
        tmp_path / "file.xlsx",
        '<row><c t="inlineStr"><is><r><t>路</t></r><r><t>灯</t></r><rPh><t>ludeng</t></rPh></is></c>'
        + inline("B1", "上_x000A_下")
        + "</row>",
    )
    assert read(path) == [Row(1, ("路灯", "上\n下"))]


def test_a_sheet_is_chosen_by_name_or_number_and_hidden_ones_come_last(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["隐藏"])
    book.active.sheet_state = "hidden"
    for name in ("一月", "二月"):
        book.create_sheet(name).append([name])
    book.active = 1
    book.save(tmp_path / "file.xlsx")
    source = open_source(tmp_path / "file.xlsx")
    assert (source.sheet, source.other_sheets) == ("一月", ("二月", "说明"))
    assert read(tmp_path / "file.xlsx", sheet="二月") == [Row(1, ("二月",))]
    assert read(tmp_path / "file.xlsx", sheet="3") == [Row(1, ("隐藏",))]
    with pytest.raises(NoSuchSheet, match="三月"):
        open_source(tmp_path / "file.xlsx", sheet="三月")


def test_what_a_file_is_shows_in_its_content_not_in_its_name(tmp_path):
    book = save(tmp_path, ["编号", "内容"], [1, "路灯"])
    as_csv = book.rename(tmp_path / "really-a-book.csv")
    assert read(as_csv)[1] == Row(2, ("1", "路灯"))
    as_book = tmp_path / "really-text.xlsx"
    as_book.write_text("编号,内容\n1,路灯\n", encoding="gbk")
    assert read(as_book)[1] == Row(2, ("1", "路灯"))


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04 nothing more",
        b"\x00\x01\x02\x03" * 500,
        b"\x1f\x8b\x08\x00",
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path, content):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotATable):
        open_source(path)


def test_other_archives_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "file.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(NotATable):
        open_source(tmp_path / "file.xlsx")


def test_a_damaged_workbook_is_refused_wherever_it_is_damaged(tmp_path):
    data = save(tmp_path, ["编号", "内容"], *([n, f"路灯坏了{n}"] for n in range(200))).read_bytes()
    path = tmp_path / "damaged.xlsx"
    for place in range(0, len(data), 97):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with suppress(UnreadableFile):  # nothing else may come out
            read(path)


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(tmp_path):
    with pytest.raises(FileMissing):
        open_source(tmp_path / "nowhere.csv")
    with pytest.raises(FileMissing):
        open_source(tmp_path)
    (tmp_path / "empty.csv").touch()
    with pytest.raises(EmptyFile):
        open_source(tmp_path / "empty.csv").sample()
    with pytest.raises(EmptyFile):
        open_source(save(tmp_path)).sample()


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = raw_workbook(tmp_path / "file.xlsx", "<row>" + " " * 60_000_000 + "</row>")
    assert path.stat().st_size < 100_000
    with pytest.raises(SuspiciousArchive):
        read(path)


def test_entity_bombs_are_refused(tmp_path):
    doctype = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    path = raw_workbook(tmp_path / "file.xlsx", "<row><c><v>&c;</v></c></row>", doctype=doctype)
    with pytest.raises(SuspiciousArchive):
        read(path)


def test_cells_far_apart_cost_neither_memory_nor_rows(tmp_path):
    sheet = f'<row r="1">{inline("A1", "内容")}</row><row r="1048576">{inline("XFD1048576", "远")}</row>'
    rows = read(raw_workbook(tmp_path / "file.xlsx", sheet))
    assert rows == [Row(1, ("内容",)), BadRow(1_048_576, Flaw.TOO_MANY_COLUMNS, ("远",), 1)]


def test_a_cell_longer_than_any_appeal_is_a_bad_row(tmp_path):
    sheet = f'<row r="1">{inline("A1", "x" * (MAX_RECORD + 1))}</row><row r="2">{inline("A2", "好")}</row>'
    rows = read(raw_workbook(tmp_path / "file.xlsx", sheet))
    assert [(row.line, type(row)) for row in rows] == [(1, BadRow), (2, Row)]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("13812345678", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("1.3812345678E10", "13812345678"),
        ("3.2070319900101123E17", "3.2070319900101123E17"),
        ("0.10000000000000001", "0.1"),
        ("-3", "-3"),
        ("0", "0"),
        ("0.0", "0"),
        ("1E-12", "1E-12"),
        ("1e999999999", "1e999999999"),
        ("abc", "abc"),
        ("NaN", "NaN"),
    ],
)
def test_numbers_become_the_text_a_person_would_read(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("serial", "since_1904", "text"),
    [
        ("43524.475752314815", False, "2019-02-28 11:25:05"),
        ("43524", False, "2019-02-28"),
        ("42062", True, "2019-02-28"),
        ("1", False, "1900-01-01"),
        ("61", False, "1900-03-01"),
        ("0.5", False, "12:00:00"),
        ("-1", False, "-1"),
        ("1e300", False, "1e300"),
        ("text", False, "text"),
    ],
)
def test_serial_days_become_dates(serial, since_1904, text):
    assert moment_text(serial, since_1904=since_1904) == text


@pytest.mark.parametrize(
    ("number", "code", "is_date"),
    [
        (0, None, False),
        (14, None, True),
        (31, None, True),
        (57, None, True),
        (49, None, False),
        (164, 'yyyy"年"m"月"d"日"', True),
        (164, "[$-804]yyyy/m/d h:mm;@", True),
        (164, "[h]:mm:ss", True),
        (164, "General", False),
        (164, '0.00"days"', False),
        (164, "[Red]0.00;[Blue]0", False),
        (164, "@", False),
    ],
)
def test_date_formats_are_told_from_others(number, code, is_date):
    assert is_date_format(number, code) is is_date
