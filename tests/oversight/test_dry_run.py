"""A dry run: what a ladder would have done is what it does, and another ladder would have done otherwise."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.packs import ClockKind
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight import actions as oversight
from jiesu.oversight.ladders import PRESET, Condition, Level, Rung
from jiesu.oversight.models import EscalationStep, LadderVersion
from jiesu.oversight.selectors.escalation import dry_run
from jiesu.workorders import actions
from tests.oversight.test_escalating import again
from tests.oversight.watching import a_minute, at, with_the_water_company
from tests.workorders.doing import REPLY

pytestmark = pytest.mark.django_db

MARCH = {"since": at("03-01 00:00"), "until": at("04-01 00:00")}


def told(run):
    return [(step.happened.number, step.due.why, f"{step.due.moment:%m-%d %H:%M}") for step in run.steps]


def done():
    rows = EscalationStep.objects.order_by("due_at", "order__number").values_list(
        "order__number", "why", "due_at"
    )
    return [(number, why, f"{due:%m-%d %H:%M}") for number, why, due in rows]


@pytest.fixture
def month(cast, held_clock):
    """Three orders: one left alone, one answered after four days, one reworked twice."""
    alone, late, unsatisfied = (with_the_water_company(cast) for _ in range(3))
    again(cast, unsatisfied)
    again(cast, unsatisfied)
    for day in ("09", "10", "12"):
        a_minute(held_clock, f"03-{day} 17:31")
    actions.reply_assignment(late, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(late, by=cast.water_leader)
    for day in ("13", "16", "18", "19", "20", "23", "24", "25", "26", "27", "30", "31"):
        a_minute(held_clock, f"03-{day} 17:31")
    return alone, late, unsatisfied


def test_the_ladder_in_force_would_have_done_what_it_did(month):
    run = dry_run(PRESET, **MARCH)

    assert sorted(told(run)) == sorted(done())
    assert run.total == run.done == EscalationStep.objects.count()
    assert sum(count for _, count in run.by_rung) == run.total


def test_a_changed_ladder_tells_what_it_would_have_done_and_changes_nothing(month):
    alone, late, unsatisfied = month
    two_days = TimeLimit(Decimal(2), Measure.WORKING_DAYS)
    strict = (
        Rung(
            condition=Condition.OVERDUE, clock=ClockKind.HANDLE, after=two_days, level=Level.MAYOR, urge=True
        ),
        Rung(condition=Condition.REWORKED, times=1, bulletin=True),
    )
    before = EscalationStep.objects.count()

    run = dry_run(strict, **MARCH)

    assert {step.happened.number for step in run.steps} == {alone, late, unsatisfied}
    assert [count for _, count in run.by_rung] == [2, 1]
    assert (run.urged, run.named, run.supervised, run.entered, run.done) == (2, 1, 0, 0, before)
    assert EscalationStep.objects.count() == before


def test_what_lies_outside_the_span_is_not_told(month):
    assert dry_run(PRESET, since=at("04-01 00:00"), until=at("04-02 00:00")).done == 0
    assert dry_run(PRESET, since=at("02-01 00:00"), until=at("03-01 00:00")).total == 0


def test_a_new_ladder_is_for_what_becomes_late_from_then_on(cast, held_clock):
    old = with_the_water_company(cast)
    a_minute(held_clock, "03-09 17:31")
    gentle = tuple(
        replace(rung, after=TimeLimit(rung.after.amount + 20, Measure.WORKING_DAYS)) if rung.after else rung
        for rung in PRESET
    )
    oversight.publish_ladder(gentle, by=SYSTEM)
    new = with_the_water_company(cast)
    held_clock.move(timedelta(days=10))
    a_minute(held_clock, "03-24 17:31")
    numbers = set(EscalationStep.objects.values_list("order__number", flat=True))
    assert old in numbers
    assert new not in numbers
    assert [row.is_current for row in LadderVersion.objects.order_by("version")] == [False, True]
