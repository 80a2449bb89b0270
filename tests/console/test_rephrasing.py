"""Other words from the language model beside what was found: only where there is one, with sources."""

import pytest
from django.test import Client

from jiesu.accounts.models import User
from jiesu.knowledge.selectors import keeping
from tests.knowledge.desk import WATER, Desk

HOME = "/console/knowledge/"
ASKED = {"q": "家里停水了怎么办"}


@pytest.fixture
def operator(db, held_clock, settings):
    settings.JIESU_MODEL_URL = "stand-in"
    keeping.forget_index()
    Desk().publish()
    keeping.forget_index()
    client = Client()
    client.force_login(User.objects.get(username="operator"))
    yield client
    keeping.forget_index()


def test_the_button_is_there_only_where_there_is_a_model(operator, settings):
    assert b"knowledge/rephrase/" in operator.get(HOME, ASKED).content
    settings.JIESU_MODEL_URL = ""
    assert b"knowledge/rephrase/" not in operator.get(HOME, ASKED).content


def test_other_words_are_marked_and_name_their_articles(operator):
    part = operator.post(f"{HOME}rephrase/", ASKED, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "未经审核，仅供话务员参考" in part
    assert WATER.question in part
    whole = operator.post(f"{HOME}rephrase/", ASKED).content.decode()
    assert "<html" in whole
    assert "未经审核，仅供话务员参考" in whole


def test_without_an_article_it_says_so(operator):
    part = operator.post(f"{HOME}rephrase/", {"q": "火星怎么移民"}, headers={"HX-Request": "true"})
    assert "没有找到可以改写的知识" in part.content.decode()


def test_nobody_asks_it_without_signing_in(operator):
    assert Client().post(f"{HOME}rephrase/", ASKED).status_code == 302
    assert operator.get(f"{HOME}rephrase/").status_code == 405
