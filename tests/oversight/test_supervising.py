"""Supervision orders: working time to answer, late answers, sending back, the next colour when unanswered."""

import pytest

from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.oversight import actions as oversight
from jiesu.oversight.models import Supervision, SupervisionLine
from jiesu.oversight.supervision import FEEDBACK, SUPERVISION_RULES, Colour, SupervisionState, verbs_from
from jiesu.workorders import actions
from tests.oversight.watching import a_minute, at, steps, supervised, with_the_water_company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("colour", "due"),
    [(Colour.BLUE, "03-05 17:30"), (Colour.YELLOW, "03-04 17:30"), (Colour.RED, "03-03 17:30")],
)
def test_each_colour_gives_its_working_days_to_answer(cast, colour, due):
    number = with_the_water_company(cast)
    oversight.issue_supervision(number, colour=colour, reason="催办无果", by=cast.supervisor)
    assert supervised(number) == [(colour.value, "issued", due)]
    assert set(FEEDBACK) == set(Colour)


def issued(cast, number, **more):
    given = {"colour": Colour.BLUE, "reason": "催办无果", "by": cast.supervisor, **more}
    return oversight.issue_supervision(number, **given).number


def test_an_answer_is_accepted_or_sent_back_and_each_word_is_kept(cast, held_clock):
    key = issued(cast, with_the_water_company(cast))
    oversight.answer_supervision(key, answer="已安排抢修", by=cast.water_clerk)
    held_clock.move_to(at("03-04 10:00"))
    oversight.send_supervision_back(key, reason="何时完工", by=cast.supervisor)
    row = Supervision.objects.get()
    assert (row.state, row.sent_back_count, row.feedback_due) == ("sent_back", 1, at("03-09 17:30"))
    held_clock.move_to(at("03-10 10:00"))
    oversight.answer_supervision(key, answer="昨日完工", by=cast.water_clerk)
    oversight.accept_supervision(key, by=cast.supervisor)
    row.refresh_from_db()
    assert (row.state, row.answered_late, row.answer) == ("closed", True, "昨日完工")
    assert [(line.verb, line.note) for line in SupervisionLine.objects.order_by("pk")] == [
        ("issue", "催办无果"),
        ("answer", "已安排抢修"),
        ("send_back", "何时完工"),
        ("answer", "昨日完工"),
        ("accept", ""),
    ]


@pytest.mark.parametrize("state", SupervisionState)
def test_nothing_is_done_from_a_state_in_which_it_cannot_be(state):
    assert verbs_from(state) == tuple(v for v, rule in SUPERVISION_RULES.items() if state in rule.sources)


def test_who_may_not_is_refused_and_nothing_happens(cast):
    number = with_the_water_company(cast)
    with pytest.raises(NotAllowed):
        issued(cast, number, by=cast.operator)
    key = issued(cast, number)
    for by, refusal in ((cast.power_clerk, NotFound), (cast.supervisor, NotAllowed)):
        with pytest.raises(refusal):
            oversight.answer_supervision(key, answer="好", by=by)
    with pytest.raises(Refusal) as refusal:
        oversight.accept_supervision(key, by=cast.supervisor)
    assert refusal.value.code == "supervision_not_there"
    with pytest.raises(Refusal):
        oversight.answer_supervision(key, answer="  ", by=cast.water_clerk)
    assert supervised(number) == [("blue", "issued", "03-05 17:30")]


def test_an_order_with_no_unit_cannot_be_supervised_unless_one_is_named(cast):
    number = cast.register()
    with pytest.raises(Refusal) as refusal:
        issued(cast, number)
    assert refusal.value.code == "no_unit_to_supervise"
    issued(cast, number, unit_id=cast.power.pk)
    assert Supervision.objects.get().unit_id == cast.power.pk


def test_what_is_not_answered_goes_up_and_what_is_answered_does_not(cast, held_clock):
    silent, heard = with_the_water_company(cast), with_the_water_company(cast)
    issued(cast, silent)
    oversight.answer_supervision(issued(cast, heard), answer="已办", by=cast.water_clerk)
    a_minute(held_clock, "03-05 17:29")
    assert steps(silent) == []
    a_minute(held_clock, "03-05 17:30")
    assert steps(silent) == [("deputy_secretary", "蓝色督办反馈已过期", "黄色督办")]
    a_minute(held_clock, "03-09 17:30")
    assert steps(silent)[1:] == [("mayor", "黄色督办反馈已过期", "红色督办、列入通报")]
    assert steps(heard) == []


def test_nobody_above_is_told_of_an_order_that_has_come_to_its_end(cast, held_clock):
    number = with_the_water_company(cast)
    issued(cast, number)
    actions.withdraw_order(number, reason="诉求人撤回", by=cast.duty_chief)
    a_minute(held_clock, "03-05 17:31")
    assert steps(number) == []
    assert supervised(number) == [("blue", "issued", "03-05 17:30")]


def test_a_unit_below_and_a_leader_of_the_unit_see_their_own_only(cast):
    key = issued(cast, with_the_water_company(cast))
    for actor, seen in ((cast.water_leader, True), (cast.station, False), (cast.power_leader, False)):
        assert Supervision.objects.visible_to(actor).filter(number=key).exists() is seen


def test_a_suspended_order_stands_still_on_the_ladder_and_goes_on_after(cast, held_clock):
    from tests.workorders.doing import in_days

    number = with_the_water_company(cast)
    a_minute(held_clock, "03-09 17:31")
    actions.apply_for_suspension(
        number, reason_code="suspension_works", reason="停水施工", review_on=in_days(30), by=cast.water_clerk
    )
    actions.approve_suspension(number, by=cast.duty_chief)
    a_minute(held_clock, "03-12 17:30")
    assert steps(number) == []
    actions.resume_order(number, by=cast.duty_chief)
    a_minute(held_clock, "03-12 17:31")
    assert len(steps(number)) == 2
