"""Random legal histories through the real actions: the timeline alone tells what the rows say."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jiesu.catalogue.natures import Nature, Urgency
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions, choosing
from jiesu.workorders.history import Line, rebuild
from jiesu.workorders.models import Assignment, WorkOrder
from jiesu.workorders.states import Verb
from tests.workorders import invariants
from tests.workorders.doing import BAD, GOOD, NOT_REACHED, do, everything

pytestmark = pytest.mark.django_db

DULL = {Verb.ANNOTATE, Verb.ATTACH, Verb.AMEND}
ENDS = {Verb.WITHDRAW, Verb.GUIDE, Verb.TRANSFER, Verb.INVALIDATE, Verb.MERGE, Verb.ANSWER_DIRECTLY}


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # the story of a failure is short enough as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_happens_the_timeline_tells_what_the_rows_say(stage, data):
    with transaction.atomic():
        savepoint = transaction.savepoint()
        with clock.held_at(clock.now()) as held:
            _live(stage, data, held)
        transaction.savepoint_rollback(savepoint)


def _live(stage, data, held):
    number = stage.register(
        nature=data.draw(st.sampled_from(Nature)), urgency=data.draw(st.sampled_from(Urgency))
    )
    for _ in range(data.draw(st.integers(5, 30))):
        held.move(timedelta(minutes=data.draw(st.sampled_from([0, 1, 30, 240, 1440, 5760]))))
        verb, share = data.draw(st.sampled_from(_options(number)))
        before = everything()
        try:
            with transaction.atomic():
                do(verb, number, stage, by=SYSTEM, share=share, **_more(verb, share, stage, data))
        except Refusal:
            assert everything() == before
        invariants.check(number)
        if data.draw(st.booleans()):
            actions.sweep_deadlines()
            invariants.check(number)


def _options(number):
    """The verbs that the table allows now; the dull ones seldom, those that end the story seldom."""
    order = WorkOrder.objects.get(number=number)
    shares = list(Assignment.objects.filter(order=order, is_current=True).order_by("pk"))
    pairs = {
        (rule.verb, share.pk if share else None) for rule, share in choosing.options(order, shares, by=SYSTEM)
    }
    found = sorted((verb.value, share or 0) for verb, share in pairs if verb not in DULL | ENDS)
    rare = sorted((verb.value, share or 0) for verb, share in pairs if verb in DULL | ENDS)
    return [(verb, share or None) for verb, share in found * 3 + rare]


def _more(verb, share, stage, data):
    """Arguments that make a difference, at random."""
    leads = st.sampled_from([stage.water.pk, stage.power.pk, stage.county.pk])
    assists = st.lists(st.sampled_from([unit.pk for unit in stage.helpers.values()]), unique=True, max_size=2)
    if verb in ("dispatch", "redispatch", "assign_lead"):
        more = {"lead": data.draw(leads), "assists": data.draw(assists)}
        return more if verb == "assign_lead" else more | {"restart_clock": data.draw(st.booleans())}
    if verb == "delegate":
        unit = Assignment.objects.get(pk=share).unit
        below = [child.pk for child in unit.children.all()] or [stage.spare.pk]
        return {"units": data.draw(st.lists(st.sampled_from(below), min_size=1, max_size=2, unique=True))}
    if verb == "refuse_return":
        return {"final": data.draw(st.booleans())}
    if verb == "record_callback":
        return {"answers": data.draw(st.sampled_from([GOOD, BAD, NOT_REACHED]))}
    return {}


def test_a_line_that_cannot_stand_where_it_stands_is_reported():
    with pytest.raises(ValueError, match="close is not legal from pending_dispatch"):
        rebuild([Line(Verb.REGISTER, {}), Line(Verb.CLOSE, {})])


def test_nothing_is_rebuilt_from_no_lines():
    assert rebuild([]).state is None
