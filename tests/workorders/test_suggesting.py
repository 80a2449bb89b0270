"""Orders that were answered alike suggest an article, without anybody's data; how much is settled at once."""

from datetime import timedelta

import pytest

from jiesu.catalogue.natures import Channel, Nature
from jiesu.core import clock
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.knowledge.actions import dismiss_suggestion, take_suggestion
from jiesu.knowledge.grouping import groups_of
from jiesu.knowledge.models import ArticleSuggestion
from jiesu.knowledge.selectors import forget_index, suggestions
from jiesu.workorders import actions
from jiesu.workorders.actions.suggesting import suggest_articles
from jiesu.workorders.answers import appeals_by_topic, direct_answers
from tests.knowledge.desk import WATER, Desk

ANSWER = "居住证请带身份证和租房合同，到居住地派出所户籍窗口办理，十五日内领证，咨询 0518-12345678。"
ASKED = ("租房的人怎么办居住证", "外地人在这租房，居住证怎么办", "我租房住，办居住证要带什么")


@pytest.fixture
def desk(db, held_clock):
    forget_index()
    yield Desk()
    forget_index()


def answered(desk, content, answer=ANSWER, **more):
    number = desk.register(content, title=content, **more)
    actions.answer_directly(number, answer=answer, by=desk.operator)
    return number


def residence(desk):
    return [answered(desk, content) for content in ASKED]


def test_texts_are_grouped_by_what_was_asked_and_answered():
    asked = [*ASKED, "路灯不亮", "路灯坏了不亮", "居住证怎么办"]
    said = [ANSWER, ANSWER, ANSWER, "已派人维修。", "已派人维修。", "请耐心等待。"]
    (group,) = groups_of(asked, said)
    assert sorted(group) == [0, 1, 2]
    assert [sorted(each) for each in groups_of(asked, said, least=2)] == [[0, 1, 2], [3, 4]]
    assert groups_of([], []) == []


def test_orders_answered_alike_suggest_an_article_without_personal_data(desk):
    numbers = residence(desk)
    answered(desk, "路灯不亮", "已派人维修。")
    actions.answer_directly(
        desk.register("王建国要办居住证，电话13851234567", title="王建国要办居住证，电话13851234567"),
        answer=ANSWER.replace("请带", "请王建国带"),
        by=desk.operator,
    )

    assert suggest_articles() == 1

    (row,) = ArticleSuggestion.objects.all()
    assert set(numbers) <= set(row.orders)
    told = f"{row.question}{row.askings}{row.answer}"
    assert "王建国" not in told
    assert "13851234567" not in told
    assert "0518-12345678" in row.answer
    assert row.topic_code == "010101"


def test_found_again_a_group_is_brought_up_to_date(desk):
    residence(desk)
    suggest_articles()
    answered(desk, "租房的怎么办居住证")
    assert suggest_articles() == 1
    assert list(ArticleSuggestion.objects.values_list("size", flat=True)) == [4]


def test_what_an_article_answers_or_cites_is_not_suggested(desk):
    number = desk.publish(
        WATER.__class__(
            question="租房的人怎么办居住证", spoken=ANSWER, answer=ANSWER, review_by=WATER.review_by
        )
    )
    forget_index()
    residence(desk)
    assert suggest_articles() == 0
    assert not ArticleSuggestion.objects.exists()
    for content in ("社保卡怎么挂失", "社保卡丢了怎么挂失", "社保卡挂失怎么办"):
        order = desk.register(content, title=content)
        actions.answer_directly(order, answer="请拨打电话挂失。", by=desk.operator, citations=[number])
    assert suggest_articles() == 0


def test_a_suggestion_is_taken_as_a_draft_once(desk):
    residence(desk)
    suggest_articles()
    (row,) = suggestions(for_user=desk.editor)
    with pytest.raises(NotAllowed):
        take_suggestion(row.pk, by=desk.operator)

    version = take_suggestion(row.pk, by=desk.editor)

    assert (version.state, version.question, version.answer) == ("draft", row.question, ANSWER)
    assert version.spoken == ANSWER
    assert version.article.owner == desk.centre
    with pytest.raises(NotFound):
        take_suggestion(row.pk, by=desk.editor)
    suggest_articles()
    assert not suggestions(for_user=desk.editor).exists()


def test_what_was_put_aside_stays_so(desk):
    residence(desk)
    suggest_articles()
    (row,) = suggestions(for_user=desk.editor)
    assert not suggestions(for_user=desk.water_clerk).exists()
    with pytest.raises(NotFound):
        dismiss_suggestion(row.pk, by=desk.water_clerk)
    dismiss_suggestion(row.pk, by=desk.editor)
    suggest_articles()
    assert list(ArticleSuggestion.objects.values_list("state", flat=True)) == ["dismissed"]


def test_confidential_orders_and_complaints_teach_nothing(desk):
    for content in ASKED:
        answered(desk, content, is_confidential=True)
        answered(desk, content, nature=Nature.COMPLAINT)
    assert suggest_articles() == 0


def test_direct_answers_are_counted_among_the_publics_appeals(desk):
    since = clock.now() - timedelta(days=1)
    until = clock.now() + timedelta(days=1)
    answered(desk, ASKED[0])
    archived = answered(desk, ASKED[1])
    actions.archive_order(archived, by=desk.callback)
    reopened = answered(desk, ASKED[2])
    actions.reopen_order(reopened, reason="又来问", by=desk.duty_chief)
    desk.register()
    desk.register(channel=Channel.COLLECTOR)
    actions.invalidate_order(desk.register(), reason_code="invalid_silent", by=desk.shift_lead)
    told = direct_answers(since=since, until=until)
    assert (told.part, told.whole, told.cited) == (2, 4, 0)
    assert direct_answers(since=until, until=until).whole == 0
    assert appeals_by_topic(["010101", "010102"], since=since, until=until) == {"010101": 4}
