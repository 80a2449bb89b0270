import pytest

from jiesu.intake.errors import (
    HeaderAmbiguous,
    HeaderMissing,
    NoContentColumn,
    TargetTwice,
    UnknownColumn,
    UnknownTarget,
)
from jiesu.intake.layouts import layout_of
from jiesu.intake.mapping import map_columns, read_told
from jiesu.intake.tables.rows import BadRow, Flaw, Row
from jiesu.intake.targets import KNOWN_NAMES, TARGET_LABELS, Target
from jiesu.intake.values import normal

LONG = (
    "小区门口的路灯坏了三天了，晚上一片漆黑，老人和孩子出门很不安全，打物业电话一直没有人来修，请尽快处理。"
)


def table(*rows: tuple[str, ...]) -> list:
    return [Row(line, cells) for line, cells in enumerate(rows, start=1)]


def mapped(*rows: tuple[str, ...], told: dict[str, str] | None = None) -> dict[str, str]:
    sample = table(*rows)
    mapping = map_columns(layout_of(sample), sample, told=told)
    return {choice.name: target.value for target, choice in mapping.choices.items()}


def test_chinese_names_are_recognised_through_spaces_brackets_and_stars():
    names = (
        "工单编号",
        "诉求内容 *",
        "【标题】",
        "联系电话",
        "受理 时间：",
        "诉求类型",
        "所属区县",
        "承办单位",
    )
    assert mapped(names) == {
        "工单编号": "external_id",
        "诉求内容 *": "content",
        "【标题】": "title",
        "联系电话": "phone",
        "受理 时间：": "received_at",
        "诉求类型": "nature",
        "所属区县": "area_code",
        "承办单位": "unit",
    }


def test_english_names_are_recognised_in_any_case():
    assert mapped(("ID", "Title", "Content", "created_at", "Caller Name", "PHONE-NUMBER")) == {
        "ID": "external_id",
        "Title": "title",
        "Content": "content",
        "created_at": "received_at",
        "Caller Name": "name",
        "PHONE-NUMBER": "phone",
    }


def test_every_label_and_code_of_a_field_is_a_name_of_it():
    for target in Target:
        assert target.value == "home" or KNOWN_NAMES[normal(target.value)][0] is target, target
        assert KNOWN_NAMES.get(normal(TARGET_LABELS[target]), (target,))[0] is target, target


def test_of_two_fitting_columns_the_better_name_wins():
    assert mapped(("内容", "诉求内容", "时间", "受理时间")) == {
        "诉求内容": "content",
        "受理时间": "received_at",
    }


def test_running_numbers_are_no_key():
    assert mapped(("序号", "诉求内容")) == {"诉求内容": "content"}


def test_a_name_that_its_values_belie_is_not_followed():
    rows = (("内容", "类型"), ("路灯坏了", "A-17"), ("停水", "B-2"))
    sample = table(*rows)
    mapping = map_columns(layout_of(sample), sample)
    assert Target.NATURE not in mapping.choices
    assert mapping.remarks == ("“类型”的内容不像诉求类型，未采用。",)


def test_columns_without_telling_names_are_judged_by_their_values():
    rows = (
        ("字段一", "字段二", "字段三"),
        ("13812345678", LONG, "2024-01-02"),
        ("0518-85412345", LONG, "2024-01-03"),
    )
    assert mapped(*rows) == {"字段一": "phone", "字段二": "content", "字段三": "received_at"}


def test_dates_and_numbers_of_those_who_deal_with_it_are_not_the_citizens():
    rows = (("内容", "办理截止", "被投诉方"), (LONG, "2030-01-01", "13812345678"))
    assert mapped(*rows) == {"内容": "content"}


def test_people_override_by_name_or_number_and_may_leave_columns_alone():
    rows = (("内容", "备注", "电话"), ("甲", LONG, "13812345678"))
    assert mapped(*rows, told={"备注": "content", "3": "ignore"}) == {"备注": "content"}
    assert mapped(*rows, told={"2": "诉求内容"})["备注"] == "content"


def test_the_mapping_is_explained_column_by_column():
    sample = table(("编号", "内容", "点赞", "字段"), ("1", "路灯", "3", "13812345678"))
    mapping = map_columns(layout_of(sample), sample, told={"编号": "external_id"})
    assert mapping.explained() == [
        ("编号", "来源编号", "指定"),
        ("内容", "诉求内容", "列名"),
        ("点赞", "", ""),
        ("字段", "电话", "内容"),
    ]
    assert mapping.as_told() == {"编号": "external_id", "内容": "content", "字段": "phone"}


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"没有": "content"}, UnknownColumn),
        ({"9": "content"}, UnknownColumn),
        ({"内容": "contents"}, UnknownTarget),
        ({"内容": "content", "备注": "content"}, TargetTwice),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(told, refusal):
    with pytest.raises(refusal) as refused:
        mapped(("内容", "备注"), told=told)
    assert refused.value.field == "columns"


def test_pairs_are_read_in_either_order():
    assert read_told(["内容=content", "a=b=title", "备注="]) == {
        "内容": "content",
        "a=b": "title",
        "备注": "",
    }
    with pytest.raises(UnknownTarget):
        read_told(["content"])


def test_two_columns_of_one_meant_name_are_refused_until_told_apart():
    rows = (("内容", "电话", "内容"), ("甲", "1", "乙"))
    with pytest.raises(HeaderAmbiguous, match="content=内容#2"):
        mapped(*rows)
    assert mapped(*rows, told={"内容#2": "content"})["内容#2"] == "content"


def test_two_columns_of_a_name_that_means_nothing_do_no_harm():
    sample = table(("内容", "备注", "备注", "", "备注#2"), ("甲", "1", "乙", "", ""))
    assert layout_of(sample).columns == ("内容", "备注", "备注#2", "4", "备注#2#2")
    assert mapped(("内容", "备注", "备注"), ("甲", "1", "乙")) == {"内容": "content"}


def test_a_table_without_anything_to_say_is_refused():
    with pytest.raises(NoContentColumn):
        mapped(("编号", "电话"), ("1", "13812345678"))


def test_a_title_alone_is_enough():
    assert mapped(("编号", "标题"), ("1", "路灯坏了")) == {"编号": "external_id", "标题": "title"}


def test_titles_and_remarks_above_the_header_are_passed_over():
    sample = table(
        ("2024年12345工单明细表",), ("制表：热线中心", "单位：件"), ("编号", "诉求内容"), ("1", "路灯")
    )
    layout = layout_of(sample)
    assert (layout.header_line, layout.columns) == (3, ("编号", "诉求内容"))
    assert [row.line for row in layout.skipped] == [1, 2]


def test_a_table_without_header_is_refused_until_its_columns_are_numbered():
    sample = table(("1", LONG, "2024-01-02 10:00", "电话"), ("2", LONG, "2024-01-03 11:00", "电话"))
    with pytest.raises(HeaderMissing):
        layout_of(sample)
    layout = layout_of(sample, has_header=False)
    assert (layout.columns, layout.header_line, layout.least_width) == (("1", "2", "3", "4"), 0, 4)
    assert {t: c.name for t, c in map_columns(layout, sample).choices.items()} == {
        Target.CONTENT: "2",
        Target.RECEIVED_AT: "3",
    }


def test_a_table_of_unreadable_rows_has_no_header():
    with pytest.raises(HeaderMissing):
        layout_of([BadRow(1, Flaw.QUOTES, ("x",), 1)])


def test_unknown_names_are_a_header_when_they_look_like_names():
    assert layout_of(table(("甲", "乙"), ("1", "2"))).header_line == 1
