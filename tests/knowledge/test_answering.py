"""What citizens are told: from approved sentences only, honestly when there is none, a person when needed."""

import pytest

from jiesu.knowledge import selectors
from jiesu.knowledge.answering import EMERGENCY, PHRASES, Candidate, Conversation, Kind, Reply, reply_to
from jiesu.knowledge.closeness import as_meant
from jiesu.knowledge.conversations import asked_so_far, transcript
from jiesu.knowledge.manners import Manner, manner_of
from jiesu.knowledge.speaking import as_spoken
from tests.knowledge.shelf import outcomes, rows, say, shares


def test_of_the_written_set_at_most_two_in_a_hundred_are_answered_wrongly():
    assert len(rows("questions.csv")) == 203
    assert shares(outcomes("questions.csv")) == {"right": 188, "wrong": 0, "passed": 15, "all": 203}


def test_of_all_sets_together_fewer_than_two_in_a_hundred_are_answered_wrongly():
    found = {name: shares(outcomes(name)) for name in ("questions.csv", "fresh.csv", "hard.csv")}
    assert found["fresh.csv"] == {"right": 32, "wrong": 0, "passed": 18, "all": 50}
    assert found["hard.csv"] == {"right": 69, "wrong": 5, "passed": 6, "all": 80}
    wrong, whole = (sum(each[key] for each in found.values()) for key in ("wrong", "all"))
    assert (wrong, whole) == (5, 333)


def test_everything_said_is_an_approved_sentence_or_a_fixed_phrase():
    spoken = {row["spoken"] for row in rows("articles.csv")}
    fixed = set(PHRASES.values()) | {EMERGENCY.format(call=call) for call in ("110", "119", "120")}
    for row in rows("questions.csv") + rows("fresh.csv") + rows("hard.csv"):
        reply, _ = say(row["question"])
        said = reply.text.split("\n")[0] if reply.kind is Kind.ASK_WHICH else reply.text
        assert said in (spoken if reply.kind is Kind.ANSWER else fixed), row["question"]


def test_danger_is_always_heard():
    found = outcomes("questions.csv") + outcomes("hard.csv")
    dangers = [outcome for outcome in found if outcome.expected in {"110", "119", "120"}]
    assert {outcome.verdict for outcome in dangers} == {"right"}


def test_asked_for_the_area_the_answer_is_that_of_the_area():
    reply, conversation = say("家里暖气不热")
    assert reply.kind is Kind.ASK_AREA
    reply, conversation = say("我在西区", conversation)
    assert (reply.kind, reply.number) == (Kind.ANSWER, "heat_west")
    reply, _ = say("供暖温度不够找谁", conversation)
    assert reply.number == "heat_west"  # the area is remembered


def test_an_area_that_is_not_understood_is_looked_up_as_a_question():
    _, conversation = say("家里暖气不热")
    assert say("身份证丢了怎么补办", conversation)[0].number == "idcard"


@pytest.mark.parametrize(
    "choice", ["1", "第1个", "1。", "第一个吧", "一", "就是第一条", "最后一个", "社保卡丢了怎么办", "是的"]
)
def test_a_question_back_is_answered_by_its_place_or_its_words(choice):
    reply, conversation = say("社保卡不见了怎么补")
    assert reply.offered == ("社保卡丢了怎么办",)
    assert say(choice, conversation)[0].number == "medcard"


def test_twice_without_an_answer_a_person_takes_over_with_what_was_said():
    first, conversation = say("今天天气怎么样")
    second, conversation = say("股票会涨吗", conversation)
    assert (first.kind, first.to_person) == (Kind.UNKNOWN, False)
    assert (second.kind, second.to_person) == (Kind.HANDOVER, True)
    assert [(line.by_citizen, line.text) for line in conversation.lines] == [
        (True, "今天天气怎么样"),
        (False, PHRASES[Kind.UNKNOWN]),
        (True, "股票会涨吗"),
        (False, PHRASES[Kind.HANDOVER]),
    ]


def test_an_answer_between_two_misses_starts_the_count_anew():
    _, conversation = say("今天天气怎么样")
    _, conversation = say("养狗要办证吗", conversation)
    assert say("股票会涨吗", conversation)[0].kind is Kind.UNKNOWN


def test_abuse_is_met_calmly_once_and_by_a_person_then():
    first, conversation = say("你是猪吗")
    assert (first.kind, say("废物", conversation)[0].kind) == (Kind.ABUSE, Kind.HANDOVER)


def test_of_two_articles_alike_both_are_offered():
    alike = [Candidate(str(n), f"问题{n}", "答", (), 0.9) for n in range(5)]
    reply, _ = reply_to("问题", Conversation(), find=lambda q, a: alike, area_in=lambda text: "")
    assert (reply.kind, len(reply.offered)) == (Kind.ASK_WHICH, 3)


def test_nothing_found_is_admitted():
    reply, _ = reply_to("问题", Conversation(), find=lambda q, a: [], area_in=lambda text: "")
    assert reply.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("火灾保险怎么赔付", Manner()),
        ("煤气泄漏怎么预防", Manner()),
        ("燃气泄漏了", Manner(call="119")),
        ("您好", Manner(greeting=True)),
        ("您好，身份证丢了", Manner()),
        ("好的谢谢您", Manner(thanks=True)),
        ("你好，谢谢", Manner(thanks=True)),
        ("帮我转人工", Manner(wants_person=True)),
        ("垃圾没人清运", Manner()),
        ("垃圾客服", Manner(abuse=True)),
        ("", Manner()),
    ],
)
def test_how_a_message_is_meant(text, manner):
    assert manner_of(text) == manner


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("公鸡金提取", "公积金提取"),
        ("shenfenzheng丢了", "身份证丢了"),
        ("公积金", "公积金"),
        ("公鸡", "公鸡"),
    ],
)
def test_what_only_sounds_right_is_put_right(text, meant):
    assert as_meant(text, ["公积金", "身份证", "提"]) == meant


@pytest.mark.django_db
def test_candidates_come_from_what_is_published(desk):
    number = desk.publish()
    desk.draft()
    (candidate,) = selectors.candidates_for("家里停水了")
    assert (candidate.number, candidate.spoken) == (number, selectors.live_article(number).spoken)
    assert candidate.closeness > 0.8
    reply, _ = reply_to("水龙头没水", Conversation(), find=selectors.candidates_for, area_in=lambda text: "")
    assert reply.number == number


@pytest.mark.parametrize(
    ("reply", "spoken"),
    [
        (Reply(Kind.ANSWER, "请拨 96116，\n一小时内到场。"), "请拨 96116， 一小时内到场。"),
        (
            Reply(Kind.ASK_WHICH, "…", offered=("停水了怎么办？", "怎么查水费")),
            "您想问的是：第一，停水了怎么办；第二，怎么查水费。请说第几个，或者说“人工”。",
        ),
    ],
)
def test_a_voice_says_the_same_words(reply, spoken):
    assert as_spoken(reply) == spoken


def test_a_person_reads_what_was_asked_without_courtesies():
    _, conversation = say("你好")
    _, conversation = say("今天天气怎么样", conversation)
    _, conversation = say("是的", conversation)
    assert asked_so_far(conversation) == "今天天气怎么样"
    assert transcript(conversation).splitlines()[:2] == ["群众：你好", f"12345：{PHRASES[Kind.GREETING]}"]


@pytest.mark.parametrize(
    "text", ["打孩子违法吗", "家暴怎么申请保护令", "带孩子去哪里打疫苗", "给孩子打针要预约吗"]
)
def test_asking_about_a_danger_is_no_danger(text):
    assert manner_of(text).call == ""
