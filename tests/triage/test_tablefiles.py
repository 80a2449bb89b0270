import openpyxl
import pytest

from jiesu.triage.errors import ColumnMissing, FileUnreadable
from jiesu.triage.tablefiles import read_rows, write_sheet


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_read_in_the_encodings_people_use(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("标题,内容\n停水,三天\n".encode(encoding))
    assert read_rows(path) == [{"标题": "停水", "内容": "三天"}]


def test_a_cell_keeps_its_line_breaks_and_missing_cells_are_empty(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"一\n二"\n', encoding="utf-8")
    assert read_rows(path) == [{"a": "一\n二", "b": ""}]


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ColumnMissing, match="has no column “topic”; it has: a, b"):
        read_rows(path, needed=["topic"])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x80\xff\xff"])
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable):
        read_rows(path)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="No such file"):
        read_rows(tmp_path / "a.csv")


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    path = tmp_path / "a.xlsx"
    write_sheet(path, title="表", headings=["a"], rows=[["=1+1"], [3], ["停\x07水"]])
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet["A"]] == ["a", "'=1+1", 3, "停水"]
