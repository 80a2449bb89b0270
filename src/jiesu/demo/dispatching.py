"""From the desk to the right unit: dispatch, wrong turns, refused returns, conferences, merging."""

from datetime import datetime

from jiesu.demo.ending import archived, called_back, finished, reopened, sent_to_rework
from jiesu.demo.handling import first_round, further_round, last_round, signed
from jiesu.demo.lives import Life, Round
from jiesu.demo.stage import Case, Steps
from jiesu.demo.traits import Trait
from jiesu.workorders import actions

_NOT_OURS = "return_other_lead"


def dispatched(case: Case, at: datetime, *, same_as: str = "") -> Steps:
    """Dispatch and all that follows; an appeal about a matter under way is merged into that order."""
    life = case.life
    if life is None:
        return at
    if life.has(Trait.WITHDRAWN):
        case.stage.fleeting.add(case.number)
    at = case.tempo.awake(at, 6, 75)
    yield at
    if same_as and _merged(case, same_as, at=at):
        return (yield from archived(case, at))
    at = yield from _sent_out(case, life, at)
    return (yield from _lived(case, life, at))


def _merged(case: Case, same_as: str, *, at: datetime) -> bool:
    """Whether the order could be merged into the earlier one about the same matter."""
    main = case.stage.numbers.get(same_as)
    if main is None or main in case.stage.fleeting or case.life is None:
        return False
    note = case.life.detours["merge_note"]
    case.act(actions.merge_order, by=case.staff("dispatcher"), at=at, into=main, note=note)
    return case.order is not None and case.order.merged_into_id is not None


def _sent_out(case: Case, life: Life, at: datetime) -> Steps:
    """The way to the unit that handles it, wrong turns included."""
    if life.first:
        at = yield from _wrong_turn(case, life, at)
    _dispatch(case, life, at=at)
    if life.has(Trait.RETURN_REFUSED) or life.has(Trait.DISPUTE):
        at = yield from _refused_return(case, life, at)
    return at


def _lived(case: Case, life: Life, at: datetime) -> Steps:
    """Handling and calls until the citizen is content, then the end; perhaps all over again."""
    if life.has(Trait.WITHDRAWN):
        return (yield from _taken_back(case, life, at))
    at = yield from first_round(case, life, at)
    at = yield from called_back(case, life, at, calls=life.rounds[0].calls)
    for spoken in life.rounds[1:] if case.reachable else ():
        at = yield from sent_to_rework(case, at)
        at = yield from further_round(case, life, at, spoken=spoken)
        at = yield from called_back(case, life, at, calls=spoken.calls)
    at = yield from finished(case, life, at)
    if life.encore:
        at = yield from _opened_again(case, life, at, spoken=life.encore)
    return (yield from archived(case, at))


def _taken_back(case: Case, life: Life, at: datetime) -> Steps:
    """The citizen does not want it any more."""
    at = yield from signed(case, life, at)
    at = case.tempo.office(at, 20, 300)
    yield at
    reason = life.detours["withdrawn"]
    case.act(actions.withdraw_order, by=case.staff("dispatcher"), at=at, reason=reason)
    return (yield from archived(case, at))


def _opened_again(case: Case, life: Life, at: datetime, *, spoken: Round) -> Steps:
    at = yield from reopened(case, life, at)
    at = case.tempo.awake(at, 10, 60)
    yield at
    _dispatch(case, life, at=at, alone=True)
    at = yield from last_round(case, life, at, spoken=spoken)
    at = yield from called_back(case, life, at, calls=spoken.calls)
    return (yield from finished(case, life, at))


def _dispatch(case: Case, life: Life, *, at: datetime, lead: str = "", alone: bool = False) -> bool:
    assists = () if lead or alone else life.assists
    return case.act(
        actions.dispatch_order,
        by=case.staff("dispatcher"),
        at=at,
        lead=case.key_of(lead or life.lead),
        assists=[case.key_of(unit) for unit in assists],
        instructions=life.detours["instructions"],
        legal_basis="" if lead else life.legal_basis,
    )


def _wrong_turn(case: Case, life: Life, at: datetime) -> Steps:
    """To a unit whose duty it is not, and back to the desk."""
    unit, why, code = life.first or ("", "", "")
    if not _dispatch(case, life, at=at, lead=unit):
        return at
    at = case.tempo.office(at, 25, 260)
    yield at
    case.act(actions.request_return, by=case.clerk(unit), at=at, reason_code=code, reason=why)
    at = case.tempo.awake(at, 15, 120)
    yield at
    note = life.detours["mistake_accepted"]
    case.act(actions.approve_return, by=case.staff("dispatcher"), at=at, note=note)
    at = case.tempo.desk(at, 2, 25)
    yield at
    return at


def _refused_return(case: Case, life: Life, at: datetime) -> Steps:
    """The unit would rather not; it is heard, refused, and may object."""
    at = case.tempo.office(at, 20, 240)
    yield at
    plea = life.detours["return_plea"]
    case.act(actions.request_return, by=case.clerk(life.lead), at=at, reason_code=_NOT_OURS, reason=plea)
    at = case.tempo.awake(at, 30, 420)
    yield at
    case.act(
        actions.refuse_return,
        by=case.staff("duty_chief"),
        at=at,
        reason=life.detours["return_refused"],
        final=life.has(Trait.RETURN_REFUSED),
    )
    if life.has(Trait.DISPUTE):
        at = yield from _conference(case, life, at)
    return at


def _conference(case: Case, life: Life, at: datetime) -> Steps:
    at = case.tempo.office(at, 30, 200)
    yield at
    case.act(actions.object_to_dispatch, by=case.leader(life.lead), at=at, reason=life.detours["dispute"])
    at = case.tempo.office(at, 300, 1200)
    yield at
    case.act(
        actions.assign_lead,
        by=case.staff("duty_chief"),
        at=at,
        lead=case.key_of(life.lead),
        assists=[case.key_of(unit) for unit in life.assists],
        minutes=life.detours["conference"],
    )
    return at
