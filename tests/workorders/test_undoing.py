"""A step is taken back just after it was done, by its inverse, by whoever did it."""

from datetime import UTC, datetime, timedelta

import pytest

from jiesu.catalogue.natures import Nature, Urgency
from jiesu.workorders import actions
from jiesu.workorders.errors import NothingToUndo
from jiesu.workorders.inverses import UNDO_WITHIN, UNDOABLE, can_be_undone, values_before
from jiesu.workorders.models import Assignment, TimelineEvent, WorkOrder
from jiesu.workorders.states import Verb
from tests.cast import order
from tests.workorders import invariants

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TOLD = {
    "title": "水管爆了",
    "content": "和平路99号",
    "nature": Nature.REPORT,
    "urgency": Urgency.URGENT,
    "lon": 118.8,
    "lat": 32.06,
    "occurred_at": NOON,
    "is_confidential": True,
    "is_public": False,
}


@pytest.mark.parametrize(
    ("verb", "by", "after", "can"),
    [
        ("amend", 1, timedelta(), True),
        ("delegate", 1, UNDO_WITHIN, True),
        ("amend", 1, UNDO_WITHIN + timedelta(seconds=1), False),
        ("amend", 2, timedelta(), False),
        ("dispatch", 1, timedelta(), False),
    ],
)
def test_only_ones_own_step_with_an_inverse_and_at_once(verb, by, after, can):
    assert can_be_undone(verb, done_by=1, by=by, done_at=NOON, at=NOON + after) is can


def test_the_system_takes_nothing_back():
    assert not can_be_undone("amend", done_by=None, by=None, done_at=NOON, at=NOON)


def test_values_are_read_back_from_the_timelines_text():
    told = {
        "lon": ["None", "118.8"], "is_public": ["True", "False"], "title": ["甲", "乙"],
        "occurred_at": [str(NOON), "None"], "is_confidential": ["False", "True"],
    }  # fmt: skip

    assert values_before(told) == {
        "lon": None, "is_public": True, "title": "甲", "occurred_at": NOON, "is_confidential": False,
    }  # fmt: skip


def test_a_correction_is_corrected_back_in_every_field(cast):
    number = cast.register()
    before = WorkOrder.objects.filter(number=number).values(*TOLD).get()
    amended = actions.amend_order(number, changes=dict(TOLD), by=cast.dispatcher)

    undone = actions.undo_step(number, by=cast.dispatcher, version=amended.version)

    assert WorkOrder.objects.filter(number=number).values(*TOLD).get() == before
    assert undone.version == amended.version + 1
    again = actions.undo_step(number, by=cast.dispatcher, version=undone.version)
    assert (again.urgency, again.lon, again.is_confidential) == ("urgent", 118.8, True)
    invariants.check(number)


def test_a_delegation_is_withdrawn_with_all_its_shares(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    delegated = actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)

    actions.undo_step(number, by=cast.water_clerk, version=delegated.version)

    child = Assignment.objects.get(order__number=number, kind="child")
    assert (child.state, child.is_current) == ("withdrawn", False)
    assert order(number).state == "handling"
    invariants.check(number)


def test_what_somebody_built_on_or_did_too_long_ago_stays(cast, held_clock):
    number = cast.register()
    amended = actions.amend_order(number, changes={"title": "水管爆了"}, by=cast.dispatcher)
    with pytest.raises(NothingToUndo):
        actions.undo_step(number, by=cast.duty_chief, version=amended.version)
    with pytest.raises(NothingToUndo):
        actions.undo_step(number, by=cast.dispatcher, version=amended.version - 1)
    held_clock.move(timedelta(minutes=1))
    with pytest.raises(NothingToUndo):
        actions.undo_step(number, by=cast.dispatcher, version=amended.version)
    noted = actions.annotate_order(number, note="已电话核实", by=cast.dispatcher)
    for version in (amended.version, noted.version):
        with pytest.raises(NothingToUndo):
            actions.undo_step(number, by=cast.dispatcher, version=version)

    assert order(number).title == "水管爆了"
    assert TimelineEvent.objects.filter(order__number=number).count() == 3


def test_only_verbs_whose_inverse_is_exact_can_be_undone():
    assert {Verb.AMEND, Verb.DELEGATE} == UNDOABLE
