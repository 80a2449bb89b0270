"""What people ask of the switch during a call: asked here, carried out by the connector, told by the log."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.telephony.actions.seats import signal_seat
from jiesu.telephony.call_states import CallState
from jiesu.telephony.dialling import dialable
from jiesu.telephony.errors import NoTrunk, SeatCannot
from jiesu.telephony.models import Call, Leg, Seat, ServiceLine, SwitchTask, Trunk
from jiesu.telephony.seat_states import SEAT_STATE_LABELS, SeatState, SeatVerb
from jiesu.telephony.switch_plan import Errand
from jiesu.telephony.switch_tasks import (
    MONITORING,
    ON_CALL,
    SPY_OPTIONS,
    TASK_KIND_LABELS,
    TaskKind,
    TaskState,
    is_stale,
    leg_key,
    may_be_asked,
    task_of,
)


@transaction.atomic
def add_third(number: str, *, by: Actor, note: str = "", at: datetime | None = None) -> SwitchTask:
    """三方通话: call a third party into the person's call: an emergency service, a unit, another seat.

    Raises:
        NotAllowed: the person may not take calls, or sits at no seat.
        NotFound: there is no call at the seat.
        SeatCannot: the seat is not in a conversation of two.
        NotANumber: the number cannot be dialled.
        NoTrunk: nothing leads out of the switch.
    """
    seat, moment = _own_seat(by), at or clock.now()
    _check(TaskKind.THIRD, seat)
    whom = number if Seat.objects.filter(number=number).exclude(pk=seat.pk).exists() else _outside(number)
    task = _ask(TaskKind.THIRD, seat, _call_at(seat.number), at=moment, number=whom, note=note[:300])
    audit.record("add_third", subject=task.call.key, by=by, number=whom)
    return task


@transaction.atomic
def rejoin_call(*, by: Actor, at: datetime | None = None) -> SwitchTask:
    """重新接入: be connected again with the caller whom a lost page or connection cut off.

    Raises:
        NotAllowed: the person may not take calls, or sits at no seat.
        NotFound: there is no call at the seat.
        SeatCannot: the seat is not on a call.
    """
    seat = _own_seat(by)
    _check(TaskKind.REJOIN, seat)
    return _ask(TaskKind.REJOIN, seat, _call_at(seat.number), at=at or clock.now())


@transaction.atomic
def monitor_seat(number: str, kind: TaskKind, *, by: Actor, at: datetime | None = None) -> SwitchTask:
    """监听、密语、插话: hear another seat's call from one's own seat, be heard by the seat, or by both.

    Raises:
        NotAllowed: the person may not monitor calls, or sits at no seat.
        NotFound: there is no call at that seat.
        SeatCannot: the person's own seat is on a call.
    """
    require(by, Permission.MONITOR_CALLS)
    own = _own_seat(by)
    if kind not in MONITORING:
        raise NotFound(what="监听方式 kind of monitoring")
    _check(kind, own)
    call = _call_at(number)
    audit.record("monitor_seat", subject=call.key, by=by, seat=number, kind=kind.value)
    return _ask(kind, own, call, at=at or clock.now(), number=number)


@transaction.atomic
def note_handover(task_id: int, note: str, *, by: Actor) -> SwitchTask:
    """移交说明: write down what was told to whoever took over, and who that was.

    Raises:
        NotFound: the person asked for no such task.
    """
    task = SwitchTask.objects.select_for_update().filter(pk=task_id).first()
    if task is None or task.user_id != by.user_id:
        raise NotFound(what="移交记录 handover")
    task.note = note[:300]
    task.save(update_fields=["note"])
    return task


@transaction.atomic
def begin_tasks(node_name: str, *, at: datetime | None = None) -> Sequence[Errand]:
    """The tasks that the switch is to be told of now, each told once; those that are too old expire."""
    moment = at or clock.now()
    rows = (
        SwitchTask.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=TaskState.ASKED, call__node__name=node_name)
        .select_related("call")
        .order_by("pk")
    )
    errands = []
    for row in rows:
        errand = None if is_stale(row.asked_at, at=moment) else _errand(row)
        row.state = TaskState.TOLD if errand else TaskState.EXPIRED
        row.ended_at = None if errand else moment
        row.save(update_fields=["state", "ended_at"])
        if errand:
            errands.append(errand)
    return errands


def note_leg(leg: Leg) -> None:
    """A channel that was opened for a task was answered, or is gone; seats learn of their third party."""
    number = task_of(leg.key)
    task = SwitchTask.objects.select_for_update().filter(pk=number).first() if number is not None else None
    if task is None:
        return
    if leg.answered_at and task.connected_at is None:
        task.state, task.connected_at = TaskState.CONNECTED, leg.answered_at
        _tell_seat(task, SeatVerb.ADD_THIRD, leg.answered_at)
    if leg.ended_at and task.ended_at is None:
        task.state, task.ended_at = TaskState.ENDED, leg.ended_at
        _tell_seat(task, SeatVerb.DROP_THIRD, leg.ended_at)
    task.save(update_fields=["state", "connected_at", "ended_at"])


def _tell_seat(task: SwitchTask, verb: SeatVerb, at: datetime) -> None:
    if task.kind == TaskKind.THIRD:
        signal_seat(task.seat, verb, at=at)


def _own_seat(by: Actor) -> Seat:
    require(by, Permission.TAKE_CALLS)
    seat = Seat.objects.select_for_update().filter(user_id=by.user_id).first()
    if seat is None:
        raise NotAllowed(permission="签入坐席")
    return seat


def _check(kind: TaskKind, seat: Seat) -> None:
    state = SeatState(seat.state)
    if not may_be_asked(kind, state):
        raise SeatCannot(state=SEAT_STATE_LABELS[state], verb=TASK_KIND_LABELS[kind])


def _call_at(seat_number: str) -> Call:
    leg = _leg_of(seat_number)
    if leg is None:
        raise NotFound(what="通话 call")
    return leg.call


def _leg_of(seat_number: str) -> Leg | None:
    """The seat's part in its call with a citizen; calls between seats come after that."""
    return (
        Leg.objects.filter(endpoint=seat_number, is_seat=True, ended_at=None, answered_at__isnull=False)
        .exclude(call__state=CallState.ENDED)
        .select_related("call")
        .order_by("call__direction", "started_at")
        .first()
    )


def _ask(
    kind: TaskKind, seat: Seat, call: Call, *, at: datetime, number: str = "", note: str = ""
) -> SwitchTask:
    return SwitchTask.objects.create(
        call=call,
        kind=kind,
        seat=seat.number,
        number=number,
        user_id=seat.user_id or 0,
        asked_at=at,
        note=note,
    )


def _errand(task: SwitchTask) -> Errand | None:
    """What the switch is told; None when the call has moved on."""
    kind, key = TaskKind(task.kind), leg_key(TaskKind(task.kind), task.pk)
    if kind in MONITORING:
        return Errand(key, f"PJSIP/{task.seat}", "ChanSpy", f"PJSIP/{task.number},{SPY_OPTIONS[kind]}")
    if kind is TaskKind.REJOIN:
        caller = task.call.legs.filter(is_seat=False, ended_at=None).order_by("started_at").first()
        return Errand(key, f"PJSIP/{task.seat}", "Bridge", caller.channel) if caller else None
    leg = _leg_of(task.seat)
    if leg is None or leg.call_id != task.call_id or not _is_on_call(task.seat):
        return None
    line = ServiceLine.objects.order_by("pk").values_list("number", flat=True).first() or ""
    return Errand(key, _channel_to(task.number), "BridgeAdd", leg.channel, shown=task.call.line or line)


def _is_on_call(seat_number: str) -> bool:
    return Seat.objects.filter(number=seat_number, state__in=[state.value for state in ON_CALL]).exists()


def _outside(number: str) -> str:
    if not Trunk.objects.exists():
        raise NoTrunk(number=number)
    return dialable(number)


def _channel_to(number: str) -> str:
    if Seat.objects.filter(number=number).exists():
        return f"PJSIP/{number}"
    trunk = Trunk.objects.order_by("-is_default", "pk").values_list("code", flat=True).first()
    return f"PJSIP/{number}@{trunk}"
