"""What the rules find in a reply, row by row. The texts are our own."""

from datetime import date

import pytest

from jiesu.oversight.replies.contradiction import Earlier
from jiesu.oversight.replies.findings import (
    BAND_LABELS,
    COSTS,
    FINDING_LABELS,
    Band,
    Finding,
    FindingKind,
    band_of,
    score_of,
)
from jiesu.oversight.replies.judging import Answered, judge
from jiesu.oversight.replies.sentences import PURPOSE_LABELS, Purpose, purpose_of, sentences_of

ON = date(2026, 3, 10)
GOOD = (
    "您好，您反映的和平路路灯不亮问题收悉。经市城管局照明科 3 月 5 日现场核实，"
    "和平路 12 号至 40 号共 6 盏路灯因电缆被挖断不亮，"
    "情况属实。已于 3 月 8 日更换电缆，路灯恢复照明。如再不亮请拨打 025-85551234。"
)


def judged(answer: str, **more: object):
    given = {"title": "和平路路灯不亮", "demand": "和平路路灯不亮，希望修复。", "on": ON, **more}
    return judge(Answered(answer=answer, **given))


def kinds(answer: str, **more: object) -> list[str]:
    return [finding.kind.value for finding in judged(answer, **more).findings]


def words(kind: str, answer: str, **more: object) -> list[tuple[str, ...]]:
    return [finding.words for finding in judged(answer, **more).findings if finding.kind == kind]


def test_a_reply_that_says_everything_has_no_finding():
    assert judged(GOOD).findings == ()
    assert (judged(GOOD).score, judged(GOOD).band) == (100, Band.GOOD)


@pytest.mark.parametrize(
    ("sentence", "purpose"),
    [
        ("网友“A00012345”：您好", Purpose.COURTESY),
        ("您的留言已收悉", Purpose.COURTESY),
        ("感谢您对我们工作的支持", Purpose.COURTESY),
        ("我局高度重视", Purpose.COURTESY),
        ("2026年3月5日", Purpose.COURTESY),
        ("市城市管理局", Purpose.COURTESY),
        ("已转有关部门办理", Purpose.PASSING_ON),
        ("办理结果将及时反馈", Purpose.PASSING_ON),
        ("敬请关注后续回复", Purpose.PASSING_ON),
        ("下一步将加大巡查力度", Purpose.PROMISE),
        ("我们会努力做好工作", Purpose.PROMISE),
        ("请向住建部门咨询", Purpose.SENDING_AWAY),
        ("该问题不属于我局职责范围", Purpose.SENDING_AWAY),
        ("因您没有提供详细地址，请来电说明", Purpose.SENDING_AWAY),
        ("经核实，该处路灯因电缆被挖断不亮", Purpose.TELLING),
        ("已于3月8日修复", Purpose.TELLING),
        ("该公园2026年暂无建设计划", Purpose.TELLING),
    ],
)
def test_each_sentence_has_one_purpose(sentence, purpose):
    assert purpose_of(sentence) is purpose


def test_an_opening_is_told_from_what_follows_it():
    found = [
        s.purpose for s in sentences_of("您好！现将情况回复如下：经查，路灯已于3月8日修复。2026年3月9日")
    ]
    assert found == [Purpose.COURTESY, Purpose.COURTESY, Purpose.TELLING, Purpose.COURTESY]


@pytest.mark.parametrize(
    "answer",
    [
        "您好。",
        "市城市管理局",
        "您反映的问题已收悉，我们已转相关部门办理，感谢您的理解与支持。",
        "我单位高度重视，下一步将加大巡查力度，努力营造良好环境。",
        "具体请到相关部门咨询。",
        "该问题不属于我局职责范围，请向有关单位反映。",
        "因您咨询的问题未说详细，请您拨打我局电话，我们为您解答。",
        "您的建议我们会认真研究。感谢您的来信。2026年3月9日",
    ],
)
def test_who_reads_it_knows_no_more_than_before(answer):
    assert judged(answer).is_perfunctory


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        "和平路路灯已于 3 月 8 日修好。",
        "该公园今年没有建设计划，2027年前不会启动。",
        "经查，该处视距不足，设站不安全，因此不增设公交站点。",
        "征地手续2月已批，交地后开工。",
        "您反映的问题已转交市城管局。经核实，该处6盏路灯因电缆被挖断不亮，已于3月8日修复。",
    ],
)
def test_a_short_reply_that_tells_something_is_not_perfunctory(answer):
    assert not judged(answer).is_perfunctory


def test_the_words_that_led_to_it_are_kept():
    assert words("perfunctory", "您好。您反映的问题已转相关部门办理。") == [("您反映的问题已转相关部门办理",)]
    assert words("perfunctory", "您好。") == [("您好",)]
    assert words("perfunctory", "") == [("（空）",)]


@pytest.mark.parametrize(
    ("demand", "answer", "open_"),
    [
        ("请问什么时候修好？", "经查，电缆被挖断，须更换。", ["请问什么时候修好？"]),
        ("请问什么时候修好？", "经查，电缆被挖断，3月20日前修好。", []),
        ("补助是多少？", "经查，您符合条件，可以申请。", ["补助是多少？"]),
        ("补助是多少？", "每月 300 元。", []),
        ("在哪里办？", "可以办理。", ["在哪里办？"]),
        ("在哪里办？", "到政务大厅三楼 12 号窗口办理。", []),
        ("为什么停水？", "和平路停水，明日恢复。", ["为什么停水？"]),
        ("为什么停水？", "因管道爆裂停水。", []),
        ("能否加装电梯？", "加装电梯请咨询。", ["能否加装电梯？"]),
        ("能否加装电梯？", "可以加装，须三分之二业主同意。", []),
        ("怎么办理？", "《条例》第三条。", ["怎么办理？"]),
        ("怎么办理？", "携带身份证办理。", []),
        ("路灯坏了。", "好的。", []),
    ],
)
def test_each_kind_of_question_wants_its_kind_of_answer(demand, answer, open_):
    found = words("not_answered", answer, demand=demand, title="")
    assert found == [(clause,) for clause in open_]


def test_a_reply_that_names_nothing_of_the_matter_does_not_answer_it():
    found = words(
        "not_answered",
        "社保卡可到银行补办，须本人到场。",
        title="反映锦绣花园小区物业停车收费",
        demand="乱收费。",
    )
    assert len(found) == 1
    assert "停车" in "".join(found[0])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("我局将尽快修复该处路灯。", [("将尽快修复",)]),
        ("我局将于3月20日前修复该处路灯。", []),
        ("待资金到位后安装路灯。", [("待资金到位后安装",)]),
        ("计划下半年启动改造。", []),
        ("已修复。", []),
        ("将您反映的问题转有关部门处理。", []),
    ],
)
def test_a_promise_wants_a_day(answer, expected):
    assert words("open_promise", answer) == expected


def test_only_two_promises_cost_points():
    three = judged("将修复路灯。将清理垃圾。将拆除围挡。")
    assert [finding.kind for finding in three.findings].count(FindingKind.OPEN_PROMISE) == 3
    assert score_of((Finding(FindingKind.OPEN_PROMISE),) * 3) == 84


@pytest.mark.parametrize(
    ("answer", "known", "expected"),
    [
        ("请联系 13851234567。", (), [("138****67",)]),
        ("身份证 11010519491231002X。", (), [("110****2X",)]),
        ("请致电 025-85551234。", (), []),
        ("已与王建国本人沟通。", ("王建国",), [("王**",)]),
        ("经办人张伟已到场。", (), []),
        ("住户李小明反映漏水。", (), [("住户李***反映漏水",)]),
        ("李先生反映漏水。", ("李先生",), []),
    ],
)
def test_personal_data_is_named_half_hidden(answer, known, expected):
    assert words("personal_data", answer, known=known) == expected


@pytest.mark.parametrize(
    ("answer", "nature", "expected"),
    [
        ("谢谢。", "help", ["no_unit", "no_finding", "no_deed", "no_contact"]),
        ("谢谢。", "consult", ["no_unit", "no_finding", "no_basis", "no_contact"]),
        ("我局不予受理。", "help", ["no_finding", "no_deed", "no_basis", "no_contact"]),
        ("经查，我局根据《条例》已责令整改，电话 85551234。", "help", []),
    ],
)
def test_missing_elements_are_named_by_what_was_asked(answer, nature, expected):
    found = [kind for kind in kinds(answer, nature=nature, title="", demand="") if kind.startswith("no_")]
    assert found == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("经查，反映的情况不属实。", "经查，情况属实。", [("不属实", "情况属实")]),
        ("情况属实。", "经查，不属实。", [("情况属实", "不属实")]),
        ("该处不属于我局职责范围。", "该处由我局负责。", [("不属于我局职责范围", "由我局负责")]),
        ("该处由我局负责。", "该处不属于我局职责范围。", [("由我局负责", "不属于我局职责范围")]),
        ("路灯已修复。", "路灯尚未修复。", [("已修复", "尚未修复")]),
        ("将于3月5日前修复。", "正在招标。", [("将于3月5日前修复", "答复中没有说已办成")]),
        ("将于3月5日前修复。", "已于3月4日修复。", []),
        ("将于3月25日前修复。", "正在招标。", []),
        ("将于2月31日前修复。", "正在招标。", []),
        ("部分属实，部分不属实。", "情况属实。", []),
    ],
)
def test_what_an_earlier_answer_said_still_holds(before, after, expected):
    found = words("contradiction", after, earlier=(Earlier(before, date(2026, 3, 1)),))
    assert found == expected


def test_a_score_is_a_hundred_less_the_costs_and_never_below_nothing():
    assert [score_of((Finding(kind),)) for kind in FindingKind] == [100 - COSTS[kind] for kind in FindingKind]
    everything = tuple(Finding(kind) for kind in FindingKind for _ in range(3))
    assert score_of(everything) == 0


@pytest.mark.parametrize(
    ("score", "band"), [(100, "good"), (80, "good"), (79, "fair"), (60, "fair"), (59, "weak"), (0, "weak")]
)
def test_bands(score, band):
    assert band_of(score) == band


def test_every_word_of_the_rules_has_a_label():
    assert set(FINDING_LABELS) == set(FindingKind)
    assert set(COSTS) == set(FindingKind)
    assert set(PURPOSE_LABELS) == set(Purpose)
    assert set(BAND_LABELS) == set(Band)
