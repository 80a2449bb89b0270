"""How many seats a load needs 排班: Erlang C with shrinkage and a limit to occupancy.

Erlang C holds for more seats than erlangs and callers who do not hang up; real callers do, so it errs on the
safe side. It is computed through Erlang B by recursion, which neither overflows nor loses digits however
large the centre.
"""

import math
from dataclasses import dataclass

from jiesu.telephony.errors import NotEnoughSeats


@dataclass(frozen=True, kw_only=True)
class Load:
    """Calls of one interval: ``calls`` in ``seconds``, ``handling`` seconds of work each."""

    calls: float
    handling: float
    seconds: float = 1800.0

    @property
    def erlangs(self) -> float:
        """Seats kept busy on average."""
        return self.calls * self.handling / self.seconds


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is wanted: ``share`` answered within ``seconds`` (GB/T 33358: 15 s), seats not too busy.

    ``occupancy`` is the largest share of a seat's time that calls may take;
    ``shrinkage`` is the share of paid time in which people are not at their seats: breaks, training, illness.
    """

    share: float = 0.9
    seconds: float = 15.0
    occupancy: float = 0.85
    shrinkage: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """What a number of seats comes to; ``rostered`` is how many people must be on the roster for it."""

    seats: int
    rostered: int
    service_level: float
    waiting: float
    speed_of_answer: float
    occupancy: float


def blocking(erlangs: float, seats: int) -> float:
    """Erlang B: the share of calls that find every seat busy where nobody may wait."""
    share = 1.0
    for number in range(1, seats + 1):
        share = erlangs * share / (number + erlangs * share)
    return share


def waiting(erlangs: float, seats: int) -> float:
    """Erlang C: the share of calls that have to wait.

    Raises:
        NotEnoughSeats: the queue would grow without end.
    """
    if erlangs <= 0:
        return 0.0
    if seats <= erlangs:
        raise NotEnoughSeats(seats=seats, load=round(erlangs, 2))
    blocked = blocking(erlangs, seats)
    return blocked / (1 - erlangs / seats * (1 - blocked))


def service_level(load: Load, seats: int, *, within: float) -> float:
    """The share of calls answered within so many seconds.

    Raises:
        NotEnoughSeats: the queue would grow without end.
    """
    spare = seats - load.erlangs
    return 1 - waiting(load.erlangs, seats) * math.exp(-spare * within / load.handling)


def staffing(load: Load, seats: int, *, goal: Goal) -> Staffing:
    """What so many seats come to under the load.

    Raises:
        NotEnoughSeats: the queue would grow without end.
    """
    erlangs = load.erlangs
    share = waiting(erlangs, seats)
    return Staffing(
        seats=seats,
        rostered=math.ceil(round(seats / (1 - goal.shrinkage), 9)),
        service_level=service_level(load, seats, within=goal.seconds) if erlangs else 1.0,
        waiting=share,
        speed_of_answer=share * load.handling / (seats - erlangs) if erlangs else 0.0,
        occupancy=erlangs / seats if seats else 0.0,
    )


def seats_needed(load: Load, goal: Goal) -> Staffing:
    """The fewest seats that reach the goal without keeping people busier than its occupancy allows."""
    if load.erlangs <= 0:
        return staffing(load, 0, goal=goal)
    low = max(math.floor(load.erlangs) + 1, math.ceil(round(load.erlangs / goal.occupancy, 9)))
    high = low
    while service_level(load, high, within=goal.seconds) < goal.share:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        if service_level(load, middle, within=goal.seconds) >= goal.share:
            high = middle
        else:
            low = middle + 1
    return staffing(load, low, goal=goal)
