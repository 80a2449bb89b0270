"""Tables as XLSX: what is written is what is read, whatever people wrote."""

import io
import tracemalloc
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from jiesu.core import sheets
from jiesu.core.sheets import write_sheet


def read(rows, header=("甲", "乙"), title="工单"):
    target = io.BytesIO()
    count = write_sheet(target, title=title, header=header, rows=rows)
    book = load_workbook(io.BytesIO(target.getvalue()))
    return count, book


def test_a_table_is_read_back_as_it_was_written():
    count, book = read([["和平路 88 号", 3], ["", None], [Decimal("1.5"), True]])

    assert count == 3
    assert book.sheetnames == ["工单"]
    assert [[cell.value for cell in row] for row in book["工单"].rows] == [
        ["甲", "乙"],
        ["和平路 88 号", 3],
        [None, None],
        [1.5, True],
    ]
    assert book["工单"].freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+86 138", "-3", "@SUM(A1)"])
def test_what_looks_like_a_formula_stays_text(text):
    _, book = read([[text, 1]])

    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_moments_stand_in_shanghai_time():
    _, book = read([[datetime(2026, 11, 21, 16, 30, 5, 99, tzinfo=UTC), 1]])

    assert book.active["A2"].value.isoformat() == "2026-11-22T00:30:05"


def test_what_no_sheet_holds_is_left_out_or_cut():
    _, book = read([["甲\x00\x0b乙\ud800", "字" * 40_000]])

    assert book.active["A2"].value == "甲乙"
    assert book.active["B2"].value == "字" * (sheets.LONGEST_CELL - 1) + "…"


@pytest.mark.parametrize(
    ("title", "name"), [("工单[1]/a:*?\\'", "工单 1  a"), ("", "1"), ("长" * 40, "长" * 31)]
)
def test_the_sheet_has_a_name_that_programs_take(title, name):
    _, book = read([], title=title)

    assert book.sheetnames == [name]


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)

    count, book = read([[str(n), n] for n in range(5)])

    assert count == 5
    assert [sheet.max_row - 1 for sheet in book.worksheets] == [2, 2, 1]
    assert {sheet["A1"].value for sheet in book.worksheets} == {"甲"}


def test_a_table_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows():
        yield ["甲"]
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        write_sheet(io.BytesIO(), title="x", header=["甲"], rows=rows())
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / "rows.xlsx").open("wb") as file:
            write_sheet(file, title="x", header=["甲"] * 4, rows=([str(n)] * 4 for n in range(count)))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(6000) < peak(1000) + 200_000
