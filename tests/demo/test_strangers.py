"""A newcomer's own messages are understood at first sight and lead lives like ours."""

from datetime import date, datetime

import pytest

from jiesu.core.clock import SHANGHAI
from jiesu.demo.chance import chance_of
from jiesu.demo.strangers import (
    Message,
    direct_answer,
    is_answered_at_once,
    nature_of,
    some_county,
    stranger_life,
    topic_of,
)
from jiesu.demo.tables import table
from jiesu.demo.topics import topic_named, topics
from jiesu.demo.units import unit_of


def message(**changes):
    given = {
        "title": "路灯不亮",
        "content": "小区外面的路灯坏了一个月",
        "nature": "complaint",
        "topic": topic_named("路灯不亮").code,
        "area": "990102",
        **changes,
    }
    return Message(**given)


@pytest.mark.parametrize(
    ("title", "content", "nature"),
    [
        ("咨询公积金提取", "", "consultation"),
        ("投诉物业乱收费", "", "complaint"),
        ("举报违规补课", "请问有没有人管", "report"),
        ("建议增设公交站", "", "suggestion"),
        ("感谢社区工作人员", "", "praise"),
        ("家里没水了", "从早上到现在都没有水", "help"),
    ],
)
def test_the_nature_is_read_from_words_those_of_the_title_first(title, content, nature):
    assert nature_of(title, content) == nature


@pytest.mark.parametrize(
    ("title", "content", "topic"),
    [
        ("电梯又停了", "物业不管", "电梯故障"),
        ("拖欠农民工工资", "工地老板欠我们工资", "农民工工资"),
        ("夜间施工", "工地半夜还在干", "施工噪声"),
        ("什么都没有说", "嗯", "工作作风"),
    ],
)
def test_the_topic_is_the_one_whose_words_occur_most(title, content, topic):
    assert topic_of(title, content) == topic_named(topic).code


def test_every_key_word_belongs_to_a_topic_that_exists():
    names = {row.name for row in topics() if row.level == 3}
    assert set(table("keywords")) <= names


def test_only_questions_without_a_real_reply_are_answered_at_once():
    chance = chance_of("a")
    drawn = {is_answered_at_once(message(nature="consultation"), chance=chance) for _ in range(40)}
    assert drawn == {True, False}
    assert not any(is_answered_at_once(message(), chance=chance) for _ in range(40))
    replied = message(nature="consultation", reply="已答复")
    assert not any(is_answered_at_once(replied, chance=chance) for _ in range(40))


def test_the_real_reply_is_used_word_for_word_at_its_own_time():
    reply = "网友：您好！[附件|见官网]{编号12}，已于{visited}处理。"
    moment = datetime(2019, 5, 9, 9, 49, tzinfo=SHANGHAI)
    life = stranger_life(
        message(reply=reply, reply_at=moment), today=date(2019, 4, 24), chance=chance_of("b")
    )
    assert life.rounds[0].answer.text == reply
    assert life.reply_at == moment
    assert life.pace <= 0.9


def test_titles_with_brackets_and_braces_are_taken_as_they_are():
    for seed in range(20):
        odd = message(title="[求助|{谁}]管一管{abc}")
        life = stranger_life(odd, today=date(2026, 3, 2), chance=chance_of(str(seed)))
        assert "求助" in life.rounds[0].answer.text
        assert "[求助|{谁}]管一管{abc}" in direct_answer(odd)


def test_every_topic_leads_to_a_unit_that_can_handle_it():
    for topic in table("keywords"):
        for seed in range(3):
            chance = chance_of(f"{topic}{seed}")
            told = message(topic=topic_named(topic).code, area=some_county(chance))
            assert unit_of(stranger_life(told, today=date(2026, 3, 2), chance=chance).lead).level == 2
