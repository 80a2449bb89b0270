"""Whatever is in a file, the reader answers with rows or with a refusal."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiesu.core.errors import Refusal
from jiesu.intake.layouts import layout_of
from jiesu.intake.mapping import map_columns
from jiesu.intake.moments import NotAMoment, read_moment
from jiesu.intake.reading import Appeal, Rejection, RowReader
from jiesu.intake.tables.sources import open_source
from tests.intake.writing import raw_workbook

NOW = datetime(2026, 3, 2, tzinfo=UTC)
with_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read_all(path: Path) -> list[Appeal | Rejection]:
    source = open_source(path)
    sample = source.sample()
    layout = layout_of(sample)
    reader = RowReader(
        mapping=map_columns(layout, sample),
        least_width=layout.least_width if source.encoding else 0,
        now=NOW,
    )
    with source.rows() as rows:
        return [reader.read(row) for row in rows if row.line > layout.header_line]


def read_or_be_refused(path: Path) -> None:
    try:
        assert all(isinstance(item, Appeal | Rejection) for item in read_all(path))
    except Refusal as refusal:
        told = (refusal.message("zh"), refusal.message("en"))
    else:
        told = ("taken",)
    assert all(told)


@with_folder
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"PK\x03\x04")
@example(b"\x00\n")
@example(b"\n\n\n")
def test_arbitrary_bytes(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    read_or_be_refused(path)


@with_folder
@given(st.binary(max_size=400), st.sampled_from(["utf-8", "gbk", "utf-16"]))
def test_arbitrary_bytes_under_a_good_header(tmp_path, data, codec):
    path = tmp_path / "file"
    path.write_bytes("编号,诉求内容,受理时间,电话\n".encode(codec) + data)
    read_or_be_refused(path)


@with_folder
@given(st.text(alphabet=st.sampled_from('a,"\n\r中;\t|'), max_size=200))
def test_arbitrary_quotes_and_line_ends_lose_no_word(tmp_path, text):
    path = tmp_path / "file"
    path.write_text("编号,诉求内容\n" + text, encoding="utf-8", newline="")
    try:
        found = "".join("".join(item.cells) for item in read_all(path))
    except Refusal:  # with such lines nobody can know what separates the cells
        return
    for letter in "a中":
        assert found.count(letter) == text.count(letter)


@with_folder
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", 'r="1"', 'r="0"', 'r="x"', 'r="99999999"']),
            st.sampled_from(["", 'r="A1"', 'r="ZZZZ1"', 'r="C3"', 'r=""']),
            st.sampled_from(["", 't="s"', 't="n"', 't="b"', 't="e"', 't="d"', 't="str"', 't="?"']),
            st.sampled_from(["", 's="0"', 's="-1"', 's="999999999999"']),
            st.sampled_from(
                ["", "0", "1", "-1", "1e999", "99999999999999999999", "x", "2019-02-30", "٣", "_xD800_"]
            ),
        ),
        max_size=6,
    )
)
def test_arbitrary_cells_of_a_workbook(tmp_path, cells):
    rows = "".join(
        f"<row {row}><c {ref} {kind} {style}><v>{value}</v></c></row>"
        for row, ref, kind, style, value in cells
    )
    header = '<row r="1"><c t="inlineStr"><is><t>诉求内容</t></is></c></row>'
    read_or_be_refused(raw_workbook(tmp_path / "file", header + rows))


@given(st.text(max_size=40) | st.text(alphabet="0123456789-/:.年月日时TZ+ 上下午", max_size=30))
def test_arbitrary_texts_are_moments_or_are_refused(text):
    try:
        found = read_moment(text).tzinfo is UTC
    except NotAMoment as refusal:
        found = bool(refusal.zh and refusal.en)
    assert found
