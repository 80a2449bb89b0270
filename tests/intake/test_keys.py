from datetime import UTC, datetime

from jiesu.intake.keys import Occurrences, key_of
from jiesu.intake.layouts import layout_of
from jiesu.intake.mapping import map_columns
from jiesu.intake.reading import Appeal, RowReader
from jiesu.intake.sorting import Candidate, Known, sort_out
from jiesu.intake.tables.rows import Row


def keys(header: tuple[str, ...], *rows: tuple[str, ...]) -> list[str]:
    sample = [Row(1, header), *(Row(line, cells) for line, cells in enumerate(rows, start=2))]
    layout = layout_of(sample)
    mapping = map_columns(layout, sample)
    reader = RowReader(mapping=mapping, least_width=0, now=datetime(2026, 3, 2, tzinfo=UTC))
    occurrences = Occurrences(mapping)
    found = []
    for row in sample[1:]:
        number = occurrences.number_of(row)
        found.append(key_of(reader.read(row), number, fingerprint=lambda text: text.replace("\x1f", "|")))
    return found


def test_a_row_with_a_number_is_known_by_it_whatever_else_it_says():
    assert keys(("编号", "内容"), ("A1", "路灯"), (" A1 ", "井盖")) == ["A1", "A1"]


def test_rows_without_number_are_known_by_what_they_say_and_counted():
    assert keys(("内容", "电话"), ("路灯", ""), ("井盖", "123"), ("路灯", ""), ("路灯", " ")) == [
        "row:路灯:1",
        "row:井盖|123:1",
        "row:路灯:2",
        "row:路灯:3",
    ]


def test_a_missing_number_in_a_numbered_table_falls_back_to_what_the_row_says():
    assert keys(("编号", "内容"), ("无", "路灯"), ("A1", "路灯"), ("", "路灯")) == [
        "row:无|路灯:1",
        "A1",
        "row:|路灯:1",
    ]


def candidate(position: int, key: str, content_hash: str) -> Candidate:
    appeal = Appeal(
        line=position + 2,
        registration=None,
        external_id=key,
        received_at=None,
        extra={},
        cells=(key,),
        unmatched=(),
    )
    return Candidate(position, appeal, key, content_hash)


def test_rows_are_sorted_into_new_known_and_contradicting():
    rows = [candidate(0, "a", "1"), candidate(1, "a", "1"), candidate(2, "a", "2"), candidate(3, "b", "3")]
    rows += [candidate(4, "c", "4"), candidate(5, "c", "5")]
    result = sort_out(rows, {"c": Known("4", "工单 99")})
    assert [one.position for one in result.fresh] == [0, 3]
    assert result.duplicates == 2
    assert [(position, rejection.line) for position, rejection in result.rejected] == [(2, 4), (5, 7)]
    assert result.rejected[0][1].reason.startswith("编号“a”已用于第 2 行，内容不同")
    assert result.rejected[1][1].reason.startswith("编号“c”已用于工单 99，内容不同")
