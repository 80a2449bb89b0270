"""The supervisor's board: every queue and every seat as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.accounts.permissions import Permission, require
from jiesu.accounts.selectors import names_of
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.telephony.call_states import CallState, Direction
from jiesu.telephony.models import Call, CallQueue, Leg, Seat
from jiesu.telephony.seat_states import LIMITS, SIGNED_OUT, Mover, SeatState, SeatVerb, allowed, has_run_over
from jiesu.telephony.service_level import SPAN, Served, Wait, served
from jiesu.telephony.switch_tasks import ON_CALL

_WAITS = frozenset({CallState.WAITING.value, CallState.RINGING.value})


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """A queue now.

    Attributes:
        code, name: which one.
        waiting: calls that wait or ring.
        longest: how long the one that waits longest has waited; None when none waits.
        served: what came of the calls of the last quarter of an hour.
        within: the seconds in which a call is to be answered.
    """

    code: str
    name: str
    waiting: int
    longest: timedelta | None
    served: Served
    within: int


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """A seat now.

    Attributes:
        number, person: which one, and who sits there.
        state, since, reason: what they are doing.
        is_over: whether it has lasted longer than it may.
        verbs: what a shift lead may do with it.
        is_on_call: whether it can be listened to.
    """

    number: str
    person: str
    state: SeatState
    since: datetime
    reason: str
    is_over: bool
    verbs: Sequence[SeatVerb]
    is_on_call: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """All of it; ``counts`` are the seats by state."""

    queues: Sequence[QueueLine]
    seats: Sequence[SeatLine]
    counts: Mapping[SeatState, int]
    at: datetime


def board(*, for_user: Actor, at: datetime | None = None) -> Board:
    """The queues and the seats.

    Raises:
        NotAllowed: the person does not lead seats.
    """
    require(for_user, Permission.LEAD_SEATS)
    moment = at or clock.now()
    seats = _seats(moment)
    counts = {state: sum(line.state is state for line in seats) for state in SeatState}
    return Board(
        queues=_queues(moment),
        seats=seats,
        counts={state: count for state, count in counts.items() if count},
        at=moment,
    )


def _queues(at: datetime) -> list[QueueLine]:
    calls = list(
        Call.objects.filter(direction=Direction.INBOUND, queued_at__gt=at - SPAN).values_list(
            "queue", "state", "queued_at", "answered_at", "ended_at"
        )
    )
    lines = []
    for queue in CallQueue.objects.order_by("-priority", "code"):
        own = [row for row in calls if row[0] == queue.code]
        waiting = [row[2] for row in own if row[1] in _WAITS and row[2]]
        told = [Wait(queued_at=row[2], answered_at=row[3], ended_at=row[4]) for row in own if row[2]]
        lines.append(
            QueueLine(
                code=queue.code,
                name=queue.name,
                waiting=len(waiting),
                longest=at - min(waiting) if waiting else None,
                served=served(told, within=timedelta(seconds=queue.service_seconds), at=at),
                within=queue.service_seconds,
            )
        )
    return lines


def _seats(at: datetime) -> list[SeatLine]:
    rows = list(Seat.objects.order_by("number"))
    names = names_of([row.user_id for row in rows if row.user_id])
    talking = set(
        Leg.objects.filter(is_seat=True, ended_at=None, answered_at__isnull=False).values_list(
            "endpoint", flat=True
        )
    )
    return [
        SeatLine(
            number=row.number,
            person=names.get(row.user_id or 0, ""),
            state=SeatState(row.state),
            since=row.since,
            reason=row.reason,
            is_over=row.state not in SIGNED_OUT
            and has_run_over(SeatState(row.state), row.since, at=at, limits=LIMITS),
            verbs=allowed(SeatState(row.state), Mover.LEAD),
            is_on_call=SeatState(row.state) in ON_CALL and row.number in talking,
        )
        for row in rows
    ]
