"""Missed calls 漏接: noted when a citizen called in vain, returned by a seat until reached or given up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.errors import Conflict, NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.telephony.call_states import CALLED_BACK, CallOutcome
from jiesu.telephony.dialling import dialable
from jiesu.telephony.errors import SeatCannot
from jiesu.telephony.events import CallMissed, CallReturned
from jiesu.telephony.folding import RETURNED
from jiesu.telephony.models import Call, MissedCall, Seat
from jiesu.telephony.returning import OPEN, ReturnState, next_attempt
from jiesu.telephony.seat_states import SEAT_STATE_LABELS, SEAT_VERB_LABELS, SeatState, SeatVerb

_OPEN = [state.value for state in OPEN]
_DIALLING_AT_MOST = timedelta(minutes=2)


def note_missed(call: Call) -> MissedCall | None:
    """Put a call that nobody took among those to be returned; a number waits there once."""
    if call.outcome not in CALLED_BACK or not call.number_hash or call.ended_at is None:
        return None
    row = MissedCall.objects.select_for_update().filter(number_hash=call.number_hash, state__in=_OPEN).first()
    if row is not None:
        row.times, row.missed_at, row.call = row.times + 1, call.ended_at, call
        row.save(update_fields=["times", "missed_at", "call"])
    else:
        row = MissedCall.objects.create(
            number=call.number,
            number_hash=call.number_hash,
            call=call,
            missed_at=call.ended_at,
            due_at=next_attempt(0, at=call.ended_at) or call.ended_at,
        )
    events.publish(
        CallMissed(subject=call.key, occurred_at=call.ended_at, missed_id=row.pk, outcome=call.outcome)
    )
    return row


def note_answered(call: Call) -> None:
    """Whoever got through by calling again need not be called back."""
    if call.is_inbound and call.number_hash:
        MissedCall.objects.filter(number_hash=call.number_hash, state__in=_OPEN).update(
            state=ReturnState.CALLED_AGAIN, settled_at=call.answered_at
        )


def note_returned(call: Call) -> None:
    """The call that returned a missed one has ended: reached, or to be tried again later, or given up."""
    row = MissedCall.objects.select_for_update().filter(dialled=call.key, state=ReturnState.DIALLING).first()
    if row is None or call.ended_at is None:
        return
    row.attempts += 1
    again = next_attempt(row.attempts, at=call.ended_at)
    if call.outcome == CallOutcome.ANSWERED:
        row.state, row.settled_at = ReturnState.REACHED, call.answered_at
    elif again is None:
        row.state, row.settled_at = ReturnState.GIVEN_UP, call.ended_at
    else:
        row.state, row.due_at = ReturnState.DUE, again
    row.save(update_fields=["attempts", "state", "due_at", "settled_at"])


@transaction.atomic
def return_call(missed_id: int, *, by: Actor, at: datetime | None = None) -> MissedCall:
    """Call a missed number back from the person's own seat: the seat rings first, then the citizen.

    Raises:
        NotAllowed: the person may not take calls, or sits at no seat.
        NotFound: there is no such missed call.
        Conflict: it is settled, or somebody is calling already.
        SeatCannot: the seat is in a conversation.
        NotANumber: the number cannot be dialled.
    """
    require(by, Permission.TAKE_CALLS)
    moment = at or clock.now()
    row = MissedCall.objects.select_for_update().filter(pk=missed_id).first()
    if row is None:
        raise NotFound(what="漏接 missed call")
    if row.state != ReturnState.DUE:
        raise Conflict(what=row.get_state_display())
    seat = Seat.objects.filter(user_id=by.user_id).first()
    if seat is None:
        raise NotAllowed(permission="签入坐席")
    if seat.state not in (SeatState.SIGNED_IN, SeatState.READY, SeatState.AFTER_CALL, SeatState.BUSY):
        state = SEAT_STATE_LABELS[SeatState(seat.state)]
        raise SeatCannot(state=state, verb=SEAT_VERB_LABELS[SeatVerb.DIAL])
    dialable(row.number)
    row.state, row.dialled, row.due_at = ReturnState.DIALLING, f"{RETURNED}{row.pk}-{row.attempts}", moment
    row.seat, row.told = seat.number, False
    row.save(update_fields=["state", "dialled", "due_at", "seat", "told"])
    events.publish(CallReturned(subject=row.dialled, occurred_at=moment, missed_id=row.pk, seat=seat.number))
    return row


@transaction.atomic
def begin_returns(*, at: datetime | None = None) -> Sequence[tuple[str, str, str]]:
    """Key, seat and number of the returns that the switch has not been told of yet; each is told once.

    A return that came to nothing at the switch is due again after two minutes.
    """
    moment = at or clock.now()
    MissedCall.objects.filter(
        state=ReturnState.DIALLING, told=True, due_at__lt=moment - _DIALLING_AT_MOST
    ).exclude(dialled__in=Call.objects.filter(key__startswith=RETURNED).values("key")).update(
        state=ReturnState.DUE, told=False
    )
    rows = list(
        MissedCall.objects.select_for_update(skip_locked=True).filter(state=ReturnState.DIALLING, told=False)
    )
    MissedCall.objects.filter(pk__in=[row.pk for row in rows]).update(told=True)
    return [(row.dialled, row.seat, dialable(row.number)) for row in rows]
