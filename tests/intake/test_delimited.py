import csv
import tracemalloc
from pathlib import Path

import pytest

from jiesu.intake.tables.delimiters import delimiter_of
from jiesu.intake.tables.rows import KEPT_OF_BAD, MAX_RECORD, BadRow, Flaw, Row
from jiesu.intake.tables.sources import open_source


def read(path: Path, **options: str) -> list:
    with open_source(path, **options).rows() as rows:
        return list(rows)


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_among_other_punctuation(tmp_path, delimiter):
    rows = [["编号", "内容", "时间"], ["1", "路灯, 井盖; 护栏 | 都坏了", "2024-01-01"], ["2", "停水", ""]]
    with (tmp_path / "file.csv").open("w", encoding="gbk", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert [list(row.cells) for row in read(tmp_path / "file.csv")] == rows


def test_one_column_needs_no_delimiter():
    assert delimiter_of(["内容\n", "路灯坏了\n"]) == ","


def test_lines_within_quotes_belong_to_one_row_and_lines_are_counted_as_editors_do(tmp_path):
    path = written(tmp_path, 'id,内容\r\n1,"第一行\r\n第二行, ""引号"""\r\n\r\n2,b\r\n')
    assert read(path) == [
        Row(1, ("id", "内容")),
        Row(2, ("1", '第一行\r\n第二行, "引号"')),
        Row(5, ("2", "b")),
    ]


def test_old_mac_line_ends_and_a_missing_last_one_are_read(tmp_path):
    assert read(written(tmp_path, "id,a\r1,x\r2,y")) == [
        Row(1, ("id", "a")),
        Row(2, ("1", "x")),
        Row(3, ("2", "y")),
    ]


def test_blank_rows_are_left_out(tmp_path):
    assert read(written(tmp_path, "id,a\n\n , \n,\n1,x\n")) == [Row(1, ("id", "a")), Row(5, ("1", "x"))]


def test_a_quote_never_closed_costs_one_row_only(tmp_path):
    path = written(tmp_path, 'id,a\n1,"open\n2,x\n3,y\n')
    assert read(path) == [
        Row(1, ("id", "a")),
        BadRow(2, Flaw.QUOTES, ('1,"open',), 8),
        Row(3, ("2", "x")),
        Row(4, ("3", "y")),
    ]


def test_a_quote_that_swallows_the_next_row_costs_one_row_only(tmp_path):
    path = written(tmp_path, 'id,a\n1,"open\n2,"x",\n3,y\n')
    assert [(row.line, type(row)) for row in read(path)] == [(1, Row), (2, BadRow), (3, Row), (4, Row)]


def test_text_behind_a_closing_quote_is_not_guessed_at(tmp_path):
    path = written(tmp_path, 'id,a\n1,"say "hello" twice"\n2,x\n')
    assert read(path)[1:] == [BadRow(2, Flaw.QUOTES, ('1,"say "hello" twice"',), 22), Row(3, ("2", "x"))]


def test_rows_with_broken_bytes_are_bad_and_show_them(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("编号,内容\n1,路灯坏了三天\n2,".encode() + b"\xff" + "井盖不见了\n3,停水停电\n".encode())
    assert read(path)[1:] == [
        Row(2, ("1", "路灯坏了三天")),
        BadRow(3, Flaw.BYTES, ("2,\\xff井盖不见了",), 13),
        Row(4, ("3", "停水停电")),
    ]


@pytest.mark.parametrize("breaks", ["", "\n"])
def test_a_cell_of_50_megabytes_is_one_bad_row_and_is_not_held_in_memory(tmp_path, breaks):
    path = tmp_path / "file.csv"
    block = "大" * 9_999 + (breaks or "大")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('id,内容\n1,a\n2,"')
        for _ in range(1_700):
            file.write(block)
        file.write(',""\n"\n3,b\n')
    assert path.stat().st_size > 50_000_000
    tracemalloc.start()
    rows = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    lines = 1_700 if breaks else 0
    assert [row.line for row in rows] == [1, 2, 3, 5 + lines]
    assert rows[2].flaw is Flaw.TOO_LONG
    assert rows[2].length == 17_000_000 + len('2,"') + len(',""\n"\n')
    assert len(rows[2].cells[0]) == KEPT_OF_BAD
    assert rows[3].cells == ("3", "b")
    assert peak < 32_000_000


def test_a_quote_never_closed_in_a_large_file_costs_one_row_only(tmp_path):
    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write('id,内容\n1,"open\n')
        for number in range(2, 30_002):
            file.write(f"{number},{'路灯坏了' * 15}\n")
    rows = read(path)
    assert [(row.line, type(row)) for row in rows[:3]] == [(1, Row), (2, BadRow), (3, Row)]
    assert len(rows) == 30_002
    assert rows[-1] == Row(30_002, ("30001", "路灯坏了" * 15))


def test_many_quotes_never_closed_lose_no_row(tmp_path):
    path = tmp_path / "file.csv"
    filler = "x" * 300_000
    with path.open("w", encoding="utf-8") as file:
        file.write("id,a\n")
        for number in range(
            30
        ):  # each opens quotes that only the next one meets, more than a row's length on
            file.write(f'{number},"z\n' + f"f,{filler}\n" * 4)
    rows = read(path)
    assert sum(isinstance(row, BadRow) for row in rows) == 30
    assert sum(isinstance(row, Row) and row.cells[0] == "f" for row in rows) == 120
    assert [row.line for row in rows] == list(range(1, 152))


def test_a_line_longer_than_any_row_is_cut_and_counted(tmp_path):
    path = written(tmp_path, f"id,a\n1,{'x' * (3 * MAX_RECORD)}\n2,y\n")
    assert read(path)[1] == BadRow(2, Flaw.TOO_LONG, (f"1,{'x' * (KEPT_OF_BAD - 2)}",), 3 * MAX_RECORD + 3)
    assert read(path)[2] == Row(3, ("2", "y"))


def test_a_row_of_very_many_columns_is_bad(tmp_path):
    assert read(written(tmp_path, f"id,a\n{',' * 5_000}x\n"))[1].flaw is Flaw.TOO_MANY_COLUMNS


def test_the_position_reaches_the_size(tmp_path):
    source = open_source(written(tmp_path, "id,a\n" + "1,路灯\n" * 1_000))
    with source.rows() as rows:
        list(rows)
        assert rows.position == source.size > 0
