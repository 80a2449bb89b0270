"""When an order's clocks stood still, told from its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jiesu.workorders.states import OrderState

STANDING = frozenset({OrderState.SUSPENDED, OrderState.CONFERENCE})
"""States in which the clocks of the units stand still."""


class LineLike(Protocol):
    """What is asked of a line of the timeline."""

    at: datetime
    from_state: str
    to_state: str


@dataclass(frozen=True)
class Pause:
    """One stretch in which the clocks stood still; ``until`` is None while they do."""

    since: datetime
    until: datetime | None


def pauses_in(lines: Iterable[LineLike]) -> list[Pause]:
    """The pauses that a timeline, oldest line first, tells."""
    found: list[Pause] = []
    for line in lines:
        standing = line.to_state in STANDING
        if standing and line.from_state not in STANDING:
            found.append(Pause(line.at, None))
        elif not standing and line.from_state in STANDING and found:
            found[-1] = Pause(found[-1].since, line.at)
    return found


def within(pauses: Iterable[Pause], *, start: datetime, end: datetime) -> list[Pause]:
    """Those that began while a clock was running, between its start and its end."""
    return [pause for pause in pauses if start <= pause.since < end]
