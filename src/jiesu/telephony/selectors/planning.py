"""Reads of telephony: what the switch is made of, who waits, who is to be called back."""

from collections.abc import Mapping

from django.db.models import QuerySet

from jiesu.telephony.caller_lists import BLOCKED_PROMPT, BLOCKED_TEXT
from jiesu.telephony.event_log import LogPlace
from jiesu.telephony.models import Call, CallQueue, MissedCall, Seat, ServiceLine, SwitchNode, Trunk
from jiesu.telephony.queueing import penalty
from jiesu.telephony.returning import OPEN
from jiesu.telephony.seat_states import RUNG, SIGNED_OUT
from jiesu.telephony.switch_files import queue_name
from jiesu.telephony.switch_plan import PlannedLine, PlannedQueue, PlannedSeat, PlannedTrunk

USUAL_LEVEL = 3
"""The level of every seat in a queue that asks for no skill."""


def seat_numbers() -> frozenset[str]:
    """The telephones of all seats."""
    return frozenset(Seat.objects.values_list("number", flat=True))


def ring_seconds() -> dict[str, int]:
    """How long a seat is rung, by queue."""
    return dict(CallQueue.objects.values_list("code", "ring_seconds"))


def log_place(node_name: str) -> LogPlace:
    """How far the event log of a switch has been taken in; a new switch begins at nothing."""
    node, _ = SwitchNode.objects.get_or_create(name=node_name)
    return LogPlace(node.log_file, node.log_offset)


def planned_queues() -> tuple[PlannedQueue, ...]:
    """The queues as the switch has to know them."""
    return tuple(
        PlannedQueue(
            code=row.code,
            ring_seconds=row.ring_seconds,
            service_seconds=row.service_seconds,
            priority=row.priority,
            overflow=row.overflow.code if row.overflow else "",
            patience=row.patience_seconds,
        )
        for row in CallQueue.objects.select_related("overflow").order_by("code")
    )


def planned_lines() -> tuple[PlannedLine, ...]:
    """The lines as the switch has to know them; a prompt goes by the line's number."""
    return tuple(
        PlannedLine(
            number=row.number,
            queue=row.queue.code,
            greeting=f"greeting-{row.number}" if row.greeting else "",
            rating=f"rating-{row.number}" if row.rating else "",
        )
        for row in ServiceLine.objects.select_related("queue").order_by("number")
    )


def prompts() -> dict[str, str]:
    """What is to be spoken, by the name of the prompt."""
    said: dict[str, str] = {}
    for row in ServiceLine.objects.order_by("number"):
        said |= {f"greeting-{row.number}": row.greeting, f"rating-{row.number}": row.rating}
    said[BLOCKED_PROMPT] = BLOCKED_TEXT
    return {name: text for name, text in said.items() if text}


def planned_trunks() -> tuple[PlannedTrunk, ...]:
    """The trunks as the switch has to know them."""
    return tuple(
        PlannedTrunk(code=row.code, host=str(row.host), port=row.port, default=row.is_default)
        for row in Trunk.objects.order_by("code")
    )


def planned_seats() -> tuple[PlannedSeat, ...]:
    """The seats as the switch has to know them."""
    return tuple(
        PlannedSeat(number=row.number, secret=row.secret, in_browser=row.in_browser)
        for row in Seat.objects.order_by("number")
    )


def memberships() -> dict[tuple[str, str], tuple[int, bool]]:
    """Which seat serves which queue, by the switch's names: its penalty, and whether it is paused.

    Seats where nobody has signed in serve none.
    """
    queues = list(CallQueue.objects.values_list("code", "skill"))
    wished: dict[tuple[str, str], tuple[int, bool]] = {}
    for seat in Seat.objects.exclude(state__in=SIGNED_OUT).prefetch_related("skills"):
        levels: Mapping[str, int] = {row.skill: row.level for row in seat.skills.all()}
        for code, skill in queues:
            level = levels.get(skill) if skill else USUAL_LEVEL
            if level:
                wished[queue_name(code), seat.number] = (penalty(level), seat.state not in RUNG)
    return wished


def due_returns() -> QuerySet[MissedCall]:
    """The missed calls that are open, the longest due first."""
    return MissedCall.objects.filter(state__in=[state.value for state in OPEN]).order_by("due_at", "pk")


def calls_of(number_hash: str) -> QuerySet[Call]:
    """The calls of one number, newest first."""
    return Call.objects.filter(number_hash=number_hash).order_by("-started_at")
