from datetime import UTC, datetime

import pytest

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.intake.layouts import layout_of
from jiesu.intake.mapping import map_columns
from jiesu.intake.reading import Appeal, Rejection, RowReader
from jiesu.intake.tables.rows import BadRow, Flaw, Row
from jiesu.intake.tables.sources import open_source
from jiesu.intake.targets import Target
from tests.intake.real_data import ROWS, real_file, real_rows

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CELLS = {
    "编号": "A-1", "标题": "路灯", "内容": "路灯坏了", "诉求类型": "投诉", "渠道": "微信", "紧急程度": "紧急",
    "地址": "解放路1号", "区县": "海州区", "分类": "路灯照明", "姓名": "王小明", "电话": "138-1234-5678",
    "身份证号": "320703199001011234", "性别": "男", "邮箱": "a@b.cn", "是否保密": "是", "是否公开": "否",
    "受理时间": "2026-03-01 09:00", "事发时间": "2026年2月28日", "经度": "119.22", "纬度": "34.59",
    "答复": "已修好", "答复时间": "2026-03-01 10:00", "满意度": "满意", "承办单位": "城管局", "点赞": "3",
}  # fmt: skip
HEADER = tuple(CELLS)


def read(**changes: str) -> Appeal | Rejection:
    row = Row(2, tuple((CELLS | changes)[name] for name in HEADER))
    sample = [Row(1, HEADER), Row(2, tuple(CELLS[name] for name in HEADER))]
    layout = layout_of(sample)
    reader = RowReader(
        mapping=map_columns(layout, sample),
        least_width=layout.least_width,
        now=NOW,
        find_topic={"路灯照明": "010203"}.get,
        find_area={"海州区": "320706"}.get,
    )
    return reader.read(row)


def test_a_row_becomes_an_appeal_with_everything_it_says():
    appeal = read()
    told = appeal.registration
    assert (appeal.external_id, appeal.line, appeal.unmatched) == ("A-1", 2, ())
    assert (told.title, told.content, told.address) == ("路灯", "路灯坏了", "解放路1号")
    assert (told.nature, told.channel, told.urgency) == (Nature.COMPLAINT, Channel.WECHAT, Urgency.URGENT)
    assert (told.topic_code, told.area_code, told.lon, told.lat) == ("010203", "320706", 119.22, 34.59)
    assert (told.is_confidential, told.is_public) == (True, False)
    assert told.occurred_at == datetime(2026, 2, 27, 16, tzinfo=UTC)
    assert appeal.received_at == datetime(2026, 3, 1, 1, tzinfo=UTC)
    citizen = told.citizen
    assert (citizen.name, citizen.phone, citizen.gender) == ("王小明", "13812345678", "男")
    assert (citizen.identity, citizen.email) == ("320703199001011234", "a@b.cn")
    assert appeal.extra == {
        "reply": "已修好",
        "replied_at": "2026-03-01T02:00:00+00:00",
        "satisfaction": "满意",
        "unit": "城管局",
    }
    assert appeal.cells[-1] == "3"


def test_empty_cells_and_words_for_nothing_leave_the_usual_values():
    appeal = read(**dict.fromkeys(set(CELLS) - {"内容"}, "") | {"姓名": "匿名", "电话": "无"})
    told = appeal.registration
    assert (told.nature, told.channel, told.urgency) == (Nature.OTHER, Channel.IMPORT, Urgency.NORMAL)
    assert (told.citizen, told.is_confidential, told.is_public) == (None, False, True)
    assert (appeal.external_id, appeal.received_at, appeal.extra) == ("", None, {})


def test_a_title_stands_in_for_missing_content():
    assert read(内容="").registration.content == "路灯"


def test_what_the_catalogue_does_not_know_stays_open():
    appeal = read(分类="外星事务", 区县="火星", 渠道="心灵感应")
    assert set(appeal.unmatched) == {Target.TOPIC_CODE, Target.CHANNEL, Target.AREA_CODE}
    assert (appeal.registration.topic_code, appeal.registration.area_code) == ("", "")
    assert appeal.registration.channel is Channel.IMPORT


@pytest.mark.parametrize(
    ("changes", "target", "reason"),
    [
        ({"内容": "", "标题": ""}, "content", "请填写“诉求内容”"),
        ({"内容": "字" * 50_001}, "content", "“诉求内容”最多 50000 字，现有 50001 字"),
        ({"受理时间": "2019-02-30"}, "received_at", "“受理时间”没有这一天或这一时刻：2019-02-30"),
        ({"受理时间": "0202-01-01"}, "received_at", "“受理时间”年份 0202 不可能：0202-01-01"),
        ({"受理时间": "2026-03-02 09:06"}, "received_at", "“受理时间”在将来：2026-03-02 09:06"),
        ({"事发时间": "2030-01-01"}, "occurred_at", "“事发时间”在将来：2030-01-01"),
        ({"答复时间": "明天"}, "replied_at", "“答复时间”不是日期：明天"),
        ({"电话": "1.38E+10"}, "phone", "“电话”号码已被 Excel 变成科学计数，丢了数字"),
        (
            {"诉求类型": "爱好"},
            "nature",
            "“诉求类型”没有“爱好”这一种，可填：咨询、求助、投诉、举报、建议、表扬、其他",
        ),
        ({"紧急程度": "马上"}, "urgency", "“紧急程度”没有“马上”这一种，可填：一般、紧急、特急"),
        ({"经度": "东"}, "lon", "“经度”“东”不是坐标"),
        ({"邮箱": "@"}, "email", "“邮箱”“@”不是邮箱地址"),
        ({"编号": "9" * 101}, "external_id", "“来源编号”超过 100 字"),
        ({"地址": "路" * 301}, "address", "“地址”最多 300 字，现有 301 字"),
        ({"内容": "#REF!"}, "content", "“诉求内容”的公式没有结果（#REF!）"),
    ],
)
def test_a_row_that_cannot_be_taken_names_the_field_and_the_reason(changes, target, reason):
    rejection = read(**changes)
    assert isinstance(rejection, Rejection)
    assert rejection.problems[0].target == target
    assert rejection.reason == reason
    assert len(rejection.cells) == len(HEADER)


def test_all_faults_of_a_row_are_told_at_once():
    rejection = read(受理时间="2019-02-30", 电话="打我手机", 诉求类型="爱好")
    assert {problem.target for problem in rejection.problems} == {"received_at", "phone", "nature"}


def test_rows_of_another_width_are_turned_away_unless_the_rest_is_empty():
    sample = [Row(1, ("编号", "内容"))]
    layout = layout_of(sample)
    reader = RowReader(mapping=map_columns(layout, sample), least_width=layout.least_width, now=NOW)
    assert reader.read(Row(2, ("1",))).reason == "应有 2 列，只有 1 列"
    assert reader.read(Row(2, ("1", "路灯", "多余"))).reason == "应有 2 列，却有 3 列"
    assert isinstance(reader.read(Row(2, ("1", "路灯", " ", ""))), Appeal)


def test_a_row_that_could_not_be_read_says_why_and_how_much_is_shown():
    sample = [Row(1, ("编号", "内容"))]
    reader = RowReader(mapping=map_columns(layout_of(sample), sample), least_width=2, now=NOW)
    rejection = reader.read(BadRow(7, Flaw.TOO_LONG, ("abc",), 2_000_000))
    assert rejection.reason == "整行超过 1,000,000 字（全长 2,000,000 字，这里只留开头）"
    assert (rejection.line, rejection.cells, rejection.problems[0].code) == (7, ("abc",), "too_long")


@pytest.mark.parametrize("name", ROWS)
def test_every_real_row_is_taken_whole(name):
    source = open_source(real_file(name))
    sample = source.sample()
    layout = layout_of(sample)
    mapping = map_columns(layout, sample)
    reader = RowReader(mapping=mapping, least_width=layout.least_width, now=NOW)
    with source.rows() as rows:
        read = [reader.read(row) for row in rows if row.line > layout.header_line]
    assert [item for item in read if isinstance(item, Rejection)] == []
    assert len(read) == ROWS[name]
    for appeal, row in zip(read, real_rows(name), strict=True):
        assert appeal.external_id == row["id"]
        assert appeal.registration.content == row["content"].replace("\0", "").strip()
        assert appeal.received_at is not None


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        (
            "stream.csv",
            {"id": "external_id", "title": "title", "content": "content", "created_at": "received_at"},
        ),
        (
            "replies.csv",
            {
                "id": "external_id",
                "title": "title",
                "content": "content",
                "created_at": "received_at",
                "reply": "reply",
                "replied_at": "replied_at",
            },
        ),
        (
            "kinds_sichuan.csv",
            {
                "id": "external_id",
                "title": "title",
                "content": "content",
                "kind": "nature",
                "source": "channel",
                "created_at": "received_at",
                "replied_at": "replied_at",
                "satisfaction": "satisfaction",
                "unit": "unit",
                "area": "area_code",
            },
        ),
    ],
)
def test_the_columns_of_real_files_are_recognised(name, choices):
    sample = open_source(real_file(name)).sample()
    assert map_columns(layout_of(sample), sample).as_told() == choices
