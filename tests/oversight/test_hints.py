"""Hints on replies as they are stored, listed, counted and announced."""

from datetime import timedelta

import pytest

from jiesu.core.models import JournalEntry
from jiesu.oversight import actions
from jiesu.oversight.models import ReplyHint
from jiesu.oversight.selectors import hints
from jiesu.oversight.selectors.hints import HintFilter
from jiesu.oversight.subscribers.quality import judge_replies
from jiesu.workorders import actions as orders
from tests.cast import order
from tests.oversight.quality_desk import EMPTY, SOUND, QualityDesk


@pytest.fixture
def desk(db, held_clock) -> QualityDesk:
    return QualityDesk()


def told(kind: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(name=f"oversight.{kind}").order_by("pk"))


def test_a_perfunctory_reply_is_found_when_it_is_sent_and_announced_once(desk):
    number = desk.replied(EMPTY)
    hint = ReplyHint.objects.get()
    assert (hint.order.number, hint.unit, hint.person_name) == (number, desk.water, "李水")
    assert (hint.is_perfunctory, hint.rules) == (True, 1)
    assert hint.findings[0] == ["perfunctory", "您反映的问题已收悉，我们已转相关部门办理，感谢您的理解与支持"]
    (entry,) = told("PerfunctoryReplyFound")
    assert (entry.subject, entry.payload["unit_id"], entry.payload["score"]) == (
        number,
        desk.water.pk,
        hint.score,
    )
    assert entry.payload["words"] == hint.findings[0][1:]
    assert actions.note_reply_hints(number) == []
    assert (ReplyHint.objects.count(), len(told("PerfunctoryReplyFound"))) == (1, 1)


def test_a_sound_reply_has_its_score_and_nothing_is_announced(desk):
    desk.replied(SOUND)
    hint = ReplyHint.objects.get()
    assert (hint.is_perfunctory, hint.score, hint.findings) == (False, 100, [])
    assert told("PerfunctoryReplyFound") == []


def test_a_second_reply_is_held_against_the_first(desk):
    number = desk.replied("经查，情况不属实，该处水管没有爆裂。电话85551234。")
    orders.send_back(number, by=desk.reviewer, reason="再查。")
    desk.reply(number, "经查，情况属实，已于3月2日修复。电话85551234。")
    first, second = ReplyHint.objects.order_by("pk")
    assert ["contradiction", "不属实", "情况属实"] in second.findings
    assert not [finding for finding in first.findings if finding[0] == "contradiction"]


def test_the_citizens_own_name_in_the_answer_is_found(desk):
    desk.replied("王建国您好，" + SOUND)
    assert ReplyHint.objects.get().findings == [["personal_data", "王**"]]


def test_what_an_unknown_order_replied_is_nothing(desk):
    assert actions.note_reply_hints("99999999999999999999") == []


def test_hints_are_found_by_band_kind_and_unit_and_counted(desk, held_clock):
    desk.replied(EMPTY)
    desk.replied(SOUND)
    who, since = desk.inspector, held_clock.move(timedelta(0)) - timedelta(days=1)

    def count(**asked):
        return hints.hints(HintFilter(**asked), for_user=who).count()

    assert (count(), count(band="perfunctory"), count(band="good"), count(band="weak")) == (2, 1, 1, 1)
    assert (count(kind="no_contact"), count(unit=desk.water.pk), count(unit=desk.power.pk)) == (1, 2, 0)
    assert (count(since=since), count(until=since)) == (2, 0)
    assert hints.hint_counts(for_user=who, since=since) == {
        "good": 1,
        "fair": 0,
        "weak": 1,
        "perfunctory": 1,
    }


def test_hints_of_confidential_orders_are_for_those_who_may_know(desk):
    desk.replied(EMPTY, is_confidential=True)
    assert hints.hints(HintFilter(), for_user=desk.inspector).count() == 0
    assert hints.hints(HintFilter(), for_user=desk.supervisor).count() == 1
    assert hints.hints(HintFilter(), for_user=desk.power_clerk).count() == 0


def test_the_event_delivered_twice_judges_once(desk):
    number = desk.replied(EMPTY)
    judge_replies(type("Told", (), {"subject": number, "occurred_at": order(number).registered_at})())
    assert ReplyHint.objects.count() == 1


def test_nobody_learns_a_confidential_name_by_writing_it(desk):
    number = desk.replied(EMPTY, is_confidential=True)
    given = {"earlier": [], "at": order(number).registered_at}
    tried = hints.judged(order(number), "王建国您好，" + SOUND, for_user=desk.water_clerk, **given)
    assert tried.findings == ()
    known = hints.judged(order(number), "王建国您好，" + SOUND, for_user=desk.supervisor, **given)
    assert [finding.words for finding in known.findings] == [("王**",)]
