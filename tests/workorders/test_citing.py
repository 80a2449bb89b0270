"""An order is answered with articles: they stand on it, count as used, and bear what comes of it."""

import pytest

from jiesu.knowledge.models import Article, ArticleUse, Inquiry
from jiesu.knowledge.selectors import citations_of
from jiesu.messaging.selectors import stand_in_messages
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.errors import Missing, TextedAlready, UnknownReference
from jiesu.workorders.states import Resolution, Satisfaction
from tests.knowledge.desk import WATER, Desk

PHONE = "13812345678"


@pytest.fixture
def desk(db, held_clock):
    return Desk()


@pytest.fixture
def article(desk):
    return desk.publish()


def answered(desk, *citations, title="家里停水"):
    number = desk.register(title=title)
    actions.answer_directly(number, answer=WATER.spoken, by=desk.operator, citations=citations)
    return number


def heard(number, desk, satisfaction):
    answers = CallbackAnswers(reached=True, satisfaction=satisfaction, resolution=Resolution.RESOLVED)
    actions.record_callback(number, answers=answers, by=desk.callback)


def test_an_order_cites_the_article_that_it_is_answered_with(desk, article):
    number = answered(desk, article, article)

    (citation,) = citations_of(number)
    assert (citation.number, citation.question, citation.version, citation.complained) == (
        article, WATER.question, 1, False,
    )  # fmt: skip
    assert Article.objects.get().uses == 1
    from jiesu.workorders.models import TimelineEvent

    line = TimelineEvent.objects.get(order__number=number, verb="answer_directly")
    assert line.data["citations"] == [article]
    assert list(Inquiry.objects.values_list("text", "is_good")) == [("家里停水", True)]


def test_what_is_not_published_cannot_be_cited(desk):
    draft = desk.draft()
    number = desk.register()

    for cited in (draft, "ZS999999"):
        with pytest.raises(UnknownReference) as refused:
            actions.answer_directly(number, answer="已答复。", by=desk.operator, citations=[cited])
        assert refused.value.field == "citations"

    assert citations_of(number) == []
    assert not ArticleUse.objects.exists()
    from jiesu.workorders.models import WorkOrder

    assert WorkOrder.objects.get(number=number).state == "pending_dispatch"


def test_a_dissatisfied_citizen_counts_once_against_what_was_cited(desk, article):
    number = answered(desk, article)
    other = answered(desk, article)

    heard(other, desk, Satisfaction.SATISFIED)
    assert Article.objects.get().complaints == 0
    for _ in range(2):
        heard(number, desk, Satisfaction.DISSATISFIED)

    assert Article.objects.get().complaints == 1
    assert [one.complained for one in citations_of(number)] == [True]
    assert [one.complained for one in citations_of(other)] == [False]


def test_an_answer_is_texted_word_for_word_and_once(desk, article):
    told = actions.text_article(article, phone="138 1234 5678", by=desk.operator)

    assert told == (
        f"您咨询的“{WATER.question}”：{WATER.spoken}材料：无。地点：市自来水公司营业厅。时限：一小时内到场。收费：不收费。"
    )
    (message,) = stand_in_messages()
    assert (message.address, message.text, message.purpose) == (PHONE, told, "知识答复")
    assert Article.objects.get().uses == 1
    with pytest.raises(TextedAlready):
        actions.text_article(article, phone=PHONE, by=desk.operator)
    assert len(stand_in_messages()) == 1


def test_nothing_is_texted_without_a_number(desk, article):
    with pytest.raises(Missing):
        actions.text_article(article, phone=" ", by=desk.operator)
    assert stand_in_messages() == []
    assert Article.objects.get().uses == 0
