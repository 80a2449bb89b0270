"""Extensions and suspensions, to the minute."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jiesu.catalogue import actions as catalogue
from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.packs import ExtensionRule
from jiesu.catalogue.presets import DEFAULT
from jiesu.core import clock as clocks
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from jiesu.workorders.models import Application
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import in_days
from tests.workorders.timing import (
    REASON,
    at,
    delegated,
    ended,
    extended,
    going,
    local,
    one,
    signed,
    suspended,
)

pytestmark = pytest.mark.django_db


def test_an_extension_counts_from_the_old_due_moment_for_all_who_still_work(cast, held_clock):
    number = delegated(cast, held_clock, assists=[cast.county])
    extended(cast, number)
    assert {going(number)[("handle", unit)] for unit in ("water", "county", "repair")} == {"03-11 17:30"}
    assert local(order(number).due_at) == "03-11 17:30"
    assert order(number).extension_count == 1
    assert Application.objects.get(order__number=number).granted["due_at"] == order(number).due_at.isoformat()


def test_an_extension_granted_after_the_old_time_was_over_takes_the_mark_away(cast, held_clock):
    number = signed(cast, held_clock)
    limit = TimeLimit(Decimal(2), Measure.WORKING_DAYS)
    actions.apply_for_extension(number, reason=REASON, amount=limit, by=cast.water_clerk)
    held_clock.move_to(at("2026-03-10 09:00"))
    actions.sweep_deadlines()
    assert one(number, "handle").overdue_at is not None
    actions.approve_extension(number, by=cast.duty_chief)
    assert one(number, "handle").overdue_at is None
    assert one(number, "handle").next_check_at is not None


def test_a_warned_clock_warns_again_after_an_extension(cast, held_clock):
    number = signed(cast, held_clock)
    assert local(one(number, "handle").warn_at) == "03-06 16:24"
    held_clock.move_to(at("2026-03-06 16:25"))
    actions.sweep_deadlines()
    assert one(number, "handle").warned_at == clocks.now()
    extended(cast, number)
    assert one(number, "handle").warned_at is None
    assert local(one(number, "handle").warn_at) == "03-10 16:24"


def test_extensions_together_are_not_longer_than_the_original_time(cast, held_clock):
    number = signed(cast, held_clock)
    extended(cast, number, "3")
    with pytest.raises(Refusal) as refusal:
        extended(cast, number, "3")
    assert refusal.value.code == "extension_not_allowed"
    assert "2026-03-16 17:30" in refusal.value.message()
    extended(cast, number, "2")
    assert local(order(number).due_at) == "03-16 17:30"


def test_the_chief_may_grant_another_time_than_was_asked(cast, held_clock):
    number = signed(cast, held_clock)
    limit = TimeLimit(Decimal(4), Measure.WORKING_DAYS)
    actions.apply_for_extension(number, reason=REASON, amount=limit, by=cast.water_clerk)
    actions.approve_extension(number, amount=TimeLimit(Decimal(1), Measure.WORKING_DAYS), by=cast.duty_chief)
    assert local(order(number).due_at) == "03-10 17:30"


def test_a_pack_may_bound_every_single_extension(cast, held_clock):
    each = TimeLimit(Decimal(3), Measure.WORKING_DAYS)
    catalogue.publish_pack(replace(DEFAULT, extension=ExtensionRule(max_times=3, max_each=each)), by=SYSTEM)
    number = signed(cast, held_clock)
    with pytest.raises(Refusal) as refusal:
        extended(cast, number, "4")
    assert "每次最多3工作日" in refusal.value.message()
    extended(cast, number, "3")
    extended(cast, number, "3")
    extended(cast, number, "3")
    with pytest.raises(Refusal) as refusal:
        extended(cast, number, "1")
    assert "已延期3次" in refusal.value.message()


@pytest.mark.parametrize("amount", ["0"])
def test_an_extension_of_nothing_is_refused(cast, held_clock, amount):
    number = signed(cast, held_clock)
    with pytest.raises(Refusal) as refusal:
        extended(cast, number, amount)
    assert refusal.value.field == "amount"


def test_a_suspension_over_the_national_day_gives_back_exactly_the_time_that_was_left(cast, held_clock):
    number = signed(cast, held_clock, when="2026-09-28 10:00")
    held_clock.move_to(at("2026-09-29 10:00"))
    suspended(cast, number, days=14)
    assert going(number) == {("suspension", "centre"): "10-13 17:30"}
    assert (order(number).due_at, share(number, cast.water).due_at) == (None, None)
    held_clock.move_to(at("2026-10-05 12:00"))
    assert actions.sweep_deadlines() == 0
    held_clock.move_to(at("2026-10-09 09:00"))
    actions.resume_order(number, by=cast.duty_chief)
    # Left on 29 Sep at ten: 5.5 hours, and four days of 7; from 9 Oct at nine: 6.5, 7, 7, 7, then 6.
    assert local(order(number).due_at) == "10-14 16:30"
    assert going(number)[("first_contact", "water")] == "10-09 16:30"
    assert ended(number, "suspension") == "met"
    invariants.check(number)


def test_all_shares_stand_still_and_go_on_with_the_order_none_later_than_the_lead(cast, held_clock):
    number = delegated(cast, held_clock, assists=[cast.county])
    held_clock.move_to(at("2026-03-04 09:30"))
    suspended(cast, number)
    held_clock.move_to(at("2026-03-06 09:30"))
    actions.resume_order(number, by=cast.water_clerk)
    assert {unit: due for (kind, unit), due in going(number).items() if kind == "handle"} == {
        "water": "03-11 17:30",
        "county": "03-11 17:30",
        "repair": "03-11 17:30",
    }


def test_a_clock_that_was_over_before_the_pause_stays_over(cast, held_clock):
    number = signed(cast, held_clock)
    held_clock.move_to(at("2026-03-04 09:30"))
    actions.sweep_deadlines()
    suspended(cast, number)
    held_clock.move_to(at("2026-03-06 09:30"))
    actions.resume_order(number, by=cast.duty_chief)
    assert going(number)[("first_contact", "water")] == "03-03 17:30"
    assert one(number, "first_contact").overdue_at == at("2026-03-04 09:30")


def test_an_extended_clock_keeps_its_bound_through_a_suspension(cast, held_clock):
    number = signed(cast, held_clock)
    extended(cast, number, "3")
    held_clock.move_to(at("2026-03-04 09:30"))
    suspended(cast, number)
    held_clock.move_to(at("2026-03-06 09:30"))
    actions.resume_order(number, by=cast.duty_chief)
    assert local(order(number).due_at) == "03-16 17:30"
    assert local(one(number, "handle").base_due_at) == "03-11 17:30"
    extended(cast, number, "2")
    assert local(order(number).due_at) == "03-18 17:30"


def test_the_review_of_a_suspension_is_set_anew_and_within_the_packs_limit(cast, held_clock):
    number = signed(cast, held_clock)
    suspended(cast, number, days=7)
    held_clock.move_to(at("2026-03-09 10:00"))
    actions.review_suspension(number, review_on=in_days(20), by=cast.duty_chief)
    assert going(number) == {("suspension", "centre"): "03-29 17:30"}
    for days in (0, -1, 31):
        with pytest.raises(Refusal) as refusal:
            actions.review_suspension(
                number, review_on=in_days(days) if days else in_days(-2), by=cast.duty_chief
            )
        assert refusal.value.field == "review_on"
