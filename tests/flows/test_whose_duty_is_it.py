"""Returns, objections, conferences: the stories of an order that nobody wants."""

from datetime import timedelta

import pytest

from jiesu.core.errors import Refusal
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Assignment, TimelineEvent
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import REPLY

ASKED = {"reason_code": "return_not_ours", "reason": "该管线属供电公司电缆沟排水"}


def actions_of(number, by):
    """What is offered to somebody now."""
    return {item.verb for item in selectors.allowed_actions(order(number), for_user=by)}


def test_a_unit_returns_an_order_and_the_next_one_keeps_the_promise_to_the_citizen(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, assists=[cast.county.pk], by=cast.dispatcher)
    promised = order(number).due_at
    held_clock.move(timedelta(hours=5))
    actions.request_return(number, suggested_unit=cast.power.pk, by=cast.water_clerk, **ASKED)
    assert {"approve_return", "refuse_return", "convene"} <= actions_of(number, cast.dispatcher)
    assert "sign" not in actions_of(number, cast.water_clerk)

    actions.approve_return(number, note="同意，改派供电公司", by=cast.dispatcher)
    assert order(number).state == "pending_dispatch"
    assert not Assignment.objects.filter(order__number=number, is_current=True).exists()

    actions.dispatch_order(number, lead=cast.power.pk, by=cast.dispatcher)
    assert order(number).due_at == share(number, cast.power).due_at == promised
    assert TimelineEvent.objects.get(order__number=number, seq=order(number).version).data["kept_deadline"]
    assert actions_of(number, cast.water_clerk) == set()
    assert selectors.get_order(number, for_user=cast.water_clerk).number == number
    assert "sign" in actions_of(number, cast.power_clerk)
    invariants.check(number)


def test_a_refused_unit_is_heard_by_a_conference_whose_word_is_final(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    assert "object" not in actions_of(number, cast.water_clerk)
    actions.request_return(number, by=cast.water_clerk, **ASKED)
    actions.refuse_return(number, reason="管线图显示为供水管", final=True, by=cast.dispatcher)
    assert order(number).state == "handling"
    assert actions_of(number, cast.water_clerk) >= {"object", "reply"}
    assert "request_return" not in actions_of(number, cast.water_clerk)

    actions.object_to_dispatch(number, reason="管线图已过期", by=cast.water_clerk)
    held_clock.move(timedelta(days=4))
    assert actions.sweep_deadlines() == 0

    minutes = "市政府会商纪要〔2026〕3号：由供电公司牵头，自来水公司协办"
    actions.assign_lead(
        number, lead=cast.power.pk, assists=[cast.water.pk], minutes=minutes, by=cast.dispatcher
    )
    assert {(row.unit, row.kind) for row in selectors.shares_of(order(number))} == {
        (cast.power, "lead"),
        (cast.water, "assist"),
    }
    assert share(number, cast.power).legal_basis == minutes
    with pytest.raises(Refusal) as refusal:
        actions.request_return(number, by=cast.power_clerk, **ASKED)
    assert refusal.value.message() == "不能再申请退单：该工单已禁止退回。"
    invariants.check(number)


def test_an_order_that_nobody_claims_goes_to_a_conference_before_any_dispatch(cast, held_clock):
    number = cast.register("两县交界处路灯不亮")
    actions.convene_conference(number, reason="产权不清", by=cast.dispatcher)
    actions.assign_lead(number, lead=cast.county.pk, minutes="会商纪要〔2026〕4号", by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.district)
    assert order(number).state == "handling"
    invariants.check(number)


def test_a_delegated_part_is_returned_to_the_unit_that_gave_it_and_given_to_another(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.station)
    actions.delegate_assignment(number, units=[cast.crew.pk], by=cast.station)
    actions.request_return(number, reason_code="return_other", reason="人手不足", by=cast.crew_clerk)
    with pytest.raises(Refusal) as refusal:
        actions.approve_return(number, by=cast.water_clerk)
    assert refusal.value.code == "not_yours"
    actions.approve_return(number, by=cast.station)
    actions.reply_assignment(number, content=actions.ReplyContent(handling="本科自行修复"), by=cast.station)
    actions.collect_reply(number, by=cast.water_clerk)
    assert "reply" in actions_of(number, cast.water_clerk)
    invariants.check(number)


def test_the_centre_takes_an_order_away_and_the_unit_hears_of_it(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    actions.redispatch_order(number, lead=cast.power.pk, reason="核实为电缆沟排水", by=cast.dispatcher)
    with pytest.raises(Refusal) as refusal:
        actions.sign_assignment(number, by=cast.station)
    assert refusal.value.code == "not_yours"
    lines = selectors.timeline_of(order(number), for_user=cast.water_clerk)
    assert [line.note for line in lines][-1] == "核实为电缆沟排水"
    invariants.check(number)


def test_an_answer_that_nobody_approves_is_taken_away_with_the_order(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.redispatch_order(number, lead=cast.power.pk, reason="该单位撤销，无人审签", by=cast.dispatcher)
    assert (order(number).state, order(number).public_answer) == ("pending_sign", "")
    invariants.check(number)
