"""Some callbacks and checks in the field of the demo city, so that their pages show what they are for."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from jiesu.core import clock
from jiesu.demo.stage import Stage
from jiesu.demo.tables import table
from jiesu.oversight.actions.callback_queue import claim_next_call, sweep_callbacks
from jiesu.oversight.actions.callbacks import bring_forward, record_answers, record_attempt, release_callback
from jiesu.oversight.actions.field_checks import FieldResult, make_field_check, order_field_check
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_states import CallOutcome, Fault, WhyNot
from jiesu.oversight.field_rules import verdicts_for
from jiesu.oversight.selectors.callbacks import CallbackFilter, callback_list
from jiesu.oversight.selectors.field_checks import claims_done
from jiesu.workorders.states import Resolution, Satisfaction

if TYPE_CHECKING:
    from jiesu.organisations.actors import Actor
    from jiesu.oversight.models import CallbackTask

_GOOD = Heard(
    satisfaction=Satisfaction.SATISFIED, contacted=True, truthful=True, resolution=Resolution.RESOLVED
)
_BAD = Heard(
    satisfaction=Satisfaction.DISSATISFIED,
    contacted=True,
    truthful=False,
    resolution=Resolution.UNRESOLVED,
    why_not=(WhyNot.NOT_SOLVED, WhyNot.UNTRUE),
    fault=Fault.UNIT,
    words="说是处理了，我去看还是老样子。",
)
_POLICY = Heard(
    satisfaction=Satisfaction.DISSATISFIED,
    contacted=True,
    truthful=True,
    resolution=Resolution.UNRESOLVED,
    why_not=(WhyNot.POLICY,),
    fault=Fault.POLICY,
    words="希望放宽条件。",
    explanation="已说明现行规定和依据，并告知可以关注后续政策。",
)
_CALLS: tuple[Heard | CallOutcome, ...] = (
    _GOOD,
    _BAD,
    CallOutcome.NO_ANSWER,
    _GOOD,
    CallOutcome.DECLINED,
    CallOutcome.APPOINTED,
    _POLICY,
    CallOutcome.BUSY,
)
"""What comes of the first calls; the others wait for whoever looks at the demo."""


def call_back_the_city(stage: Stage) -> None:
    """Begin the callbacks that are due, make a few of the calls, and look at two places."""
    sweep_callbacks()
    leads = [stage.city.actor(name) for name in stage.cast.get("shift_lead", ())]
    if leads:
        _brought_forward(stage, leads[0])
    callers = [stage.city.actor(name) for name in stage.cast.get("callback", ())]
    collectors = [stage.city.actor(name) for name in stage.cast.get("collector", ())]
    if not callers:
        return
    tasks = _called(stage, callers[0])
    if collectors:
        _looked_at(stage, tasks, by=callers[0], collector=collectors[0])


def _brought_forward(stage: Stage, lead: "Actor") -> None:
    """Whoever looks at the demo at night finds somebody to call as well."""
    later = callback_list(CallbackFilter(due="later"), for_user=lead, size=len(_CALLS) * 2)
    for task in later.items:
        stage.act(bring_forward, task.pk, by=lead)


def _called(stage: Stage, caller: "Actor") -> "list[CallbackTask]":
    tasks: list[CallbackTask] = []
    for call in _CALLS:
        task = stage.act(claim_next_call, by=caller)
        if task is None:
            break
        tasks.append(task)
        if isinstance(call, Heard):
            stage.act(record_answers, task.pk, heard=call, by=caller)
        else:
            when = clock.now() + timedelta(hours=26) if call is CallOutcome.APPOINTED else None
            stage.act(record_attempt, task.pk, outcome=call, appointed_at=when, by=caller)
        release_callback(task.pk, by=caller)
    return tasks


def _looked_at(stage: Stage, tasks: "Sequence[CallbackTask]", *, by: "Actor", collector: "Actor") -> None:
    """Two places: one was looked at already, for the other somebody still has to go."""
    body, (centre,) = b64decode(table("photos")["manhole"]), tuple(collector.unit_ids)[:1]
    for number, task in enumerate(tasks[:2]):
        check = stage.act(
            order_field_check,
            task.order.number,
            task="到现场看是否已按反馈办结，拍全景和近景。",
            unit_id=centre,
            due_at=clock.now() + timedelta(days=2),
            by=by,
        )
        if check is None or number:
            continue
        found = verdicts_for(claimed_done=claims_done(check.order))[0]
        result = FieldResult(
            verdict=found,
            note="现场已处理，与反馈一致。",
            lon=check.lon,
            lat=check.lat,
            accuracy=15,
        )
        stage.act(make_field_check, check.pk, result=result, photos=[body], by=collector)
