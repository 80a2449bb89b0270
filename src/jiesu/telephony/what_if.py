"""What a day would be like 假设推演: seats needed, and what comes of more calls or fewer people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from jiesu.telephony.erlang import Goal, Load, seats_needed, service_level


@dataclass(frozen=True, kw_only=True)
class HalfHour:
    """One half-hour of a day.

    Attributes:
        begins: local time.
        calls: expected.
        seats, rostered: needed at their telephones, and on the roster for that.
        level: the share answered in time with those seats.
        calls_then, seats_then: as supposed.
        level_then: the share answered in time as supposed; 0 where the queue would grow without end.
    """

    begins: time
    calls: float
    seats: int
    rostered: int
    level: float
    calls_then: float
    seats_then: int
    level_then: float


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """What is supposed: calls ``more`` by a share (0.2: a fifth more), so many people ``absent``."""

    more: float = 0.0
    absent: int = 0


def day_plan(
    calls: Sequence[float], *, handling: float, goal: Goal, supposed: Supposed | None = None
) -> list[HalfHour]:
    """A day's half-hours; ``handling`` is the mean work of a call in seconds, after-call work included."""
    told = supposed or Supposed()
    return [_half_hour(slot, count, handling, goal=goal, told=told) for slot, count in enumerate(calls)]


def _half_hour(slot: int, calls: float, handling: float, *, goal: Goal, told: Supposed) -> HalfHour:
    need = seats_needed(Load(calls=calls, handling=handling), goal)
    then = Load(calls=calls * (1 + told.more), handling=handling)
    seats = max(need.seats - told.absent, 0)
    return HalfHour(
        begins=time(slot // 2, slot % 2 * 30),
        calls=calls,
        seats=need.seats,
        rostered=need.rostered,
        level=need.service_level,
        calls_then=then.calls,
        seats_then=seats,
        level_then=_level(then, seats, within=goal.seconds),
    )


def _level(load: Load, seats: int, *, within: float) -> float:
    if load.erlangs <= 0:
        return 1.0
    return service_level(load, seats, within=within) if seats > load.erlangs else 0.0
