"""Callbacks, rework and the end of an order: what is asked for, refused and written down."""

from datetime import timedelta

import pytest

from jiesu.catalogue.natures import Channel
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.models import Application, Assignment, CallbackRecord, Reply, TimelineEvent
from jiesu.workorders.states import Resolution, Satisfaction
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import BAD, GOOD, NOT_REACHED, REPLY, everything, refused

pytestmark = pytest.mark.django_db


def test_a_citizen_counts_as_called_after_attempts_on_three_days(stage, held_clock):
    number = stage.bring_to("pending_callback")
    for _ in range(4):
        actions.record_callback(number, answers=NOT_REACHED, by=stage.callback)
    refused(actions.close_order, number, "not_called_back", words="需满3次", by=stage.callback)
    for _ in range(2):
        held_clock.move(timedelta(days=1))
        actions.record_callback(number, answers=NOT_REACHED, by=stage.callback)
    actions.close_order(number, by=stage.callback)
    assert (order(number).state, order(number).callback_attempts) == ("closed", 6)
    assert list(CallbackRecord.objects.values_list("round", "attempt")) == [(1, n) for n in range(1, 7)]


def test_an_anonymous_citizen_need_not_be_called(stage):
    number = stage.register(citizen=None)
    actions.dispatch_order(number, lead=stage.water.pk, by=stage.dispatcher)
    actions.sign_assignment(number, by=stage.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=stage.water_clerk)
    actions.approve_reply(number, by=stage.water_leader)
    actions.review_order(number, by=stage.reviewer)
    actions.close_order(number, by=stage.callback)
    assert order(number).state == "closed"


def test_the_first_satisfaction_is_kept_beside_the_final_one(stage):
    number = stage.bring_to("pending_callback")
    actions.record_callback(number, answers=BAD, by=stage.callback)
    refused(actions.close_order, number, "rework_due", by=stage.callback)
    actions.record_callback(number, answers=GOOD, by=stage.callback)
    kept = order(number)
    assert (kept.first_satisfaction, kept.final_satisfaction) == ("dissatisfied", "satisfied")
    assert (kept.final_resolution, kept.callback_round) == ("resolved", "good")
    refused(actions.rework_order, number, "not_dissatisfied", reason="不服", by=stage.callback)
    actions.close_order(number, by=stage.callback)


def test_dissatisfaction_with_policy_is_explained_and_closed(stage):
    number = stage.bring_to("pending_callback")
    answers = CallbackAnswers(
        reached=True,
        resolution=Resolution.UNRESOLVED,
        satisfaction=Satisfaction.DISSATISFIED,
        unit_at_fault=False,
    )
    actions.record_callback(number, answers=answers, by=stage.callback)
    refused(actions.rework_order, number, "not_dissatisfied", reason="不服", by=stage.callback)
    actions.close_order(number, by=stage.callback)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"reached": True}, "satisfaction"),
        ({"reached": False, "satisfaction": Satisfaction.FAIR}, "reached"),
        ({"reached": False, "truthful": False}, "reached"),
        ({"reached": True, "satisfaction": Satisfaction.FAIR, "reason": "字" * 20_001}, "reason"),
    ],
)
def test_answers_that_cannot_be(stage, answers, field):
    number = stage.bring_to("pending_callback")
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.record_callback(number, answers=CallbackAnswers(**answers), by=stage.callback)
    assert refusal.value.field == field
    assert everything() == before


def worked_again(stage, number):
    actions.record_callback(number, answers=BAD, by=stage.callback)
    actions.rework_order(number, reason="没修好", by=stage.callback)
    actions.reply_assignment(number, content=REPLY, by=stage.water_clerk)
    actions.approve_reply(number, by=stage.water_leader)
    actions.review_order(number, by=stage.reviewer)


def test_the_third_rework_makes_a_problem_order_and_says_so_once(stage):
    number = stage.bring_to("pending_callback")
    for count, problem in ((1, False), (2, False), (3, True), (4, True)):
        worked_again(stage, number)
        assert (order(number).rework_count, order(number).is_problem) == (count, problem)
    assert JournalEntry.objects.filter(name="workorders.OrderBecameProblem").count() == 1
    assert list(CallbackRecord.objects.values_list("round", "attempt")) == [(n, 1) for n in range(1, 5)]
    invariants.check(number)


def test_attempts_before_a_rework_do_not_count_after_it(stage, held_clock):
    number = stage.bring_to("pending_callback")
    for _ in range(3):
        actions.record_callback(number, answers=NOT_REACHED, by=stage.callback)
        held_clock.move(timedelta(days=1))
    worked_again(stage, number)
    refused(actions.close_order, number, "not_called_back", by=stage.callback)


def test_a_reopened_order_forgets_the_answer_and_who_had_it_but_not_its_history(stage):
    number = stage.bring_to("archived")
    lines = TimelineEvent.objects.filter(order__number=number).count()
    actions.reopen_order(number, reason="市民又来电", by=stage.duty_chief)
    kept = order(number)
    assert (kept.state, kept.public_answer, kept.lead_unit, kept.closed_at) == (
        "pending_dispatch",
        "",
        None,
        None,
    )
    assert (kept.reopen_count, kept.callback_round, kept.callback_attempts) == (1, "", 0)
    assert kept.first_satisfaction == "satisfied"
    assert TimelineEvent.objects.filter(order__number=number).count() == lines + 1
    assert Reply.objects.filter(assignment__order=kept, assignment__kind="lead").exists()
    invariants.check(number)


def test_a_merged_order_can_go_its_own_way_again(stage):
    number = stage.bring_to("merged")
    actions.reopen_order(number, reason="不是同一件事", by=stage.duty_chief)
    assert (order(number).state, order(number).merged_into) == ("pending_dispatch", None)


def test_a_final_answer_ends_the_order_with_all_its_shares(stage):
    number = stage.bring_to("handling")
    lead = share(number, stage.water).pk
    actions.apply_for_final_answer(
        number, reason="已依法终结", document="云政信〔2026〕12号", by=stage.water_clerk
    )
    actions.approve_final_answer(number, answer="此为最终答复。", by=stage.duty_chief)
    kept = order(number)
    assert (kept.state, kept.public_answer, kept.closed_at) == ("closed", "此为最终答复。", clock.now())
    assert list(Assignment.objects.filter(order=kept, is_current=True).values_list("pk", "state")) == [
        (lead, "accepted")
    ]
    assert Application.objects.get(kind="final_answer").asked["document"] == "云政信〔2026〕12号"
    invariants.check(number)


def test_a_callback_that_the_rules_do_not_ask_for_is_waived_and_is_no_attempt(stage):
    number = stage.bring_to("pending_callback")
    actions.waive_callback(number, reason="抽样规则未抽中", by=stage.callback)
    kept, line = order(number), TimelineEvent.objects.filter(order__number=number).latest("seq")
    assert (kept.state, kept.callback_round, kept.callback_attempts) == ("pending_callback", "waived", 0)
    assert (line.verb, line.note, line.visibility) == ("record_callback", "抽样规则未抽中", "internal")
    assert not CallbackRecord.objects.exists()
    actions.close_order(number, by=stage.callback)
    assert order(number).state == "closed"


def test_whoever_was_heard_cannot_be_waived(stage):
    number = stage.bring_to("pending_callback")
    actions.record_callback(number, answers=BAD, by=stage.callback)
    refused(actions.waive_callback, number, "rated_already", reason="免", by=stage.callback)
    refused(actions.close_order, number, "rework_due", by=stage.callback)
    assert order(number).callback_round == "bad"


def test_the_way_of_asking_is_kept_with_the_answers(stage):
    number = stage.bring_to("pending_callback")
    actions.record_callback(number, answers=GOOD, channel=Channel.SMS, by=stage.callback)
    assert CallbackRecord.objects.get().channel == "sms"
