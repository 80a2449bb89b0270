"""Answers for robots: approved sentences, several turns, and nobody else's words in the conversation."""

from dataclasses import replace

import pytest

from jiesu.accounts.actions import create_account, issue_token
from jiesu.knowledge import actions
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
from jiesu.organisations.actions import assign_post
from jiesu.organisations.actors import SYSTEM
from tests.api.cast import Voice
from tests.knowledge.desk import WATER, Desk

CARD = replace(
    WATER,
    question="社保卡丢了怎么补办",
    askings=(),
    spoken="带身份证到社保经办网点补办，当场领取。",
    answer="同上。",
)


@pytest.fixture
def desk(db, held_clock):
    keeping.forget_index()
    yield Desk()
    keeping.forget_index()


@pytest.fixture
def robot(desk):
    """A program with a token."""
    user = create_account("robot", by=SYSTEM, display_name="电话机器人")
    assign_post(user.pk, unit=desk.centre, role="operator", by=SYSTEM)
    _, secret = issue_token(user, name="robot", by=SYSTEM)
    return Voice(secret, user)


def say(robot, message, conversation="", **more):
    keeping.forget_index()
    body = {"message": message, "conversation": conversation, **more}
    response = robot.post("/knowledge/answers", body)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_a_robot_says_the_approved_sentence(robot, desk):
    number = desk.publish()
    told = say(robot, "家里停水了怎么办", source="robot")
    assert (told["kind"], told["number"], told["text"], told["spoken"]) == (
        "answer",
        number,
        WATER.spoken,
        WATER.spoken,
    )
    assert Article.objects.get(number=number).uses == 1
    assert Inquiry.objects.get().source == "robot"


def test_several_turns_lead_to_a_person_with_all_that_was_said(robot, desk):
    desk.publish()
    first = say(robot, "火星怎么移民")
    second = say(robot, "月球能去吗", first["conversation"])
    assert (first["kind"], second["kind"], second["to_person"]) == ("unknown", "handover", True)
    assert second["transcript"].splitlines()[0] == "群众：火星怎么移民"
    assert len(second["transcript"].splitlines()) == 4


def test_a_voice_offers_choices_by_their_place_and_hears_it(robot, desk):
    desk.publish()
    number = desk.publish(CARD)
    asked = say(robot, "社保卡坏了")
    assert asked["kind"] == "ask_which"
    assert asked["spoken"] == "您想问的是：第一，社保卡丢了怎么补办。请说第几个，或者说“人工”。"
    told = say(robot, "第一个吧", asked["conversation"])
    assert (told["kind"], told["number"], told["text"]) == ("answer", number, CARD.spoken)


def test_what_was_offered_is_not_said_once_the_article_has_changed(robot, desk):
    number = desk.publish(CARD)
    asked = say(robot, "社保卡坏了")
    actions.expire_article(number, note="完", by=desk.approver)
    assert say(robot, "第一个", asked["conversation"])["kind"] == "unknown"


@pytest.mark.parametrize("forged", ["x", "eyJsaW5lcyI6W119:1:abc", "::"])
def test_nobody_else_puts_words_into_a_conversation(robot, desk, forged):
    response = robot.post("/knowledge/answers", {"message": "停水", "conversation": forged})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_input")
    assert Inquiry.objects.count() == 0


def test_danger_goes_first(robot, desk):
    told = say(robot, "我家着火了")
    assert (told["kind"], told["call"], told["to_person"]) == ("emergency", "119", True)


@pytest.mark.parametrize("message", ["", "水" * 501, "停\0水"])
def test_what_cannot_be_a_message_is_refused(robot, desk, message):
    assert robot.post("/knowledge/answers", {"message": message}).status_code == 422


def test_without_a_token_nothing_is_answered(robot, desk):
    response = robot.client.post(
        "/api/v1/knowledge/answers", b'{"message": "x"}', content_type="application/json"
    )
    assert response.status_code == 401
