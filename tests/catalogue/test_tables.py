"""Tables of topics and duties as people keep them."""

import pytest

from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.tables import (
    DutyRow,
    RowError,
    TopicRow,
    check_duties,
    check_topics,
    decode,
    duties_csv,
    read_duties,
    read_topics,
    topics_csv,
)
from jiesu.core.errors import InvalidInput

TOPICS = "一级,二级,三级\n市政设施,井盖设施,井盖缺失\n\n 环境保护 ,噪声污染,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_files_in_the_usual_encodings_are_read(encoding):
    rows = read_topics(decode(TOPICS.encode(encoding)))
    assert [row.path for row in rows] == [("市政设施", "井盖设施", "井盖缺失"), ("环境保护", "噪声污染")]
    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"level1\na\0b"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InvalidInput) as refusal:
        decode(data)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("text", ["", "二级,三级\na,b\n", '一级\n"' + "x" * 200_000])
def test_a_file_that_is_no_such_table_is_refused(text):
    with pytest.raises(InvalidInput) as refusal:
        read_topics(text)
    assert refusal.value.field == "file"


def test_duties_are_read_with_any_separator_of_units():
    header = "事项,区划,主办,协办,法律依据\n"
    text = header + "0101,320703,城管局,住建局、水务局，供电公司;燃气,《条例》\n,320703,高新区,,\n"
    assert read_duties(text) == [
        DutyRow(
            topic="0101",
            area_code="320703",
            lead="城管局",
            assists=("住建局", "水务局", "供电公司", "燃气"),
            legal_basis="《条例》",
            line=2,
        ),
        DutyRow(area_code="320703", lead="高新区", line=3),
    ]


def test_what_is_written_can_be_read_again():
    paths = [("市政",), ("市政", "井盖"), ("市政", "井盖", "缺失"), ("教育",)]
    assert [row.path for row in read_topics(topics_csv(paths))] == [("市政", "井盖", "缺失"), ("教育",)]
    duty = DutyRow(
        topic="01", area_code="3207", lead="a", assists=("b", "c"), legal_basis='第"1"条,\n二', line=2
    )
    assert read_duties(duties_csv([duty])) == [duty]


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([TopicRow(level1="甲"), TopicRow(level1="甲", level2="乙")], []),
        ([TopicRow(level1="")], [(1, "上级分类为空。")]),
        ([TopicRow(level1="甲", level3="丙")], [(1, "上级分类为空。")]),
        ([TopicRow(level1="甲", line=7), TopicRow(level1="甲", line=9)], [(9, "与第7行重复。")]),
        ([TopicRow(level1="长" * 61)], [(1, "“长长长长长长长长长长…”超过60字。")]),
        ([TopicRow(level1="甲/乙")], [(1, "名称含有“/”或控制字符。")]),
        ([TopicRow(level1="甲", level2="乙\x07")], [(1, "名称含有“/”或控制字符。")]),
    ],
)
def test_topic_rows_are_checked_one_by_one(rows, errors):
    assert [(error.line, error.zh) for error in check_topics(rows)] == errors


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        (DutyRow(topic="01", lead="a"), []),
        (DutyRow(area_code="320703", lead="a"), []),
        (DutyRow(topic="市政设施/井盖设施", lead="a", assists=("b",)), []),
        (DutyRow(topic="01", lead=""), ["缺少主办单位。"]),
        (DutyRow(lead="a"), ["事项和区划不能都为空。"]),
        (DutyRow(area_code="32070", lead="a"), ["区划代码应为2至12位数字。"]),
        (DutyRow(topic="011", lead="a"), ["事项代码应为2、4或6位数字。"]),
        (DutyRow(topic="01", lead="a", assists=("a",)), ["单位重复。"]),
        (DutyRow(topic="01", lead="a", assists=("b", "b")), ["单位重复。"]),
        (DutyRow(topic="01", lead="a", legal_basis="长" * 2001), ["超过2000字或含有控制字符。"]),
        (DutyRow(topic="01", lead="a", legal_basis="\0"), ["超过2000字或含有控制字符。"]),
        (
            DutyRow(topic="011", area_code="x", lead=""),
            ["缺少主办单位。", "区划代码应为2至12位数字。", "事项代码应为2、4或6位数字。"],
        ),
    ],
)
def test_duty_rows_are_checked_one_by_one(row, errors):
    assert [error.zh for error in check_duties([row])] == errors


def test_a_duty_said_twice_is_found():
    rows = [
        DutyRow(topic="01", lead="a"),
        DutyRow(topic="01", lead="b"),
        DutyRow(topic="01", area_code="32", lead="b"),
    ]
    assert check_duties(rows) == [RowError(2, "topic", "与第1行重复。", "the same as row 1.")]


def test_a_refusal_counts_the_errors_and_shows_the_first_of_them():
    errors = [RowError(line, "lead", "缺少主办单位。", "is missing.") for line in range(1, 9)]
    refusal = BadRows(errors)
    assert refusal.rows == tuple(errors)
    assert refusal.message("zh").startswith("共8处错误，未导入任何内容。第1行lead：缺少主办单位。；第2行")
    assert refusal.message("en").startswith(
        "There are 8 errors; nothing was imported. row 1, lead: is missing.;"
    )
    assert "第6行" not in refusal.message("zh")
