"""Clocks of what comes back: replies, reworks, conferences, corrections."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from jiesu.catalogue import actions as catalogue
from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.natures import Urgency
from jiesu.catalogue.presets import DEFAULT
from jiesu.core import clock as clocks
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from tests.cast import order
from tests.workorders.doing import BAD, REPLY
from tests.workorders.timing import at, delegated, dispatched, ended, going, local, one, replied, signed

pytestmark = pytest.mark.django_db


def test_a_reply_sent_back_runs_on_with_its_old_deadline(cast, held_clock):
    number = signed(cast, held_clock)
    held_clock.move_to(at("2026-03-09 17:00"))
    replied(cast, number)
    held_clock.move_to(at("2026-03-10 09:00"))
    actions.send_back(number, reason="没有回答诉求", by=cast.reviewer)
    assert going(number) == {("handle", "water"): "03-09 17:30"}
    assert local(order(number).due_at) == "03-09 17:30"
    actions.sweep_deadlines()
    assert one(number, "handle").overdue_at == clocks.now()
    replied(cast, number)
    assert ended(number, "handle") == "missed"


def test_rework_has_its_own_clock_and_parts_done_again_stay_within_it(cast, held_clock):
    number = delegated(cast, held_clock)
    actions.sign_assignment(number, by=cast.station)
    actions.reply_assignment(number, content=REPLY, by=cast.station)
    actions.collect_reply(number, by=cast.water_clerk)
    replied(cast, number)
    actions.review_order(number, by=cast.reviewer)
    actions.record_callback(number, answers=BAD, by=cast.callback)
    held_clock.move_to(at("2026-03-12 10:00"))
    actions.rework_order(number, reason="漏点仍在漏水", by=cast.callback)
    assert going(number) == {("rework", "water"): "03-19 17:30"}
    assert ended(number, "callback") == "missed"
    held_clock.move_to(at("2026-03-16 10:00"))
    actions.send_back(number, reason="请再查", by=cast.water_clerk)
    assert going(number) == {("rework", "water"): "03-19 17:30", ("rework", "repair"): "03-19 17:30"}
    assert ended(number, "handle", cast.repair) == "met"
    actions.reply_assignment(number, content=REPLY, by=cast.station)
    assert ended(number, "rework", cast.repair) == "met"


def test_clocks_stand_still_while_a_conference_sits_and_begin_afresh_after_it(cast, held_clock):
    number = dispatched(cast, held_clock)
    actions.request_return(number, reason_code="return_not_ours", reason="属供电公司", by=cast.water_clerk)
    actions.convene_conference(number, reason="职责不清", by=cast.dispatcher)
    assert going(number) == {}
    held_clock.move_to(at("2026-03-05 10:00"))
    assert actions.sweep_deadlines() == 0
    actions.assign_lead(number, lead=cast.power.pk, minutes="会商纪要〔2026〕3号", by=cast.dispatcher)
    assert going(number) == {
        ("sign", "power"): "03-06 17:30",
        ("first_contact", "power"): "03-06 17:30",
        ("handle", "power"): "03-12 17:30",
    }
    assert ended(number, "handle", cast.water) == "cancelled"


def test_the_dispatch_clock_of_an_order_in_conference_is_judged_by_when_it_began_to_sit(cast, held_clock):
    number = cast.register()
    actions.convene_conference(number, reason="无人认领", by=cast.dispatcher)
    held_clock.move_to(at("2026-03-05 10:00"))
    actions.assign_lead(number, lead=cast.power.pk, minutes="会商纪要〔2026〕3号", by=cast.dispatcher)
    assert ended(number, "dispatch") == "met"


def test_a_final_answer_judges_the_lead_and_spares_the_others(cast, held_clock):
    number = delegated(cast, held_clock, assists=[cast.county])
    actions.apply_for_final_answer(number, reason="诉求已依法终结", by=cast.water_clerk)
    actions.approve_final_answer(number, by=cast.duty_chief)
    assert going(number) == {}
    assert ended(number, "handle", cast.water) == "met"
    assert ended(number, "handle", cast.county) == ended(number, "handle", cast.repair) == "cancelled"
    assert ended(number, "sign", cast.repair) == "cancelled"


def test_a_withdrawn_order_has_no_clock_left_and_what_was_late_stays_late(cast, held_clock):
    number = dispatched(cast, held_clock)
    held_clock.move_to(at("2026-03-04 09:00"))
    actions.withdraw_order(number, reason="市民来电撤回", by=cast.duty_chief)
    assert going(number) == {}
    assert (ended(number, "sign"), ended(number, "handle")) == ("missed", "cancelled")


def test_a_corrected_urgency_counts_the_time_for_dispatching_anew(cast, held_clock):
    number = cast.register()
    held_clock.move(timedelta(minutes=30))
    actions.amend_order(number, changes={"urgency": Urgency.CRITICAL}, by=cast.operator)
    assert going(number) == {("dispatch", "centre"): "03-02 09:30"}
    assert one(number, "dispatch").measure == "natural_hours"


def test_a_corrected_urgency_does_not_move_the_clocks_that_units_were_told(cast, held_clock):
    number = signed(cast, held_clock)
    before = going(number)
    actions.amend_order(number, changes={"urgency": Urgency.URGENT}, by=cast.dispatcher)
    assert going(number) == before


def test_a_reopened_order_waits_for_its_dispatch_under_the_rules_it_was_born_under(cast, held_clock):
    number = cast.register()
    actions.answer_directly(number, answer="已答复", by=cast.operator)
    short = tuple(
        replace(row, limit=TimeLimit(Decimal(1), Measure.NATURAL_HOURS)) if row.clock == "dispatch" else row
        for row in DEFAULT.limits
    )
    catalogue.publish_pack(replace(DEFAULT, limits=short), by=SYSTEM)
    held_clock.move_to(at("2026-03-05 09:00"))
    actions.reopen_order(number, reason="市民又来电", by=cast.duty_chief)
    assert going(number) == {("dispatch", "centre"): "03-05 14:30"}
