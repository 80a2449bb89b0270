import stat

import pytest

from jiesu.intake.errors import CannotWrite
from jiesu.intake.reading import Problem, Rejection
from jiesu.intake.rejects import rejects_file
from jiesu.intake.tables.sources import open_source
from jiesu.intake.values import clean

PROBLEM = Problem(code="bad_phone", target="phone", zh="“电话”不是电话号码")


def reread(path):
    with open_source(path).rows() as rows:
        return [row.cells for row in rows]


def test_rows_come_back_as_they_were_with_line_and_reason(tmp_path):
    path = tmp_path / "new" / "rejects.csv"
    cells = ("1", '多行\n"引号", 逗号', "=1+1", "+86 138", "-5", "@x")
    with rejects_file(path, ["编号", "内容", "a", "b", "c", "d"]) as file:
        file.write(Rejection(line=7, problems=(PROBLEM, PROBLEM), cells=cells))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    header, row = reread(path)
    assert header == ("行号", "原因", "编号", "内容", "a", "b", "c", "d")
    assert row[:2] == ("7", "“电话”不是电话号码；“电话”不是电话号码")
    assert tuple(clean(cell) for cell in row[2:]) == cells


def test_cells_that_a_spreadsheet_would_run_are_disarmed(tmp_path):
    with rejects_file(tmp_path / "r.csv", ["a"]) as file:
        file.add(1, "x", ['=HYPERLINK("http://x")', "half \ud800", "nul\0"])
    assert reread(tmp_path / "r.csv")[1][2:] == ('="=HYPERLINK(""http://x"")"', "half ?", "nul")


def test_without_rejections_no_file_stays_and_an_older_one_is_left_alone(tmp_path):
    (tmp_path / "r.csv").write_text("older")
    with rejects_file(tmp_path / "r.csv", ["a"]):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]
    assert (tmp_path / "r.csv").read_text() == "older"


def test_an_interrupted_import_leaves_no_half_file(tmp_path):
    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), rejects_file(tmp_path / "r.csv", ["a"]) as file:  # noqa: PT012
        file.add(1, "x", ["y"])
        interrupt()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused_before_anything_happens(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite), rejects_file(tmp_path / "file" / "r.csv", ["a"]):
        pass
