"""Rework, final answer, reopening: the stories of an order that does not end the first time."""

from datetime import timedelta

import pytest

from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.workorders import actions, selectors
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.models import CallbackRecord, Deadline
from jiesu.workorders.states import Resolution, Satisfaction
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import GOOD, NOT_REACHED, REPLY

WORSE = CallbackAnswers(
    reached=True, contacted=True, truthful=False, resolution=Resolution.UNRESOLVED,
    satisfaction=Satisfaction.VERY_DISSATISFIED, reason="当晚又漏了", unit_at_fault=True,
)  # fmt: skip


def answered(cast, number, *, by_station=False):
    """The unit replies, its leader approves, the centre passes it."""
    if by_station:
        actions.reply_assignment(number, content=REPLY, by=cast.station)
        actions.collect_reply(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    actions.review_order(number, by=cast.reviewer)


def first_round(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.station)
    held_clock.move(timedelta(days=1))
    answered(cast, number, by_station=True)
    return number


def test_three_reworks_make_a_problem_order_and_the_fourth_answer_satisfies(cast, held_clock):
    number = first_round(cast, held_clock)
    for count in (1, 2, 3):
        actions.record_callback(number, answers=WORSE, by=cast.callback)
        with pytest.raises(Refusal) as refusal:
            actions.close_order(number, by=cast.callback)
        assert refusal.value.code == "rework_due"
        actions.rework_order(number, reason="当晚又漏了", by=cast.callback)
        assert (order(number).rework_count, order(number).is_problem) == (count, count == 3)
        actions.send_back(number, reason="换整段管", share=share(number, cast.repair).pk, by=cast.water_clerk)
        held_clock.move(timedelta(days=1))
        answered(cast, number, by_station=True)
    assert JournalEntry.objects.filter(subject=number, name="workorders.OrderBecameProblem").count() == 1
    found = selectors.list_orders(selectors.OrderFilter(is_problem=True), for_user=cast.supervisor)
    assert [row.number for row in found.items] == [number]

    actions.record_callback(number, answers=GOOD, by=cast.callback)
    actions.close_order(number, by=cast.callback)
    kept = order(number)
    assert (kept.first_satisfaction, kept.final_satisfaction) == ("very_dissatisfied", "satisfied")
    assert Deadline.objects.filter(order__number=number, kind="rework", state="met").count() == 6
    assert CallbackRecord.objects.filter(order=kept).count() == 4
    invariants.check(number)


def test_a_citizen_who_is_never_reached_is_called_on_three_days(cast, held_clock):
    number = first_round(cast, held_clock)
    for _ in range(3):
        actions.record_callback(number, answers=NOT_REACHED, by=cast.callback)
        held_clock.move(timedelta(days=1))
    actions.close_order(number, note="三日未接通", by=cast.callback)
    assert (order(number).state, order(number).final_satisfaction) == ("closed", "")
    invariants.check(number)


def test_an_unreasonable_demand_ends_with_a_final_answer(cast, held_clock):
    number = first_round(cast, held_clock)
    actions.record_callback(number, answers=WORSE, by=cast.callback)
    actions.apply_for_final_answer(
        number, reason="要求赔偿百万元无依据", document="市水司〔2026〕8号", by=cast.water_clerk
    )
    actions.refuse_final_answer(number, reason="请附现场照片", by=cast.duty_chief)
    actions.apply_for_final_answer(
        number, reason="已附照片", document="市水司〔2026〕9号", by=cast.water_clerk
    )
    actions.approve_final_answer(number, answer="经核实，管道已修复，赔偿请依法诉讼。", by=cast.duty_chief)
    assert (order(number).state, order(number).public_answer) == (
        "closed",
        "经核实，管道已修复，赔偿请依法诉讼。",
    )
    actions.archive_order(number, by=cast.callback)
    invariants.check(number)


def test_a_closed_order_is_opened_again_and_goes_to_another_unit(cast, held_clock):
    number = first_round(cast, held_clock)
    actions.record_callback(number, answers=GOOD, by=cast.callback)
    actions.close_order(number, by=cast.callback)
    actions.archive_order(number, by=cast.callback)
    held_clock.move(timedelta(days=10))
    with pytest.raises(Refusal) as refusal:
        actions.reopen_order(number, reason="又漏了", by=cast.dispatcher)
    assert refusal.value.code == "not_allowed"
    actions.reopen_order(number, reason="市民再次来电，同一处又漏", by=cast.duty_chief)
    actions.dispatch_order(number, lead=cast.county.pk, assists=[cast.water.pk], by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.district)
    assert order(number).state == "handling"
    assert share(number, cast.water).kind == "assist"
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=actions.ReplyContent(handling="换整段管"), by=cast.water_clerk)
    actions.collect_reply(number, by=cast.district)
    actions.reply_assignment(number, content=REPLY, by=cast.district)
    actions.approve_reply(number, by=cast.district_leader)
    actions.review_order(number, by=cast.reviewer)
    with pytest.raises(Refusal) as refusal:
        actions.close_order(number, by=cast.callback)
    assert refusal.value.code == "not_called_back"
    actions.record_callback(number, answers=GOOD, by=cast.callback)
    actions.close_order(number, by=cast.callback)
    invariants.check(number)
