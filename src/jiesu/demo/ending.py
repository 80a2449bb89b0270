"""After the review: calls, rework, final answers, exclusion, closing, archiving, opening again."""

from datetime import datetime

from jiesu.demo.lives import Call, Life
from jiesu.demo.stage import Case, Steps
from jiesu.demo.tempo import day_of
from jiesu.demo.traits import Trait
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.states import Resolution, Satisfaction

_LATE_CALL = 0.03


def called_back(case: Case, life: Life, at: datetime, *, calls: tuple[Call, ...]) -> Steps:
    """The attempts to hear the citizen, each on a day of its own."""
    if not case.reachable:
        return at
    visited = day_of(at)
    slow = case.chance.random() < _LATE_CALL
    at = case.tempo.days_later(at, 4) if slow else case.tempo.by_day(case.tempo.office(at, 40, 700))
    for number, call in enumerate(calls):
        at = case.tempo.days_later(at, 1) if number else at
        yield at
        answers = _answers(call, said=call.said.on(visited), contacted=True)
        case.act(actions.record_callback, by=case.staff("callback"), at=at, answers=answers)
    if life.has(Trait.EXCLUSION) or life.has(Trait.EXCLUSION_REFUSED):
        at = yield from _excluded(case, life, at)
    return at


def sent_to_rework(case: Case, at: datetime) -> Steps:
    """The citizen is not satisfied for the unit's reasons: once more."""
    at = case.tempo.desk(at, 2, 20)
    yield at
    reason = "回访不满意，发回重办"
    case.act(actions.rework_order, by=case.staff("callback"), at=at, reason=reason)
    return at


def finished(case: Case, life: Life, at: datetime) -> Steps:
    """Closed, or ended by a final answer."""
    if life.has(Trait.FINAL_ANSWER) or life.has(Trait.FINAL_REFUSED):
        at = yield from _final_answer(case, life, at)
        if life.has(Trait.FINAL_ANSWER):
            return at
    at = case.tempo.desk(at, 1, 15)
    yield at
    case.act(actions.close_order, by=case.staff("callback"), at=at)
    return at


def archived(case: Case, at: datetime) -> Steps:
    """Some days later the order goes to the archive."""
    at = case.tempo.days_later(at, case.chance.randint(2, 4))
    yield at
    case.act(actions.archive_order, by=case.staff("callback"), at=at)
    return at


def reopened(case: Case, life: Life, at: datetime) -> Steps:
    """It was not over after all."""
    at = case.tempo.days_later(at, case.chance.randint(1, 3))
    yield at
    reason = life.detours["reopen"]
    case.act(actions.reopen_order, by=case.staff("duty_chief"), at=at, reason=reason)
    return at


def _answers(call: Call, *, said: str, contacted: bool) -> CallbackAnswers:
    if not call.reached:
        return CallbackAnswers(reached=False, reason=said)
    return CallbackAnswers(
        reached=True,
        contacted=contacted,
        truthful=call.fault is not True or call.resolution != "unresolved",
        resolution=Resolution(call.resolution),
        satisfaction=Satisfaction(call.satisfaction),
        reason=said,
        unit_at_fault=call.fault,
    )


def _final_answer(case: Case, life: Life, at: datetime) -> Steps:
    at = case.tempo.office(at, 60, 400)
    yield at
    words = life.detours
    paper = f"关于{case.number}号工单办理情况的报告"
    case.act(
        actions.apply_for_final_answer,
        by=case.leader(life.lead),
        at=at,
        reason=words["final"],
        document=paper,
    )
    at = case.tempo.awake(at, 60, 500)
    yield at
    chief = case.staff("duty_chief")
    if life.has(Trait.FINAL_ANSWER):
        case.act(actions.approve_final_answer, by=chief, at=at, answer=words["final_yes"])
    else:
        case.act(actions.refuse_final_answer, by=chief, at=at, reason=words["final_no"])
    return at


def _excluded(case: Case, life: Life, at: datetime) -> Steps:
    at = case.tempo.office(at, 20, 200)
    yield at
    words = life.detours
    case.act(actions.apply_for_exclusion, by=case.leader(life.lead), at=at, reason=words["exclusion"])
    at = case.tempo.office(at, 60, 300)
    yield at
    assessor = case.staff("duty_chief" if case.order and case.order.is_confidential else "assessor")
    if life.has(Trait.EXCLUSION):
        case.act(actions.approve_exclusion, by=assessor, at=at, note=words["exclusion_yes"])
    else:
        case.act(actions.refuse_exclusion, by=assessor, at=at, reason=words["exclusion_no"])
    return at
