"""Finding in the product, and what is learned from use."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.models import JournalEntry
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.contents import Content
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping, measures
from jiesu.knowledge.states import Source, Use
from tests.knowledge.desk import NEXT_YEAR, WATER

pytestmark = pytest.mark.django_db
FUND = Content(
    question="住房公积金怎么提取",
    topic_code="010102",
    areas=("990100",),
    review_by=NEXT_YEAR,
    spoken="带身份证和购房合同到公积金中心办理。",
    answer="购房、租房、退休可以提取住房公积金，带身份证和购房合同到公积金中心窗口办理，三个工作日到账。",
)


def test_a_colloquial_question_with_a_typing_error_finds_the_answer(desk):
    number = desk.publish(FUND)
    desk.publish()
    hit = desk.find("请问公鸡金咋取出来")[0]
    assert (hit.number, hit.owner) == (number, "市自来水公司")
    assert hit.confidence < 1


def test_the_snippet_says_why(desk):
    desk.publish()
    (hit,) = desk.find("停水要多久恢复供水")
    assert {piece.text for piece in hit.snippet if piece.marked} == {"停水", "恢复供水", "自来水"}


def test_drafts_are_not_found(desk):
    desk.draft()
    assert desk.find("停水") == []


def test_an_article_of_another_area_is_not_found(desk):
    number = desk.publish(FUND)
    found = {
        area: [hit.number for hit in desk.find("公积金", area_code=area)] for area in ("", "990101", "990201")
    }
    assert found == {"": [number], "990101": [number], "990201": []}


def test_a_process_follows_the_database_without_sorting_anew(desk, monkeypatch):
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0)
    number = desk.publish()
    assert [hit.number for hit in desk.find("停水")] == [number]
    second = desk.publish(FUND)
    monkeypatch.setattr(keeping, "_sorted_anew", None)
    assert [hit.number for hit in selectors.find_articles("公积金")] == [second]
    lamp = replace(WATER, question="路灯不亮", askings=(), answer="报修", spoken="报修")
    actions.revise_article(number, lamp, by=desk.water_clerk)
    desk.pass_on(number)
    assert [hit.number for hit in selectors.find_articles("路灯")] == [number]
    assert [hit.number for hit in selectors.find_articles("停水")] == []
    actions.expire_article(number, note="完", by=desk.approver)
    assert selectors.find_articles("路灯") == []


def test_a_search_costs_two_queries_however_many_are_found(desk, monkeypatch):
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0)
    for _ in range(3):
        desk.publish()
    desk.find("停水")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert len(selectors.find_articles("停水")) == 3
    assert len(captured) == 2


@pytest.mark.parametrize("question", ["", "？", "   ", "\0", "zzzz"])
def test_a_question_without_words_finds_nothing(desk, question):
    desk.publish()
    assert desk.find(question) == []


def ask(desk, text, **more):
    return actions.note_inquiry(text, hits=desk.find(text), source=Source.CONSOLE, **more)


def test_what_was_not_found_is_a_gap_until_an_article_answers_it(desk):
    desk.publish()
    assert ask(desk, "小区停水").is_good
    assert not ask(desk, "公积金提取要带什么").is_good
    assert not ask(desk, "公积金提取要带什么", topic_code="010102").is_good
    assert sum(row.inquiries for row in selectors.gaps_by_topic()) == 2
    assert "010102" in {row.topic_code for row in selectors.gaps_by_topic()}
    keeping.forget_index()
    number = desk.publish(FUND)
    assert selectors.gaps_by_topic() == []
    assert set(Inquiry.objects.filter(is_good=False).values_list("settled_by__number", flat=True)) == {number}


def test_somebodys_number_is_not_kept(desk):
    assert ask(desk, "我的电话13851234567，停水了").text == "我的电话……，停水了"
    assert ask(desk, " \n ") is None


def test_what_the_person_says_counts_more_than_confidence(desk):
    desk.publish()
    assert not ask(desk, "小区停水", helped=False).is_good


def test_citing_an_article_on_an_order_counts_once(desk):
    number = desk.publish()
    for _ in range(2):
        actions.note_use(number, use=Use.CITED, order_number="990100202611230000001", actor_id=1)
    actions.note_use(number, use=Use.COPIED)
    actions.note_use(number, use=Use.COPIED)
    assert Article.objects.get(number=number).uses == 3
    assert JournalEntry.objects.filter(name="knowledge.ArticleUsed").count() == 3
    assert [(row.article.number, uses) for row, uses in selectors.popular_articles(since=clock.now())] == [
        (number, 3)
    ]


def test_only_what_answers_is_used(desk):
    with pytest.raises(NotFound):
        actions.note_use(desk.draft(), use=Use.COPIED)


def test_an_order_that_ended_badly_counts_against_what_it_cited(desk):
    number = desk.publish()
    actions.note_use(number, use=Use.CITED, order_number="A1")
    assert (actions.note_complaint("A1"), actions.note_complaint("A2"), actions.note_complaint("")) == (
        1,
        0,
        0,
    )
    assert actions.note_complaint("A1") == 0
    (row,) = selectors.troubled_articles()
    told = (row.version.article.number, row.complaints, row.cited, row.orders)
    assert told == (number, 1, 1, ("A1",))


def test_rates_carry_their_base(desk):
    desk.publish()
    ask(desk, "小区停水")
    ask(desk, "火星移民")
    now = clock.now()
    assert measures.hit_rate(since=now, until=now + timedelta(seconds=1)) == measures.Share(1, 2)
    assert measures.topic_coverage() == measures.Share(1, 3)
