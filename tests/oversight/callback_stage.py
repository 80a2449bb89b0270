"""What the tests of the callback have in common."""

import pytest

from jiesu.core.errors import Refusal
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_states import Fault, WhyNot
from jiesu.workorders.states import Resolution, Satisfaction

GOOD = Heard(
    satisfaction=Satisfaction.SATISFIED, contacted=True, truthful=True, resolution=Resolution.RESOLVED
)
BAD = Heard(
    satisfaction=Satisfaction.DISSATISFIED,
    contacted=True,
    truthful=False,
    resolution=Resolution.UNRESOLVED,
    why_not=(WhyNot.NOT_SOLVED,),
    fault=Fault.UNIT,
    words="井盖还是坏的",
)
POLICY = Heard(
    satisfaction=Satisfaction.DISSATISFIED,
    resolution=Resolution.UNRESOLVED,
    why_not=(WhyNot.POLICY,),
    fault=Fault.POLICY,
    explanation="补贴政策已于上年停止",
)
UNASKED = Heard(
    satisfaction=Satisfaction.DISSATISFIED, resolution=Resolution.UNRESOLVED, why_not=(WhyNot.NOT_SOLVED,)
)


def actor(city, name: str):
    from jiesu.accounts.models import User
    from jiesu.organisations.selectors import actor_for

    return actor_for(User.objects.get(pk=city.voices[name].user.pk))


def another_caller(city, name: str, *, role: str = "callback"):
    """One more person at the centre."""
    from jiesu.accounts import actions as accounts
    from jiesu.organisations import actions as organisations
    from jiesu.organisations.actors import SYSTEM
    from jiesu.organisations.selectors import actor_for

    user = accounts.create_account(name, by=SYSTEM, display_name=name)
    organisations.assign_post(user.pk, unit=city.units["centre"], role=role, by=SYSTEM)
    return actor_for(user)


def waiting(city, **plan):
    """An order that waits for its callback, and the task that was made for it."""
    from jiesu.oversight.actions.callback_queue import begin_callback
    from jiesu.workorders.models import WorkOrder

    number = city.at("pending_callback")
    return number, begin_callback(WorkOrder.objects.get(number=number).pk)


def order(number: str):
    from jiesu.workorders.models import WorkOrder

    return WorkOrder.objects.get(number=number)


def use_plan(**changes):
    """Put a plan in force."""
    from jiesu.organisations.actors import SYSTEM
    from jiesu.oversight.actions.callback_plans import publish_callback_plan
    from jiesu.oversight.callback_plans import CallbackPlan

    return publish_callback_plan(CallbackPlan(**changes), by=SYSTEM)


def fresh(task):
    from jiesu.oversight.models import CallbackTask

    return CallbackTask.objects.get(pk=task.pk)


def refused(action, *args, code: str, **given) -> None:
    from jiesu.oversight.models import CallbackAnswer, CallbackTask
    from jiesu.workorders.models import CallbackRecord, WorkOrder

    before = (CallbackTask.objects.count(), CallbackAnswer.objects.count(), CallbackRecord.objects.count())
    lines = WorkOrder.objects.values_list("number", "version")
    kept = sorted(lines)
    with pytest.raises(Refusal) as refusal:
        action(*args, **given)
    assert refusal.value.code == code
    assert before == (
        CallbackTask.objects.count(),
        CallbackAnswer.objects.count(),
        CallbackRecord.objects.count(),
    )
    assert sorted(lines.all()) == kept
