"""Which queue takes a call, and which waiting call a free seat gets next: skills, priorities, waiting.

The switch distributes by the same rule, from what is generated out of it: a queue is one skill, a seat's
level in the skill is its penalty, a queue's priority its weight. So calls are answered while Jiesu is away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

HIGHEST_LEVEL = 5
AGEING = timedelta(minutes=1)
"""A call gains one step of priority for each so long a wait, so that nobody waits for ever."""


@dataclass(frozen=True, kw_only=True)
class QueueRule:
    """A queue as the choice sees it: no skill means every seat.

    ``overflow`` names the queue that takes over after ``patience``.
    """

    code: str
    skill: str = ""
    priority: int = 0
    overflow: str = ""
    patience: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class WaitingCall:
    """A call in a queue; ``priority`` is its own, on top of the queue's."""

    key: str
    queue: str
    since: datetime
    priority: int = 0


@dataclass(frozen=True, kw_only=True)
class FreeSeat:
    """A seat that may be rung: its levels by skill, 1 (can) to 5 (best), and since when it is free."""

    number: str
    since: datetime
    levels: Mapping[str, int] = field(default_factory=dict)


def penalty(level: int) -> int:
    """What the switch is told: seats of the lowest penalty are rung first; level 5 is 0, level 1 is 4."""
    return HIGHEST_LEVEL - max(1, min(level, HIGHEST_LEVEL))


def queue_now(call: WaitingCall, queues: Mapping[str, QueueRule], *, at: datetime) -> QueueRule:
    """The queue that serves the call now: its own, or where that flows over to, each after its patience."""
    rule, left = queues[call.queue], at - call.since
    seen = {rule.code}
    while rule.overflow in queues and rule.overflow not in seen and left >= rule.patience:
        left -= rule.patience
        rule = queues[rule.overflow]
        seen.add(rule.code)
    return rule


def urgency(call: WaitingCall, queues: Mapping[str, QueueRule], *, at: datetime) -> int:
    """Priority of queue and call, and one step for each minute waited."""
    return queues[call.queue].priority + call.priority + (at - call.since) // AGEING


def next_pair(
    calls: Iterable[WaitingCall],
    seats: Iterable[FreeSeat],
    queues: Mapping[str, QueueRule],
    *,
    at: datetime,
) -> tuple[WaitingCall, FreeSeat] | None:
    """The call to be answered next and the seat to ring; None when no free seat fits a waiting call.

    Calls: the most urgent, then the longest waiting. Seats: the best skilled, then the longest free.
    """
    free = list(seats)
    for call in sorted(calls, key=lambda one: (-urgency(one, queues, at=at), one.since, one.key)):
        skill = queue_now(call, queues, at=at).skill
        able = [seat for seat in free if not skill or skill in seat.levels]
        if able:
            return call, min(
                able, key=lambda seat: (penalty(seat.levels.get(skill, 1)), seat.since, seat.number)
            )
    return None


def expected_wait(ahead: int, *, seats: int, handling: timedelta) -> timedelta | None:
    """The wait to announce: everybody ahead and oneself, shared among the seats; None without seats."""
    return handling * (ahead + 1) / seats if seats > 0 else None
