"""When clocks begin and end, to the minute."""

from datetime import timedelta

import pytest

from jiesu.catalogue.natures import Nature, Urgency
from jiesu.core import clock as clocks
from jiesu.workorders import actions
from tests.cast import order, share
from tests.workorders.doing import REPLY
from tests.workorders.timing import (
    at,
    delegated,
    dispatched,
    ended,
    going,
    local,
    one,
    replied,
    returned,
    signed,
)

pytestmark = pytest.mark.django_db


def test_a_registered_order_waits_half_a_working_day_for_its_dispatch(cast, held_clock):
    number = cast.register()
    assert going(number) == {("dispatch", "centre"): "03-02 14:30"}
    assert local(one(number, "dispatch").warn_at) == "03-02 11:48"


def test_dispatch_ends_the_centres_clock_and_begins_the_units(cast, held_clock):
    number = dispatched(cast, held_clock, assists=[cast.county])
    assert ended(number, "dispatch") == "met"
    assert going(number) == {
        ("sign", "water"): "03-03 17:30",
        ("return", "water"): "03-03 17:30",
        ("first_contact", "water"): "03-03 17:30",
        ("handle", "water"): "03-09 17:30",
        ("sign", "county"): "03-03 17:30",
        ("handle", "county"): "03-09 17:30",
    }
    assert local(order(number).due_at) == "03-09 17:30"


@pytest.mark.parametrize(
    ("nature", "due"),
    [
        (Nature.CONSULTATION, "03-05 17:30"),
        (Nature.HELP, "03-09 17:30"),
        (Nature.SUGGESTION, "03-11 17:30"),
        (Nature.COMPLAINT, "03-16 17:30"),
        (Nature.REPORT, "03-16 17:30"),
    ],
)
def test_the_time_for_handling_depends_on_the_nature(cast, held_clock, nature, due):
    assert local(order(dispatched(cast, held_clock, nature=nature)).due_at) == due


def test_urgent_orders_run_through_the_night(cast, held_clock):
    number = dispatched(cast, held_clock, when="2026-03-02 22:00", urgency=Urgency.URGENT)
    assert going(number) == {
        ("sign", "water"): "03-03 00:00",
        ("return", "water"): "03-03 00:00",
        ("first_contact", "water"): "03-03 02:00",
        ("handle", "water"): "03-03 22:00",
    }


def test_handling_time_leaps_over_the_national_day_and_works_on_the_make_up_saturday(cast, held_clock):
    number = dispatched(cast, held_clock, when="2026-09-28 10:00")
    assert local(order(number).due_at) == "10-10 17:30"


def test_a_clock_is_met_at_its_very_due_moment_and_missed_a_second_later(cast, held_clock):
    on_time = dispatched(cast, held_clock)
    late = dispatched(cast, held_clock)
    held_clock.move_to(at("2026-03-03 17:30"))
    actions.sign_assignment(on_time, by=cast.water_clerk)
    held_clock.move(timedelta(seconds=1))
    actions.sign_assignment(late, by=cast.water_clerk)
    assert (ended(on_time, "sign"), ended(late, "sign")) == ("met", "missed")
    assert one(on_time, "sign").overdue_at is None
    assert one(late, "sign").overdue_at == clocks.now()


def test_handling_ends_with_the_leaders_approval_not_with_the_reply(cast, held_clock):
    number = signed(cast, held_clock)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    assert ended(number, "handle") == "running"
    actions.approve_reply(number, by=cast.water_leader)
    assert ended(number, "handle") == "met"
    assert going(number) == {("review", "centre"): "03-03 17:30"}
    assert order(number).due_at is None
    assert share(number, cast.water).due_at is None


def test_a_contact_that_never_was_is_not_counted_as_met(cast, held_clock):
    number = signed(cast, held_clock)
    replied(cast, number)
    assert ended(number, "first_contact") == "cancelled"


def test_a_contact_that_was_due_and_never_was_is_missed(cast, held_clock):
    number = signed(cast, held_clock)
    held_clock.move_to(at("2026-03-04 09:00"))
    replied(cast, number)
    assert ended(number, "first_contact") == "missed"


def test_the_station_that_rings_the_citizen_ends_the_leads_clock_of_first_contact(cast, held_clock):
    number = delegated(cast, held_clock)
    actions.sign_assignment(number, by=cast.station)
    actions.record_contact(number, by=cast.station)
    assert ended(number, "first_contact") == "met"
    assert share(number, cast.repair).contacted_at == clocks.now()


def test_not_returning_an_order_misses_nothing(cast, held_clock):
    number = signed(cast, held_clock)
    assert one(number, "return").next_check_at is None
    held_clock.move_to(at("2026-03-05 09:00"))
    actions.sweep_deadlines()
    replied(cast, number)
    assert (one(number, "return").state, one(number, "return").overdue_at) == ("cancelled", None)


def test_a_child_gets_no_more_time_than_its_parent_has(cast, held_clock):
    number = signed(cast, held_clock)
    held_clock.move_to(at("2026-03-06 11:00"))
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    assert share(number, cast.repair).due_at == share(number, cast.water).due_at == order(number).due_at
    assert going(number)[("sign", "repair")] == "03-09 17:30"


def test_a_child_of_an_overdue_parent_is_overdue_from_the_beginning(cast, held_clock):
    number = signed(cast, held_clock)
    held_clock.move_to(at("2026-03-10 09:00"))
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    assert going(number)[("handle", "repair")] == "03-09 17:30"
    assert going(number)[("sign", "repair")] == "03-11 17:30"
    actions.sweep_deadlines()
    assert one(number, "handle", cast.repair).overdue_at == clocks.now()


def test_a_returned_order_keeps_its_deadline(cast, held_clock):
    number = dispatched(cast, held_clock)
    held_clock.move_to(at("2026-03-03 15:00"))
    returned(cast, number)
    assert going(number) == {("dispatch", "centre"): "03-04 09:30"}
    actions.dispatch_order(number, lead=cast.power.pk, by=cast.dispatcher)
    assert local(order(number).due_at) == "03-09 17:30"
    assert going(number)[("handle", "power")] == "03-09 17:30"


def test_a_returned_order_gets_its_full_time_when_the_dispatcher_says_so(cast, held_clock):
    number = dispatched(cast, held_clock)
    held_clock.move_to(at("2026-03-03 15:00"))
    returned(cast, number)
    actions.dispatch_order(number, lead=cast.power.pk, restart_clock=True, by=cast.dispatcher)
    assert local(order(number).due_at) == "03-10 17:30"


def test_a_returned_order_gets_its_full_time_when_the_old_one_is_over(cast, held_clock):
    number = dispatched(cast, held_clock)
    held_clock.move_to(at("2026-03-03 15:00"))
    returned(cast, number)
    held_clock.move_to(at("2026-03-10 09:00"))
    actions.dispatch_order(number, lead=cast.power.pk, by=cast.dispatcher)
    assert local(order(number).due_at) == "03-17 17:30"


def test_the_right_to_return_is_not_cut_by_a_kept_deadline(cast, held_clock):
    number = dispatched(cast, held_clock, nature=Nature.CONSULTATION)
    actions.request_return(number, reason_code="return_not_ours", reason="属供电公司", by=cast.water_clerk)
    held_clock.move_to(at("2026-03-05 16:00"))
    actions.approve_return(number, by=cast.dispatcher)
    actions.dispatch_order(number, lead=cast.power.pk, by=cast.dispatcher)
    assert going(number) == {
        ("sign", "power"): "03-05 17:30",
        ("return", "power"): "03-06 17:30",
        ("first_contact", "power"): "03-05 17:30",
        ("handle", "power"): "03-05 17:30",
    }


def test_a_refused_return_leaves_the_clocks_running(cast, held_clock):
    number = dispatched(cast, held_clock)
    actions.request_return(number, reason_code="return_not_ours", reason="属供电公司", by=cast.water_clerk)
    held_clock.move_to(at("2026-03-03 09:00"))
    actions.refuse_return(number, reason="属于供水管网", by=cast.dispatcher)
    assert going(number) == {
        ("sign", "water"): "03-03 17:30",
        ("first_contact", "water"): "03-03 17:30",
        ("handle", "water"): "03-09 17:30",
    }
    assert ended(number, "return") == "met"


def test_taking_an_order_from_a_unit_starts_the_clock_afresh_unless_told_otherwise(cast, held_clock):
    for restart, due in ((True, "03-11 17:30"), (False, "03-09 17:30")):
        number = signed(cast, held_clock)
        held_clock.move_to(at("2026-03-04 10:00"))
        actions.redispatch_order(
            number, lead=cast.power.pk, reason="派错", restart_clock=restart, by=cast.dispatcher
        )
        assert local(order(number).due_at) == due
        assert ended(number, "handle", cast.water) == "cancelled"
