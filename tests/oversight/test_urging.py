"""Urging by the centre, by citizens and by rules; the unit's word that it has heard."""

from datetime import timedelta

import pytest

from jiesu.core import clock
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.messaging.models import Message
from jiesu.oversight import errors
from jiesu.oversight.actions.urging import acknowledge_urging, urge_as_citizen, urge_by_rule, urge_order
from jiesu.oversight.models import Urging
from jiesu.oversight.selectors.urging import UrgingFilter, open_urgings, urgings
from jiesu.oversight.urging import URGED_STATES, UrgingKind, UrgingPosition, citizen_refused, staff_refused
from jiesu.portal.people import CITIZEN
from jiesu.workorders import actions
from jiesu.workorders.errors import Missing
from jiesu.workorders.models import TimelineEvent
from jiesu.workorders.states import OrderState


@pytest.fixture
def number(cast) -> str:
    """An order with the water company."""
    made = cast.register()
    actions.dispatch_order(made, lead=cast.water.pk, by=cast.dispatcher)
    return made


@pytest.mark.parametrize("state", list(OrderState))
def test_only_what_waits_for_an_answer_is_urged(state, held_clock):
    position = UrgingPosition(state=state)
    refusals = [rule(position, at=clock.now()) for rule in (citizen_refused, staff_refused)]

    assert [refusal is None for refusal in refusals] == [state in URGED_STATES] * 2


def test_the_centre_urges_and_it_stands_in_the_orders_story(cast, number, run_jobs):
    urging = urge_order(number, kind=UrgingKind.PHONE, words="已电话提醒李水", by=cast.supervisor)
    run_jobs()

    line = TimelineEvent.objects.filter(order__number=number).latest("seq")
    assert (line.note, line.visibility, line.actor_name) == ("电话催办：已电话提醒李水", "unit", "秦岚")
    assert (urging.unit, urging.by_name, urging.acknowledged_at) == (cast.water, "秦岚", None)
    assert Message.objects.filter(purpose="order.urged", recipient="李水", channel="inbox").count() == 1


def test_a_written_one_needs_words_and_a_double_click_is_one(cast, number, held_clock):
    with pytest.raises(Missing):
        urge_order(number, kind=UrgingKind.WRITTEN, by=cast.supervisor)
    urge_order(number, kind=UrgingKind.WRITTEN, words="请速办", by=cast.supervisor)
    with pytest.raises(errors.UrgedJustNow):
        urge_order(number, kind=UrgingKind.WRITTEN, words="请速办", by=cast.supervisor)
    assert Urging.objects.count() == 1

    held_clock.move(timedelta(minutes=10))
    urge_order(number, kind=UrgingKind.WRITTEN, words="再催", by=cast.supervisor)

    assert Urging.objects.count() == 2


def test_a_citizen_urges_once_a_day_and_three_times(cast, number, held_clock, run_jobs):
    urge_as_citizen(number, by=CITIZEN)
    with pytest.raises(errors.UrgedToday):
        urge_as_citizen(number, by=CITIZEN)
    with pytest.raises(errors.UrgedToday):
        urge_order(number, kind=UrgingKind.CITIZEN, by=cast.operator)
    for _ in range(2):
        held_clock.move(timedelta(days=1))
        urge_as_citizen(number, by=CITIZEN)
    held_clock.move(timedelta(days=1))
    with pytest.raises(errors.UrgedOften):
        urge_as_citizen(number, by=CITIZEN)

    assert Urging.objects.count() == 3
    line = TimelineEvent.objects.filter(order__number=number).latest("seq")
    assert (line.note, line.visibility) == ("群众催办", "public")
    run_jobs()
    assert Message.objects.filter(purpose="citizen.urged").count() == 3


def test_before_the_dispatch_it_is_the_centre_that_is_urged(cast, run_jobs):
    number = cast.register()
    urging = urge_as_citizen(number, words="还没有人联系我", by=CITIZEN)
    run_jobs()

    assert urging.unit is None
    assert Message.objects.filter(purpose="order.urged", recipient="方圆").count() == 1
    with pytest.raises(NotFound):
        acknowledge_urging(urging.pk, by=cast.water_clerk)
    acknowledge_urging(urging.pk, by=cast.dispatcher)


def test_a_rule_urges_once_for_one_cause_and_not_when_it_is_answered(cast, number):
    first = urge_by_rule(number, key="step-7", why="签收超期", unit_id=cast.water.pk)
    assert (first.kind, first.words) == ("automatic", "签收超期")
    assert urge_by_rule(number, key="step-7", why="签收超期", unit_id=cast.water.pk) is None

    actions.withdraw_order(number, reason="诉求人撤回", by=cast.duty_chief)

    assert urge_by_rule(number, key="step-8", why="签收超期", unit_id=cast.water.pk) is None
    assert Urging.objects.count() == 1


def test_the_unit_acknowledges_once_and_whoever_urged_hears_of_it(cast, number, run_jobs):
    urging = urge_order(number, kind=UrgingKind.WRITTEN, words="请速办", by=cast.supervisor)
    with pytest.raises(NotFound):
        acknowledge_urging(urging.pk, by=cast.power_clerk)
    with pytest.raises(errors.NotYourUrging):
        acknowledge_urging(urging.pk, by=cast.supervisor)
    assert Urging.objects.get().acknowledged_at is None

    acknowledge_urging(urging.pk, answer="今晚抢修", by=cast.water_clerk)
    run_jobs()

    urging.refresh_from_db()
    assert (urging.acknowledged_by_name, urging.answer) == ("李水", "今晚抢修")
    assert Message.objects.filter(purpose="order.urging_answered", recipient="秦岚").count() == 1
    with pytest.raises(errors.AlreadyAcknowledged):
        acknowledge_urging(urging.pk, by=cast.water_clerk)


def test_who_may_not_urge_does_not(cast, number):
    with pytest.raises(NotAllowed):
        urge_order(number, kind=UrgingKind.PHONE, by=cast.water_clerk)
    with pytest.raises(InvalidInput):
        urge_order(number, kind=UrgingKind.PHONE, unit_id=cast.power.pk, by=cast.supervisor)

    assert Urging.objects.count() == 0


def test_lists_hold_what_one_may_know_of(cast, number):
    urge_order(number, kind=UrgingKind.PHONE, by=cast.supervisor)

    everybody = {
        name: urgings(UrgingFilter(), for_user=getattr(cast, name)).count()
        for name in ("supervisor", "water_clerk", "station", "power_clerk")
    }
    assert everybody == {"supervisor": 1, "water_clerk": 1, "station": 0, "power_clerk": 0}
    assert open_urgings(for_user=cast.water_clerk) == 1
    assert urgings(UrgingFilter(kind="citizen"), for_user=cast.supervisor).count() == 0
