"""The life of an article in the database: who may do what, what is kept, what is announced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import JournalEntry
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.contents import Content
from jiesu.knowledge.errors import Incomplete, NotYourArticle, OwnWork, VersionUnderWay, WrongArticleState
from jiesu.knowledge.models import ArticleEvent, ArticleVersion
from jiesu.knowledge.states import ArticleState, ArticleVerb
from jiesu.knowledge.tasks import call_due
from tests.knowledge.desk import NEXT_YEAR, WATER, in_days

pytestmark = pytest.mark.django_db


def states(number):
    rows = ArticleVersion.objects.filter(article__number=number).order_by("version")
    return [row.state for row in rows]


def test_an_article_goes_from_the_units_draft_to_the_centres_answer(desk):
    number = desk.publish()
    version = selectors.live_article(number)
    assert version.content == WATER
    assert [(line.verb, line.to_state) for line in reversed(selectors.history_of(number))] == [
        ("start", "draft"),
        ("submit", "in_review"),
        ("endorse", "in_approval"),
        ("approve", "approved"),
        ("publish", "published"),
    ]
    entry = JournalEntry.objects.get(name="knowledge.ArticlePublished")
    assert (entry.subject, entry.payload["to_state"]) == (number, "published")


def test_what_an_operator_hears_becomes_a_draft_of_the_unit(desk):
    note = actions.collect_article(Content(question="水费怎么交"), owner_id=desk.water.pk, by=desk.operator)
    number = note.article.number
    assert number.startswith("ZS")
    draft = actions.draft_article(number, by=desk.water_clerk)
    assert (draft.state, draft.author_name) == ("draft", "李水")
    assert actions.edit_article(number, WATER, by=desk.water_clerk).question == WATER.question
    assert [line.verb for line in selectors.history_of(number)] == ["edit", "start", "collect"]


def test_a_new_version_replaces_the_old_in_one_moment(desk):
    number = desk.publish()
    second = replace(WATER, spoken="请拨打 96116。", fees="免费")
    actions.revise_article(number, second, by=desk.water_clerk)
    assert selectors.live_article(number).spoken == WATER.spoken
    desk.pass_on(number)
    assert selectors.live_article(number).content == second
    assert states(number) == ["superseded", "published"]
    assert [row.version for row in selectors.article_versions(number, for_user=desk.editor)] == [2, 1]


def test_only_one_version_is_under_way(desk):
    number = desk.publish()
    actions.revise_article(number, by=desk.water_clerk)
    with pytest.raises(VersionUnderWay, match="Version 2"):
        actions.revise_article(number, by=desk.water_clerk)
    assert states(number) == ["published", "draft"]


def test_nobody_passes_their_own_words(desk):
    number = desk.draft(by=desk.water_leader)
    actions.submit_article(number, by=desk.water_leader)
    with pytest.raises(OwnWork):
        actions.endorse_article(number, by=desk.water_leader)
    assert states(number) == ["in_review"]


def test_another_unit_neither_writes_nor_passes(desk):
    with pytest.raises(NotYourArticle):
        actions.start_article(WATER, owner_id=desk.water.pk, by=desk.power_clerk)
    number = desk.draft()
    for attempt in (actions.submit_article, actions.revise_article):
        with pytest.raises(NotYourArticle):
            attempt(number, by=desk.power_clerk)
    actions.submit_article(number, by=desk.water_clerk)
    with pytest.raises(NotYourArticle):
        actions.endorse_article(number, by=desk.power_leader)
    assert states(number) == ["in_review"]


def test_the_centre_does_not_vouch_for_a_unit(desk):
    number = desk.draft()
    actions.submit_article(number, by=desk.water_clerk)
    with pytest.raises(NotYourArticle):
        actions.endorse_article(number, by=desk.approver)


def test_operators_do_not_write(desk):
    with pytest.raises(NotAllowed):
        actions.start_article(WATER, owner_id=desk.water.pk, by=desk.operator)
    with pytest.raises(NotAllowed):
        actions.collect_article(WATER, owner_id=desk.water.pk, by=desk.reviewer)


def test_what_is_sent_back_says_why(desk):
    number = desk.draft()
    actions.submit_article(number, by=desk.water_clerk)
    with pytest.raises(Incomplete):
        actions.send_back_article(number, note=" ", by=desk.water_leader)
    actions.send_back_article(number, note="电话写错了", by=desk.water_leader)
    assert (states(number), selectors.history_of(number)[0].note) == (["draft"], "电话写错了")


def test_the_centre_sends_back_even_what_it_approved(desk):
    number = desk.draft()
    actions.submit_article(number, by=desk.water_clerk)
    actions.endorse_article(number, by=desk.water_leader)
    with pytest.raises(NotAllowed):
        actions.send_back_article(number, note="再想想", by=desk.water_leader)
    actions.approve_article(number, by=desk.approver)
    actions.send_back_article(number, note="措辞", by=desk.approver)
    assert states(number) == ["draft"]


def test_what_is_incomplete_is_not_handed_in(desk):
    number = desk.draft(replace(WATER, spoken=""))
    with pytest.raises(Incomplete) as refusal:
        actions.submit_article(number, by=desk.water_clerk)
    assert refusal.value.field == "spoken"
    assert states(number) == ["draft"]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (Content(question=" "), "question"),
        (Content(question="长" * 201), "question"),
        (Content(question="?", fees="元" * 201), "fees"),
        (Content(question="?", valid_from=date(2027, 1, 2), valid_until=date(2027, 1, 1)), "valid_until"),
        (Content(question="?", topic_code="990101"), "topic_code"),
    ],
)
def test_what_the_tables_cannot_hold_is_refused_with_its_field(desk, content, field):
    with pytest.raises(InvalidInput) as refusal:
        desk.draft(content)
    assert refusal.value.field == field
    assert not ArticleVersion.objects.exists()


def test_verbs_out_of_their_state_are_refused(desk):
    number = desk.draft()
    for verb in (actions.endorse_article, actions.approve_article, actions.publish_article):
        with pytest.raises(WrongArticleState):
            verb(number, by=desk.approver)
    assert states(number) == ["draft"]


@pytest.mark.parametrize("number", ["ZS999999", "", "\0", "x" * 300])
def test_what_is_not_there_is_not_found(desk, number):
    for attempt in (
        lambda: actions.submit_article(number, by=desk.water_clerk),
        lambda: actions.revise_article(number, by=desk.water_clerk),
        lambda: selectors.live_article(number),
        lambda: selectors.get_article(number, for_user=desk.operator),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_draft_that_nobody_will_finish_is_put_away(desk):
    number = desk.draft()
    actions.discard_article(number, note="重复", by=desk.water_clerk)
    assert states(number) == ["discarded"]


def test_a_review_falls_due_once_and_the_unit_confirms(desk, held_clock):
    number = desk.publish(replace(WATER, review_by=in_days(30)))
    call_due(0)
    assert states(number) == ["published"]
    held_clock.move(timedelta(days=30))
    assert actions.call_due_reviews() == (1, 0)
    assert actions.call_due_reviews() == (0, 0)
    assert JournalEntry.objects.get(name="knowledge.ReviewFellDue").payload["unit_id"] == desk.water.pk
    assert [
        row.article.number for row in selectors.review_queue(for_user=desk.water_leader, on=in_days(0))
    ] == [number]
    with pytest.raises(Incomplete):
        actions.confirm_article(number, review_by=in_days(0), by=desk.water_leader)
    actions.confirm_article(number, review_by=in_days(365), by=desk.water_leader)
    assert states(number) == ["published"]


def test_what_is_due_still_answers_and_is_counted(desk, held_clock):
    number = desk.publish(replace(WATER, review_by=in_days(10)))
    held_clock.move(timedelta(days=11))
    actions.call_due_reviews()
    assert selectors.live_article(number).state == "review_due"
    (row,) = selectors.freshness(on=in_days(0))
    assert (row.unit, row.live, row.overdue, row.in_time) == ("市自来水公司", 1, 1, 0)


def test_an_answer_ends_on_its_last_day(desk, held_clock):
    number = desk.publish(replace(WATER, review_by=in_days(5), valid_until=in_days(5)))
    held_clock.move(timedelta(days=5))
    assert [hit.number for hit in desk.find("停水")] == [number]
    held_clock.move(timedelta(days=1))
    assert desk.find("停水") == []
    assert actions.call_due_reviews() == (0, 1)
    assert states(number) == ["expired"]


def test_the_centre_ends_an_answer_with_a_reason(desk):
    number = desk.publish()
    with pytest.raises(Incomplete):
        actions.expire_article(number, note="", by=desk.approver)
    actions.expire_article(number, note="办法已废止", by=desk.approver)
    assert desk.find("停水") == []
    with pytest.raises(WrongArticleState):
        actions.expire_article(number, note="又", by=desk.approver)


def test_an_approved_article_whose_time_is_over_is_not_published(desk, held_clock):
    number = desk.draft(replace(WATER, review_by=in_days(3), valid_until=in_days(3)))
    actions.submit_article(number, by=desk.water_clerk)
    actions.endorse_article(number, by=desk.water_leader)
    actions.approve_article(number, by=desk.approver)
    held_clock.move(timedelta(days=4))
    with pytest.raises(Incomplete):
        actions.publish_article(number, by=desk.approver)
    assert states(number) == ["approved"]


def test_drafts_are_read_within_reach_and_answers_by_all(desk):
    number = desk.draft()
    assert selectors.article_versions(number, for_user=desk.power_clerk) == []
    assert len(selectors.article_versions(number, for_user=desk.editor)) == 1
    desk.pass_on(number)
    assert len(selectors.article_versions(number, for_user=desk.power_clerk)) == 1
    assert selectors.allowed_verbs(selectors.live_article(number), for_user=desk.water_leader) == (
        ArticleVerb.CONFIRM,
    )


def test_the_database_refuses_what_must_never_be(desk):
    number = desk.publish()
    version = selectors.live_article(number)
    for change in (
        {"state": "nonsense"},
        {"review_by": None},
        {"valid_from": NEXT_YEAR, "valid_until": in_days(1)},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ArticleVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ArticleEvent.objects.update(note="anders")
    version.pk, version.version, version.state = None, 9, ArticleState.REVIEW_DUE.value
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()
