"""The life of a call 呼叫 as a table, what it came to, and in which order facts may arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Direction(StrEnum):
    """Who called whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


DIRECTION_LABELS = {Direction.INBOUND: "呼入", Direction.OUTBOUND: "呼出", Direction.INTERNAL: "内部"}


class CallState(StrEnum):
    """Where a call is."""

    ENTERED = "entered"
    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    RATING = "rating"
    ENDED = "ended"


CALL_STATE_LABELS: dict[CallState, str] = {
    CallState.ENTERED: "进线",
    CallState.WAITING: "排队",
    CallState.RINGING: "振铃",
    CallState.TALKING: "通话",
    CallState.RATING: "评价",
    CallState.ENDED: "结束",
}


class CallFact(StrEnum):
    """What the switch tells of a call."""

    QUEUED = "queued"
    RUNG = "rung"
    RING_ENDED = "ring_ended"
    ANSWERED = "answered"
    RATING_ASKED = "rating_asked"
    ENDED = "ended"


_C, _F = CallState, CallFact
CALL_RULES: dict[tuple[CallState, CallFact], CallState] = {
    (_C.ENTERED, _F.QUEUED): _C.WAITING,
    (_C.ENTERED, _F.RUNG): _C.RINGING,
    (_C.ENTERED, _F.ANSWERED): _C.TALKING,
    (_C.WAITING, _F.RUNG): _C.RINGING,
    (_C.RINGING, _F.RING_ENDED): _C.WAITING,
    (_C.RINGING, _F.QUEUED): _C.RINGING,
    (_C.WAITING, _F.ANSWERED): _C.TALKING,
    (_C.RINGING, _F.ANSWERED): _C.TALKING,
    (_C.TALKING, _F.RATING_ASKED): _C.RATING,
} | {(state, _F.ENDED): _C.ENDED for state in CallState}


class CallOutcome(StrEnum):
    """What a call came to."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    MISSED = "missed"
    LEFT_EARLY = "left_early"
    LOST = "lost"
    NOT_REACHED = "not_reached"


CALL_OUTCOME_LABELS: dict[CallOutcome, str] = {
    CallOutcome.ANSWERED: "已接听",
    CallOutcome.ABANDONED: "排队放弃",
    CallOutcome.MISSED: "漏接",
    CallOutcome.LEFT_EARLY: "未进队列",
    CallOutcome.LOST: "交换机中断",
    CallOutcome.NOT_REACHED: "未接通",
}

CALLED_BACK = frozenset({CallOutcome.ABANDONED, CallOutcome.MISSED, CallOutcome.LOST})
"""Inbound calls that came to this are returned by rule (国办函〔2025〕66号: 漏接电话回拨)."""


def next_state(state: CallState, fact: CallFact) -> CallState:
    """The state after a fact; a fact that says nothing new leaves it."""
    return CALL_RULES.get((state, fact), state)


@dataclass(frozen=True, kw_only=True)
class CallStory:
    """What is known of a call when it has ended."""

    direction: Direction
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    rang: bool = False
    lost: bool = False


def outcome_of(story: CallStory) -> CallOutcome:
    """What the call came to: answered by a person, given up while waiting, not taken where it rang.

    A call that the switch lost in the middle is lost even when somebody had answered it.
    """
    if story.lost:
        return CallOutcome.LOST
    if story.answered_at:
        return CallOutcome.ANSWERED
    if story.direction is not Direction.INBOUND:
        return CallOutcome.NOT_REACHED
    if story.rang:
        return CallOutcome.MISSED
    return CallOutcome.ABANDONED if story.queued_at else CallOutcome.LEFT_EARLY


def waited(queued_at: datetime | None, *, until: datetime | None) -> timedelta:
    """How long somebody waited in the queue."""
    return max(until - queued_at, timedelta()) if queued_at and until else timedelta()
