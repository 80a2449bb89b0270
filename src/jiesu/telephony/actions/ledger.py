"""The log's lines taken into the tables: many at a time, each once, with the place in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiesu.core import events
from jiesu.core.fields import key_ring
from jiesu.telephony import selectors
from jiesu.telephony.actions import missed, switch_tasks
from jiesu.telephony.actions.seats import signal_seat
from jiesu.telephony.call_states import CallState
from jiesu.telephony.dialling import normal
from jiesu.telephony.event_log import LogLine, LogPlace
from jiesu.telephony.events import CallAnswered, CallEnded, CallRang
from jiesu.telephony.folding import RETURNED, CallDraft, Fold, LegDraft
from jiesu.telephony.models import Call, CallEvent, Leg, Recording, Seat, SwitchNode
from jiesu.telephony.seat_states import SeatVerb

_CALL_FIELDS = tuple(one.name for one in fields(CallDraft) if one.name not in ("key", "recording"))
_LEG_FIELDS = ("answered_at", "ended_at", "cause")


@transaction.atomic
def take_lines(node_name: str, lines: Sequence[LogLine], *, after: LogPlace, to: LogPlace) -> bool:
    """Take in the log's lines between two places; False, and nothing written, when they have been taken.

    All of it or nothing: the place moves with what the lines say, so that no line counts twice and none is
    lost, whenever the process that calls this is killed.
    """
    node = SwitchNode.objects.select_for_update().get(name=node_name)
    if LogPlace(node.log_file, node.log_offset) != after:
        return False
    if lines:
        _write(node, lines)
    node.log_file, node.log_offset = to.file, to.offset
    node.save(update_fields=["log_file", "log_offset"])
    return True


def _write(node: SwitchNode, lines: Sequence[LogLine]) -> None:
    fold, calls, legs = _known(lines)
    before = {key: draft.state for key, draft in fold.calls.items()}
    about = [(line, fold.take(line)) for line in lines]
    _save_calls(node, fold, calls)
    _save_legs(fold, calls, legs)
    CallEvent.objects.bulk_create(
        CallEvent(
            node=node,
            file=line.file,
            offset=line.offset,
            at=line.at,
            kind=line.event,
            mark=line.mark,
            call=calls[call.key],
            leg_key=line.leg,
            data=_kept(line),
        )
        for line, call in about
    )
    _save_recordings(fold, calls)
    people = _signal(fold)
    _finish(fold, calls, before=before, people=people)


def _known(lines: Sequence[LogLine]) -> tuple[Fold, dict[str, Call], dict[str, Leg]]:
    """The calls and legs that the lines are about, as drafts and as rows."""
    seats = selectors.seat_numbers()
    talked_of = {line.endpoint for line in lines} & seats
    rows = Leg.objects.filter(key__in={line.leg for line in lines}).select_related("call")
    rows |= Leg.objects.filter(endpoint__in=talked_of, ended_at=None).select_related("call")
    legs = {leg.key: leg for leg in rows}
    calls = {leg.call.key: leg.call for leg in legs.values()}
    missing = {line.call for line in lines} - calls.keys()
    calls |= {call.key: call for call in Call.objects.filter(key__in=missing)}
    fold = Fold(seats, selectors.ring_seconds())
    for key, call in calls.items():
        fold.calls[key] = CallDraft(key=key, **{name: getattr(call, name) for name in _CALL_FIELDS})
    for key, leg in legs.items():
        fold.legs[key] = LegDraft(
            key=key,
            call=fold.calls[leg.call.key],
            channel=leg.channel,
            endpoint=leg.endpoint,
            is_seat=leg.is_seat,
            started_at=leg.started_at,
            rung=leg.was_rung,
            **{name: getattr(leg, name) for name in _LEG_FIELDS},
        )
    return fold, calls, legs


def _save_calls(node: SwitchNode, fold: Fold, calls: dict[str, Call]) -> None:
    fresh, known = [], []
    for key, draft in fold.calls.items():
        row = calls.get(key)
        if row is None:
            draft.number = normal(draft.number)
            row = calls[key] = Call(key=key, node=node)
            row.number_hash = key_ring().fingerprint(draft.number) if draft.number else ""
            fresh.append(row)
        else:
            known.append(row)
        for name in _CALL_FIELDS:
            setattr(row, name, getattr(draft, name))
    Call.objects.bulk_create(fresh)
    Call.objects.bulk_update(known, [name for name in _CALL_FIELDS if name not in ("number", "started_at")])


def _save_legs(fold: Fold, calls: Mapping[str, Call], legs: Mapping[str, Leg]) -> None:
    fresh: list[Leg] = []
    known: list[Leg] = []
    for key, draft in fold.legs.items():
        row = legs.get(key)
        (fresh if row is None else known).append(row := row or _new_leg(draft))
        row.call = calls[draft.call.key]
        for name in _LEG_FIELDS:
            setattr(row, name, getattr(draft, name))
    Leg.objects.bulk_create(fresh)
    Leg.objects.bulk_update(known, ["call", *_LEG_FIELDS])
    for row in (*fresh, *known):
        switch_tasks.note_leg(row)


def _new_leg(draft: LegDraft) -> Leg:
    return Leg(
        key=draft.key,
        channel=draft.channel,
        endpoint=draft.endpoint,
        is_seat=draft.is_seat,
        was_rung=draft.rung,
        started_at=draft.started_at,
    )


def _kept(line: LogLine) -> dict[str, object]:
    """What a line says beyond its columns; never a caller's number."""
    return {"channel": line.channel, "context": line.context, **line.extra}


def _save_recordings(fold: Fold, calls: Mapping[str, Call]) -> None:
    Recording.objects.bulk_create(
        (
            Recording(call=calls[key], path=draft.recording)
            for key, draft in fold.calls.items()
            if draft.recording
        ),
        ignore_conflicts=True,
    )


def _signal(fold: Fold) -> dict[str, int | None]:
    """Move the seats; who sits where, for the calls that they answered."""
    for signal in fold.signals:
        signal_seat(signal.seat, signal.verb, at=signal.at)
    touched = {signal.seat for signal in fold.signals}
    return dict(Seat.objects.filter(number__in=touched).values_list("number", "user_id"))


def _finish(
    fold: Fold, calls: Mapping[str, Call], *, before: Mapping[str, str], people: Mapping[str, int | None]
) -> None:
    """Announce what became true, and see to missed calls."""
    facts: list[events.Event] = [
        CallRang(subject=one.call, occurred_at=one.at, seat=one.seat, call_id=calls[one.call].pk)
        for one in fold.signals
        if one.verb is SeatVerb.RING
    ]
    for key, draft in fold.calls.items():
        row, was = calls[key], before.get(key, "")
        if draft.answered_at and was in ("", CallState.ENTERED, CallState.WAITING, CallState.RINGING):
            row.user_id = people.get(draft.seat)
            row.save(update_fields=["user_id"])
            facts.append(
                CallAnswered(subject=key, occurred_at=draft.answered_at, seat=draft.seat, call_id=row.pk)
            )
            missed.note_answered(row)
        if draft.state == CallState.ENDED and was != CallState.ENDED:
            facts.append(_close(row))
    events.publish(*facts)


def _close(call: Call) -> CallEnded:
    if call.key.startswith(RETURNED):
        missed.note_returned(call)
    elif call.is_inbound:
        missed.note_missed(call)
    at = call.ended_at or call.started_at
    return CallEnded(subject=call.key, occurred_at=at, outcome=call.outcome, call_id=call.pk, seat=call.seat)


@transaction.atomic
def reconcile_calls(node_name: str, alive: frozenset[str], *, at: datetime) -> int:
    """End every leg of the switch from before ``at`` that is not among its living channels.

    That happens when the switch was stopped in the middle of calls: nobody told how they ended. Such calls
    are lost, and citizens among them are called back. Returns how many calls.
    """
    gone = (
        Leg.objects.select_for_update(of=("self",))
        .filter(call__node__name=node_name, ended_at=None, started_at__lt=at)
        .exclude(key__in=alive)
        .select_related("call")
    )
    seats = {leg.endpoint for leg in gone if leg.is_seat}
    Leg.objects.filter(pk__in=[leg.pk for leg in gone]).update(ended_at=at)
    for seat in seats:
        for verb in (SeatVerb.HANG_UP, SeatVerb.RING_OUT):
            signal_seat(seat, verb, at=at)
    return _lose(node_name, at=at)


def _lose(node_name: str, *, at: datetime) -> int:
    orphans = (
        Call.objects.select_for_update(of=("self",))
        .filter(node__name=node_name, started_at__lt=at)
        .exclude(state=CallState.ENDED)
        .exclude(legs__ended_at=None)
    )
    facts: list[events.Event] = []
    for call in orphans:
        draft = CallDraft(key=call.key, **{name: getattr(call, name) for name in _CALL_FIELDS})
        draft.end(at, lost=True)
        call.state, call.outcome, call.ended_at = draft.state, draft.outcome, draft.ended_at
        call.save(update_fields=["state", "outcome", "ended_at"])
        facts.append(_close(call))
    events.publish(*facts)
    return len(facts)


@transaction.atomic
def record_hold(leg_key: str, *, at: datetime, on: bool) -> None:
    """A leg was put on hold, or taken off it; the call counts how long. A repeated word changes nothing."""
    leg = Leg.objects.select_for_update(of=("self",)).filter(key=leg_key).select_related("call").first()
    if leg is None or (leg.held_at is not None) is on:
        return
    if on:
        leg.held_at = at
    else:
        seconds = (at - leg.held_at).total_seconds() if leg.held_at else 0.0
        Call.objects.filter(pk=leg.call_id).update(held_seconds=F("held_seconds") + max(seconds, 0.0))
        leg.held_at = None
    leg.save(update_fields=["held_at"])
    if leg.is_seat:
        signal_seat(leg.endpoint, SeatVerb.HOLD if on else SeatVerb.RESUME, at=at)
