"""What happens at the centre's desk: registration, and everything that ends there."""

import random
from datetime import datetime
from typing import TYPE_CHECKING

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.demo.appeals import Appeal
from jiesu.demo.chance import chance_of
from jiesu.demo.dispatching import dispatched
from jiesu.demo.ending import archived
from jiesu.demo.stage import Case, Stage, Steps
from jiesu.demo.stories import Route
from jiesu.demo.tables import table
from jiesu.demo.tempo import Tempo
from jiesu.intake.actions import receive_appeal
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.selectors import deadlines_of, timeline_of
from jiesu.workorders.states import Resolution, Satisfaction

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

SOURCE = "demo"
"""Under this name the intake knows the appeals of our own telling."""

_WORK = ("handle", "rework")
_SAMPLED = 0.15


def journey(appeal: Appeal, *, stage: Stage) -> Steps:
    """One appeal from the moment it comes in."""
    yield appeal.received_at
    case = registered(
        registration_of(appeal),
        stage=stage,
        source=SOURCE,
        key=appeal.key,
        at=appeal.received_at,
        chance=chance_of(f"{appeal.key}-journey"),
    )
    if case is None:
        return appeal.received_at
    case.life = appeal.life
    if appeal.route is Route.DISPATCH:
        return (yield from dispatched(case, appeal.received_at, same_as=appeal.same_as))
    return (yield from _settled(case, appeal))


def registration_of(appeal: Appeal) -> Registration:
    """The appeal as the operator fills it in."""
    citizen = appeal.citizen
    return Registration(
        content=appeal.content,
        title=appeal.title,
        nature=Nature(appeal.nature),
        topic_code=appeal.topic,
        channel=Channel(appeal.channel),
        urgency=Urgency(appeal.urgency),
        address=appeal.address,
        area_code=appeal.area,
        occurred_at=appeal.received_at,
        citizen=CitizenDetails(phone=citizen.phone, name=citizen.name, gender=citizen.gender)
        if citizen
        else None,
        is_confidential=appeal.confidential,
        is_public=appeal.public,
    )


def registered(
    registration: Registration, *, stage: Stage, source: str, key: str, at: datetime, chance: random.Random
) -> Case | None:
    """Take one appeal, or go on with it where an interrupted run left it.

    None when the rules refuse it (``stage.last_refusal`` says why), or when this run has taken it before.
    """
    seen, stage.last_refusal = key in stage.numbers, ""
    operator = stage.city.actor(chance.choice(stage.cast["operator"]))
    given = {"source": source, "external_id": key, "at": at, "received_at": at}
    receipt = stage.act(receive_appeal, registration, by=operator, **given)
    if receipt is None:
        return None
    stage.numbers[key] = receipt.number
    if seen:
        return None
    case = Case(
        stage=stage,
        number=receipt.number,
        title=receipt.order.title,
        chance=chance,
        tempo=Tempo(stage.calendar, chance, urgent=registration.urgency is not Urgency.NORMAL),
        registrar=operator,
        reachable=bool(registration.citizen and registration.citizen.phone),
        order=receipt.order,
    )
    _remember(case, receipt.order)
    return case


def _remember(case: Case, order: "WorkOrder") -> None:
    """What an earlier run did with the order after its registration."""
    if order.version > 1:
        lines = list(timeline_of(order, for_user=SYSTEM))
        case.past.extend((line.verb, line.at) for line in lines[1:])
        case.past_due = max((row.due_at for row in deadlines_of(order) if row.kind in _WORK), default=None)
        case.stage.known += 1


def _settled(case: Case, appeal: Appeal) -> Steps:
    at = case.tempo.desk(appeal.received_at, 2, 9)
    yield at
    if not _settle(case, appeal, at=at):
        return at
    if appeal.route is Route.DIRECT and case.reachable and case.chance.random() < _SAMPLED:
        at = case.tempo.office(at, 120, 900)
        yield at
        _sample(case, at=at)
    return (yield from archived(case, at))


def _settle(case: Case, appeal: Appeal, *, at: datetime) -> bool:
    if appeal.route is Route.DIRECT:
        return case.act(actions.answer_directly, by=case.registrar, at=at, answer=appeal.answer)
    action, by = {
        Route.TRANSFER: (actions.transfer_order, case.registrar),
        Route.GUIDE: (actions.guide_order, case.registrar),
        Route.INVALID: (actions.invalidate_order, case.staff("shift_lead")),
    }[appeal.route]
    return case.act(action, by=by, at=at, reason_code=appeal.target, note=appeal.answer)


def _sample(case: Case, *, at: datetime) -> None:
    """Some of those who were answered at once are called and asked how it was."""
    level = case.chance.choices(
        [Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIR], weights=[5, 4, 1]
    )[0]
    answers = CallbackAnswers(
        reached=True,
        resolution=Resolution.RESOLVED,
        satisfaction=level,
        reason=case.chance.choice(table("generic")["happy"]),
    )
    case.act(actions.record_callback, by=case.staff("callback"), at=at, answers=answers)
