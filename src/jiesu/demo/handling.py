"""Inside the unit: signing, contact, detours, the reply and its way through approval and review."""

from datetime import datetime, timedelta
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.demo.lives import Life, Round
from jiesu.demo.parts import parts_done
from jiesu.demo.stage import Case, Steps
from jiesu.demo.tempo import day_of
from jiesu.demo.traits import Trait
from jiesu.workorders import actions
from jiesu.workorders.states import Resolution

_SLOW_SIGNATURE = 0.05
_NO_CONTACT = 0.03
_BEFORE_THE_ANSWER = timedelta(hours=2)  # approval and review come before the citizen reads it
_MORE_TIME = TimeLimit(Decimal(3), Measure.WORKING_DAYS)


def first_round(case: Case, life: Life, at: datetime) -> Steps:
    """From the dispatch to the review of the reply."""
    begun = at
    at = yield from signed(case, life, at)
    at = yield from _suspended(case, life, at)
    at = yield from parts_done(case, life, at, due=life.reply_at or case.due(at))
    at = yield from _extended(case, life, at, begun=begun)
    target = case.tempo.share_of(begun, case.due(at), share=life.pace)
    if life.reply_at:
        target = life.reply_at - _BEFORE_THE_ANSWER
    return (yield from _replied(case, life, max(target, at), spoken=life.rounds[0], since=begun))


def further_round(case: Case, life: Life, at: datetime, *, spoken: Round) -> Steps:
    """Another round, after the citizen was not satisfied."""
    begun = at
    at = case.tempo.office(at, 30, 240)
    yield at
    case.act(actions.record_contact, by=case.clerk(life.lead), at=at, note=life.detours["contact"])
    target = case.tempo.share_of(begun, case.due(at), share=case.chance.uniform(0.2, 0.9))
    return (yield from _replied(case, life, max(target, at), spoken=spoken, since=begun))


def last_round(case: Case, life: Life, at: datetime, *, spoken: Round) -> Steps:
    """The round after the order was opened and dispatched again."""
    begun = at
    at = yield from signed(case, life, at)
    target = case.tempo.share_of(begun, case.due(at), share=case.chance.uniform(0.2, 0.8))
    return (yield from _replied(case, life, max(target, at), spoken=spoken, since=begun))


def _replied(case: Case, life: Life, at: datetime, *, spoken: Round, since: datetime) -> Steps:
    """The reply, the leader's approval, the centre's review, with what each of them may send back."""
    yield at
    _reply(case, life, spoken, at=at, since=since)
    if life.has(Trait.LEADER_REJECTS) and spoken is life.rounds[0]:
        at = case.tempo.office(at, 10, 90)
        yield at
        why = life.detours["leader_no"]
        case.act(actions.reject_reply, by=case.leader(life.lead), at=at, reason=why)
        at = case.tempo.office(at, 20, 120)
        yield at
        _reply(case, life, spoken, at=at, since=since)
    at = yield from _approved(case, life, at)
    if life.has(Trait.SENT_BACK) and spoken is life.rounds[0]:
        at = case.tempo.awake(at, 30, 200)
        yield at
        case.act(actions.send_back, by=case.staff("reviewer"), at=at, reason=life.detours["centre_no"])
        at = case.tempo.office(at, 40, 300)
        yield at
        _reply(case, life, spoken, at=at, since=since)
        at = yield from _approved(case, life, at)
    at = case.tempo.awake(at, 15, 260)
    yield at
    case.act(actions.review_order, by=case.staff("reviewer"), at=at, note=life.detours["centre_ok"])
    return at


def _suspended(case: Case, life: Life, at: datetime) -> Steps:
    """The unit asks to let the order rest; if it may, somebody looks again before it goes on."""
    if not (life.has(Trait.SUSPENSION) or life.has(Trait.SUSPENSION_REFUSED)):
        return at
    at = case.tempo.office(at, 60, 500)
    yield at
    words = life.detours
    case.act(
        actions.apply_for_suspension,
        by=case.clerk(life.lead),
        at=at,
        reason_code="suspension_works",
        reason=words["suspension"],
        review_on=day_of(at) + timedelta(days=7),
    )
    at = case.tempo.awake(at, 60, 400)
    yield at
    chief = case.staff("duty_chief")
    if life.has(Trait.SUSPENSION_REFUSED):
        case.act(actions.refuse_suspension, by=chief, at=at, reason=words["suspension_no"])
        return at
    case.act(actions.approve_suspension, by=chief, at=at, note=words["suspension_yes"])
    at = case.tempo.days_later(at, case.chance.randint(3, 5))
    yield at
    again = day_of(at) + timedelta(days=7)
    note = words["suspension_review"]
    case.act(actions.review_suspension, by=chief, at=at, review_on=again, note=note)
    at = case.tempo.days_later(at, case.chance.randint(1, 6))
    yield at
    case.act(actions.resume_order, by=case.clerk(life.lead), at=at, note=words["resumed"])
    return at


def signed(case: Case, life: Life, at: datetime) -> Steps:
    """The unit takes the order and speaks with the citizen."""
    slow = case.chance.random() < _SLOW_SIGNATURE
    at = case.tempo.office(at, 900, 1500) if slow else case.tempo.office(at, 8, 330)
    yield at
    case.act(actions.sign_assignment, by=case.clerk(life.lead), at=at)
    if case.reachable and case.chance.random() > _NO_CONTACT:
        at = case.tempo.office(at, 10, 150)
        yield at
        note = life.detours["contact"]
        case.act(actions.record_contact, by=case.clerk(life.lead), at=at, note=note)
    return at


def _extended(case: Case, life: Life, at: datetime, *, begun: datetime) -> Steps:
    if not (life.has(Trait.EXTENSION) or life.has(Trait.EXTENSION_REFUSED)):
        return at
    at = max(at, case.tempo.share_of(begun, case.due(at), share=0.6))
    yield at
    words = life.detours
    clerk = case.clerk(life.lead)
    case.act(actions.apply_for_extension, by=clerk, at=at, reason=words["extension"], amount=_MORE_TIME)
    at = case.tempo.awake(at, 30, 300)
    yield at
    chief = case.staff("duty_chief")
    if life.has(Trait.EXTENSION):
        case.act(actions.approve_extension, by=chief, at=at, note=words["extension_yes"])
    else:
        case.act(actions.refuse_extension, by=chief, at=at, reason=words["extension_no"])
    return at


def _approved(case: Case, life: Life, at: datetime) -> Steps:
    at = case.tempo.office(at, 8, 130)
    yield at
    leader = case.leader(life.lead)
    case.act(actions.approve_reply, by=leader, at=at, note=life.detours["leader_ok"])
    return at


def _reply(case: Case, life: Life, spoken: Round, *, at: datetime, since: datetime) -> None:
    visit = case.visit_of(spoken, since=since, at=at)
    handling, answer = (words.on(visit.on, latest=visit.done) for words in (spoken.handling, spoken.answer))
    content = actions.ReplyContent(
        handling=handling, public_answer=answer, facts_confirmed=True, resolution=Resolution.RESOLVED
    )
    case.act(actions.reply_assignment, by=case.clerk(life.lead), at=at, content=content)
