"""Appeals that end at the centre: answered at once, passed on, guided, joined to another, taken back."""

from datetime import timedelta

import pytest

from jiesu.core.errors import Refusal
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Deadline
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import GOOD, REPLY

NEIGHBOUR = CitizenDetails(name="李秀英", phone="13800001111")


def test_an_operator_answers_while_the_citizen_is_on_the_line(cast, held_clock):
    receipt = actions.save_draft(
        Registration(content="居住证怎么办理？", citizen=NEIGHBOUR), by=cast.operator
    )
    held_clock.move(timedelta(minutes=4))
    actions.answer_directly(receipt.number, answer="请到辖区派出所办理。", by=cast.operator)
    story = selectors.citizens_story(receipt.number, receipt.query_code)
    assert (story.state_label, story.answer) == ("直接答复", "请到辖区派出所办理。")
    actions.record_callback(receipt.number, answers=GOOD, by=cast.callback)
    actions.archive_order(receipt.number, by=cast.shift_lead)
    assert (order(receipt.number).state, order(receipt.number).final_satisfaction) == (
        "archived",
        "satisfied",
    )
    assert not Deadline.objects.filter(order__number=receipt.number).exists()
    invariants.check(receipt.number)


def test_the_neighbours_call_is_joined_to_the_order_and_gets_its_answer(cast, held_clock):
    main = cast.register()
    actions.dispatch_order(main, lead=cast.water.pk, by=cast.dispatcher)
    told = Registration(content="和平路发大水了", citizen=NEIGHBOUR)
    second = actions.register_order(told, by=cast.operator)
    actions.merge_order(second.number, into=main, note="同一处漏水", by=cast.shift_lead)
    assert order(second.number).merged_into.number == main
    assert selectors.citizens_story(second.number, second.query_code).answer == ""

    actions.sign_assignment(main, by=cast.water_clerk)
    actions.reply_assignment(main, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(main, by=cast.water_leader)
    actions.review_order(main, by=cast.reviewer)
    assert selectors.citizens_story(second.number, second.query_code).answer == REPLY.public_answer

    with pytest.raises(Refusal) as refusal:
        actions.merge_order(cast.register(), into=second.number, by=cast.shift_lead)
    assert refusal.value.code == "cannot_merge"
    invariants.check(second.number)


def test_a_merger_that_was_wrong_is_undone(cast, held_clock):
    main, other = cast.register(), cast.register("隔壁路灯不亮")
    actions.merge_order(other, into=main, by=cast.dispatcher)
    actions.reopen_order(other, reason="不是同一件事", by=cast.duty_chief)
    actions.dispatch_order(other, lead=cast.power.pk, by=cast.dispatcher)
    assert (order(other).state, order(other).merged_into) == ("pending_sign", None)
    invariants.check(other)


@pytest.mark.parametrize(
    ("action", "given", "state", "label"),
    [
        (actions.transfer_order, {"reason_code": "transfer_120"}, "transferred", "已转接"),
        (actions.guide_order, {"reason_code": "guide_arbitration"}, "guided", "已引导"),
    ],
)
def test_what_is_for_others_is_passed_on_by_its_reason_and_not_refused(
    cast, held_clock, action, given, state, label
):
    receipt = actions.register_order(Registration(content="公司拖欠工资"), by=cast.operator)
    action(receipt.number, by=cast.operator, **given)
    assert (order(receipt.number).state, order(receipt.number).reason_code) == (state, given["reason_code"])
    assert selectors.citizens_story(receipt.number, receipt.query_code).state_label == label
    assert Deadline.objects.get(order__number=receipt.number).state == "met"
    invariants.check(receipt.number)


def test_a_citizen_takes_an_appeal_back_while_units_are_at_work(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, assists=[cast.county.pk], by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    mine = share(number, cast.water)
    with pytest.raises(Refusal) as refusal:
        actions.withdraw_order(number, reason="自己修好了", by=cast.operator)
    assert refusal.value.code == "not_allowed"
    actions.withdraw_order(number, reason="市民来电：自己修好了", by=cast.shift_lead)
    mine.refresh_from_db()
    assert (order(number).state, mine.state, mine.is_current) == ("withdrawn", "withdrawn", False)
    assert selectors.work_list(for_user=cast.water_clerk).items == []
    actions.archive_order(number, by=cast.shift_lead)
    invariants.check(number)


def test_a_silent_call_is_invalid_and_the_citizen_reads_nothing_of_it(cast, held_clock):
    receipt = actions.save_draft(Registration(content="（无声）"), by=cast.operator)
    actions.invalidate_order(
        receipt.number, reason_code="invalid_silent", note="三次无应答", by=cast.shift_lead
    )
    assert selectors.citizens_story(receipt.number, receipt.query_code).lines == ()
    invariants.check(receipt.number)
