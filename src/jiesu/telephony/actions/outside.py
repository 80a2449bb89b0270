"""Calls on a switch that is not ours, as it tells of them."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.fields import key_ring
from jiesu.organisations.actors import Actor
from jiesu.telephony.actions import missed
from jiesu.telephony.actions.seats import signal_seat
from jiesu.telephony.call_states import CallFact, CallState
from jiesu.telephony.dialling import normal
from jiesu.telephony.events import CallAnswered, CallEnded, CallRang
from jiesu.telephony.folding import CallDraft
from jiesu.telephony.models import Call, Leg, Seat, SwitchNode
from jiesu.telephony.other_switch import NODE, Told, Word
from jiesu.telephony.seat_states import SeatVerb

_FIELDS = (
    "direction",
    "started_at",
    "state",
    "outcome",
    "queued_at",
    "rang_at",
    "answered_at",
    "ended_at",
    "seat",
)


@transaction.atomic
def take_told(told: Told, *, by: Actor, at: datetime | None = None) -> Call:
    """Write down what another switch tells of a call; safe to be told twice and in any order.

    Raises:
        NotAllowed: the teller may not take calls.
    """
    require(by, Permission.TAKE_CALLS)
    moment = at or clock.now()
    SwitchNode.objects.get_or_create(name=NODE)
    call = _call(told, moment)
    if call.state == CallState.ENDED:
        return call
    {Word.NEW_CALL: _rang, Word.ANSWER: _answered, Word.HANGUP: _ended}[told.word](call, told, moment)
    return call


def _call(told: Told, at: datetime) -> Call:
    number = normal(told.number)
    Call.objects.get_or_create(
        key=told.key,
        defaults={
            "node": SwitchNode.objects.get(name=NODE),
            "direction": told.direction,
            "number": number,
            "number_hash": key_ring().fingerprint(number) if number else "",
            "line": told.line,
            "queue": told.queue,
            "started_at": at,
        },
    )
    return Call.objects.select_for_update(of=("self",)).get(key=told.key)


def _rang(call: Call, told: Told, at: datetime) -> None:
    draft = _draft(call)
    draft.queued_at = draft.queued_at or at
    draft.move(CallFact.QUEUED)
    if told.seat and not draft.answered_at:
        draft.rang_at = draft.rang_at or at
        draft.move(CallFact.RUNG)
        _ring_at(call, told.seat, at)
    _save(call, draft)


def _ring_at(call: Call, seat: str, at: datetime) -> None:
    if _leg(call, seat, at) is not None:
        signal_seat(seat, SeatVerb.RING, at=at)
        events.publish(CallRang(subject=call.key, occurred_at=at, seat=seat, call_id=call.pk))


def _answered(call: Call, told: Told, at: datetime) -> None:
    draft = _draft(call)
    if draft.answered_at is not None:
        return
    draft.answered_at, draft.seat = at, told.seat
    draft.move(CallFact.ANSWERED)
    leg = _leg(call, told.seat, at)
    if leg is not None:
        Leg.objects.filter(pk=leg.pk).update(answered_at=at)
        signal_seat(told.seat, SeatVerb.ANSWER, at=at)
        call.user_id = Seat.objects.filter(number=told.seat).values_list("user_id", flat=True).first()
    _save(call, draft)
    events.publish(CallAnswered(subject=call.key, occurred_at=at, seat=told.seat, call_id=call.pk))
    missed.note_answered(call)


def _ended(call: Call, told: Told, at: datetime) -> None:
    del told
    draft = _draft(call)
    draft.end(at)
    _save(call, draft)
    for leg in call.legs.filter(ended_at=None):
        verb = SeatVerb.HANG_UP if leg.answered_at else SeatVerb.RING_OUT
        signal_seat(leg.endpoint, verb, at=at)
    call.legs.filter(ended_at=None).update(ended_at=at)
    if call.is_inbound:
        missed.note_missed(call)
    ended = CallEnded(subject=call.key, occurred_at=at, outcome=call.outcome, call_id=call.pk, seat=call.seat)
    events.publish(ended)


def _leg(call: Call, seat: str, at: datetime) -> Leg | None:
    """The seat's part in the call; None for an extension that is no seat of ours."""
    if not Seat.objects.filter(number=seat).exists():
        return None
    told = {
        "call": call,
        "channel": seat,
        "endpoint": seat,
        "is_seat": True,
        "was_rung": True,
        "started_at": at,
    }
    leg, _ = Leg.objects.get_or_create(key=f"{call.key[:52]}@{seat}", defaults=told)
    return leg


def _draft(call: Call) -> CallDraft:
    return CallDraft(key=call.key, **{name: getattr(call, name) for name in _FIELDS})


def _save(call: Call, draft: CallDraft) -> None:
    for name in _FIELDS:
        setattr(call, name, getattr(draft, name))
    call.save(update_fields=[*_FIELDS, "user_id"])
