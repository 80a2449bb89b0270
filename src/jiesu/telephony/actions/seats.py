"""Moving seats: by their people, by a shift lead, by the switch and by the clock."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.telephony.errors import SeatCannot, SeatTaken
from jiesu.telephony.events import SeatMoved
from jiesu.telephony.models import Seat, SeatSpell
from jiesu.telephony.seat_states import (
    LIMITS,
    SIGNED_OUT,
    Mover,
    SeatState,
    SeatVerb,
    after,
    has_run_over,
    mover_of,
)


@transaction.atomic
def sign_in(number: str, *, by: Actor, at: datetime | None = None) -> Seat:
    """Sit down at a free seat 签入; the person is not rung before saying ready.

    Raises:
        NotAllowed: the person may not take calls.
        NotFound: there is no such seat.
        SeatTaken: somebody sits there, or the person sits elsewhere.
    """
    require(by, Permission.TAKE_CALLS)
    seat = _locked(number)
    elsewhere = Seat.objects.filter(user_id=by.user_id).exclude(pk=seat.pk).exists()
    if elsewhere or seat.user_id not in (None, by.user_id):
        raise SeatTaken(number=number)
    _move(seat, SeatVerb.SIGN_IN, at=at or clock.now(), user_id=by.user_id)
    return seat


@transaction.atomic
def move_seat(
    number: str, verb: SeatVerb, *, by: Actor, at: datetime | None = None, reason: str = ""
) -> Seat:
    """Do what a person or a shift lead does with a seat: ready, busy, break, meeting, finished, out.

    Raises:
        NotAllowed: it is somebody else's seat and the person does not lead seats.
        NotFound: there is no such seat.
        SeatCannot: the table does not allow it in the seat's state.
    """
    seat = _locked(number)
    mover = mover_of(verb)
    if mover is Mover.LEAD:
        require(by, Permission.LEAD_SEATS)
    elif mover is not Mover.PERSON or seat.user_id != by.user_id or verb is SeatVerb.SIGN_IN:
        raise NotAllowed(permission=f"坐席 {number}")
    _move(seat, verb, at=at or clock.now(), reason=reason[:60])
    return seat


def signal_seat(number: str, verb: SeatVerb, *, at: datetime) -> bool:
    """Write down what the switch did to a seat; False when its state knows nothing of it."""
    with transaction.atomic():
        try:
            seat = _locked(number)
            _move(
                seat, verb, at=max(at, seat.since), reason="未应答" if verb is SeatVerb.NOT_ANSWERED else ""
            )
        except (SeatCannot, NotFound):
            return False
    return True


def end_overdue_work(*, at: datetime | None = None) -> int:
    """Free every seat whose after-call work lasts too long; how many."""
    moment, freed = at or clock.now(), 0
    for number, since in Seat.objects.filter(state=SeatState.AFTER_CALL).values_list("number", "since"):
        if has_run_over(SeatState.AFTER_CALL, since, at=moment, limits=LIMITS):
            freed += signal_seat(number, SeatVerb.RUN_OVER, at=moment)
    return freed


def _locked(number: str) -> Seat:
    seat = Seat.objects.select_for_update().filter(number=number).first()
    if seat is None:
        raise NotFound(what="坐席 seat")
    return seat


def _move(seat: Seat, verb: SeatVerb, *, at: datetime, reason: str = "", user_id: int | None = None) -> None:
    state = after(SeatState(seat.state), verb)
    if seat.state not in SIGNED_OUT:
        SeatSpell.objects.create(
            seat=seat, user_id=seat.user_id, state=seat.state, started_at=seat.since, ended_at=at
        )
    seat.state, seat.since, seat.reason = state, at, reason
    if verb is SeatVerb.SIGN_IN:
        seat.user_id = user_id
    elif state in SIGNED_OUT:
        seat.user_id = None
    seat.save(update_fields=["state", "since", "reason", "user_id"])
    events.publish(SeatMoved(subject=seat.number, occurred_at=at, state=state, user_id=seat.user_id))
