"""Asking on the portal: answers word for word, areas, honesty, and a person when there is none."""

import pytest

from jiesu.catalogue.actions import install_presets
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.models import WorkOrder
from tests.knowledge.desk import WATER, Desk


@pytest.fixture
def number(db, held_clock):
    keeping.forget_index()
    yield Desk().publish()
    keeping.forget_index()


def ask(client, message):
    return client.post("/ask/", {"message": message}, follow=True).content.decode()


def test_a_question_is_answered_with_the_approved_sentence(client, number):
    keeping.forget_index()
    page = ask(client, "请问家里停水了怎么办")
    assert WATER.spoken in page
    assert WATER.answer in page
    assert Article.objects.get(number=number).uses == 1


def test_without_an_answer_it_says_so_and_then_passes_on(client, number):
    assert "还没有可靠的答案" in ask(client, "火星怎么移民")
    page = ask(client, "月球呢")
    assert "转接工作人员" in page
    assert "火星怎么移民" in page
    assert Inquiry.objects.filter(is_good=False).count() == 2
    assert "火星" not in client.post("/ask/anew/", follow=True).content.decode()


def test_danger_shows_the_number_to_call(client, number):
    assert 'href="tel:119"' in ask(client, "我家着火了")


def test_an_empty_message_is_said_beside_the_field(client, number):
    response = client.post("/ask/", {"message": " "})
    assert (response.status_code, "请先写下您的问题" in response.content.decode()) == (422, True)
    assert client.get("/ask/").status_code == 200


PART = {"X-Part": "talk"}


def test_the_conversation_goes_to_a_person_as_a_report(client, number):
    install_presets(by=SYSTEM)
    ask(client, "你好")
    ask(client, "火星怎么移民")
    assert "/report/?from=ask" in ask(client, "人工")
    form = client.get("/report/?from=ask").context["form"]
    assert (form["content"].value(), form["nature"].value()) == ("火星怎么移民", "consultation")
    talk = form["talk"].value()
    assert talk.splitlines()[2] == "群众：火星怎么移民"
    sent = {"key": "a" * 32, "content": "火星怎么移民", "nature": "consultation", "talk": talk}
    assert client.post("/report/", sent).status_code == 302
    order = WorkOrder.objects.get()
    assert order.content.startswith("火星怎么移民\n\n在线问答记录：\n群众：你好")
    assert order.title == "火星怎么移民"


def test_a_report_that_follows_no_conversation_has_no_place_for_one(client, number):
    assert b'name="talk"' not in client.get("/report/").content
    assert b'name="talk"' not in client.get("/report/?from=ask").content


def test_the_chat_is_answered_with_a_part_of_the_page(client, number):
    assert "<h1>" not in client.get("/ask/", headers=PART).content.decode()
    keeping.forget_index()
    part = client.post("/ask/", {"message": "请问家里停水了怎么办"}, headers=PART, follow=True)
    assert WATER.spoken in part.content.decode()
    assert "<html" not in part.content.decode()
    empty = client.post("/ask/", {"message": ""}, headers=PART)
    assert (empty.status_code, b"<html" in empty.content) == (422, False)


def test_every_page_but_the_conversation_itself_opens_the_chat(client, number):
    assert b'href="/ask/" data-chat' in client.get("/").content
    assert b"data-chat" not in client.get("/ask/").content
