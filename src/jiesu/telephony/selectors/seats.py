"""Reads for the person at a seat: their telephone, the call that is there, who waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from jiesu.accounts.permissions import Permission
from jiesu.core.errors import NotAllowed
from jiesu.organisations.actors import Actor
from jiesu.telephony.call_states import CallState, Direction
from jiesu.telephony.models import Call, CallQueue, Leg, Seat, ServiceLine, SwitchTask
from jiesu.telephony.seat_states import SIGNED_OUT, Mover, SeatState, SeatVerb, allowed
from jiesu.telephony.switch_tasks import TaskState

_GOING = (TaskState.ASKED.value, TaskState.TOLD.value, TaskState.CONNECTED.value)


@dataclass(frozen=True, kw_only=True)
class SeatPhone:
    """What the browser needs to be the seat's telephone.

    Attributes:
        number, secret: the telephone's name and word at the switch.
        port: the switch's port for browsers on this machine.
        socket: its address as configured; empty where the pages' own host is meant.
        line: the hotline's number.
    """

    number: str
    secret: str = field(repr=False)
    port: int
    socket: str
    line: str


@dataclass(frozen=True, kw_only=True)
class CallAtSeat:
    """The call that rings at a seat or is talked on there, or that it has just ended.

    Attributes:
        key: of the call.
        state: where the call is.
        is_inbound: whether a citizen called.
        number, number_hash: the other side's, in full, as the person talks with them; and its fingerprint.
        line, queue: how it came.
        since: when it rang or was answered.
        order_number: the order that was registered from it; empty so far.
        tasks: third parties that were asked for, the newest first.
    """

    key: str
    state: CallState
    is_inbound: bool
    number: str = field(repr=False)
    number_hash: str
    line: str
    queue: str
    since: datetime
    order_number: str
    tasks: Sequence[SwitchTask]


def own_seat(actor: Actor) -> Seat | None:
    """Where the person has signed in."""
    return Seat.objects.filter(user_id=actor.user_id).first() if actor.user_id else None


def free_seats() -> list[Seat]:
    """Seats that somebody may sit down at; some have a telephone of their own beside the browser."""
    return list(Seat.objects.filter(state__in=SIGNED_OUT).order_by("number"))


def phone_of(seat: Seat, *, for_user: Actor) -> SeatPhone:
    """The seat's telephone, for the person who sits there.

    Raises:
        NotAllowed: somebody else sits there.
    """
    if seat.user_id != for_user.user_id:
        raise NotAllowed(permission=f"坐席 {seat.number}")
    line = ServiceLine.objects.order_by("pk").values_list("number", flat=True).first()
    return SeatPhone(
        number=seat.number,
        secret=seat.secret,
        port=settings.JIESU_SWITCH_WEB,
        socket=settings.JIESU_SWITCH_SOCKET,
        line=line or "",
    )


def verbs_of(seat: Seat) -> list[SeatVerb]:
    """What the person at the seat may do with it now."""
    verbs = allowed(SeatState(seat.state), Mover.PERSON)
    return [verb for verb in verbs if verb is not SeatVerb.SIGN_IN]


def call_at(seat: Seat) -> CallAtSeat | None:
    """The call at the seat; during after-call work, the one that has just ended."""
    legs = Leg.objects.filter(endpoint=seat.number, is_seat=True).select_related("call")
    here = Q(ended_at=None) & ~Q(call__state=CallState.ENDED)
    leg = legs.filter(here).order_by("call__direction", "started_at").first()
    if leg is None and seat.state == SeatState.AFTER_CALL:
        leg = legs.filter(answered_at__isnull=False, call__seat=seat.number).order_by("-ended_at").first()
    return None if leg is None else _told(leg)


def _told(leg: Leg) -> CallAtSeat:
    call = leg.call
    queue = CallQueue.objects.filter(code=call.queue).values_list("name", flat=True).first()
    return CallAtSeat(
        key=call.key,
        state=CallState(call.state),
        is_inbound=call.is_inbound,
        number=call.number,
        number_hash=call.number_hash,
        line=call.line,
        queue=queue or call.queue,
        since=leg.answered_at or leg.started_at,
        order_number=call.order_number,
        tasks=list(call.tasks.filter(kind="third").order_by("-pk")[:5]),
    )


def going_tasks(actor: Actor) -> list[SwitchTask]:
    """What the person asked of the switch and has not ended."""
    if actor.user_id is None:
        return []
    return list(SwitchTask.objects.filter(user_id=actor.user_id, state__in=_GOING).order_by("-pk")[:5])


def call_for_desk(key: str, *, for_user: Actor) -> Call | None:
    """A call that the person took, for the registration form; None for anybody else's."""
    if for_user.user_id is None:
        return None
    seats = Seat.objects.filter(user_id=for_user.user_id).values("number")
    return Call.objects.filter(Q(user_id=for_user.user_id) | Q(seat__in=seats), key=key).first()


def calls_about(order_number: str, *, for_user: Actor) -> list[Call]:
    """The calls that an order was registered from, with their recordings, oldest first.

    Raises:
        NotAllowed: the person sees no calls.
    """
    if not for_user.is_centre:
        raise NotAllowed(permission=Permission.VIEW_ALL_ORDERS)
    return list(
        Call.objects.filter(order_number=order_number).select_related("recording").order_by("started_at")
    )


def waiting_calls() -> int:
    """How many citizens wait in a queue now."""
    waits = (CallState.WAITING.value, CallState.RINGING.value)
    return Call.objects.filter(state__in=waits, direction=Direction.INBOUND).count()
