"""Asking on the portal: answers word for word, areas, honesty, and a person when there is none."""

import pytest

from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
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
