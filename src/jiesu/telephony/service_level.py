"""How well a queue is served 服务水平: shares with what they are shares of.

Sources: 国办函〔2025〕66号 (人工接通率), GB/T 33358 (15 秒内接通). A caller who gave up within
:data:`SHORT` was not waiting for anybody and is left out, as is usual among call centres.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORT = timedelta(seconds=5)
SPAN = timedelta(minutes=15)
"""The stretch that a supervisor looks at."""


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One call's way through a queue; ``answered_at`` and ``ended_at`` are None while it waits."""

    queued_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Served:
    """What came of the calls of a stretch.

    Attributes:
        offered: calls that were to be answered: those answered, those given up, those waiting too long.
        answered: of these, those that a person took.
        in_time: of these, those taken within the queue's seconds.
    """

    offered: int
    answered: int
    in_time: int

    @property
    def level(self) -> float | None:
        """The share answered in time; None without a call."""
        return self.in_time / self.offered if self.offered else None

    @property
    def answer_rate(self) -> float | None:
        """接通率: the share that a person took; None without a call."""
        return self.answered / self.offered if self.offered else None


def served(waits: Iterable[Wait], *, within: timedelta, at: datetime) -> Served:
    """Count the calls; one that still waits counts once it has waited longer than it should."""
    offered = answered = in_time = 0
    for wait in waits:
        if wait.answered_at is not None:
            offered, answered = offered + 1, answered + 1
            in_time += wait.answered_at - wait.queued_at <= within
        elif wait.ended_at is not None:
            offered += wait.ended_at - wait.queued_at > SHORT
        else:
            offered += at - wait.queued_at > within
    return Served(offered=offered, answered=answered, in_time=in_time)
