"""How a clock is read at a moment: the lamp and the time that is left.

The three lamps 绿灯、黄灯、红灯 are those of the running systems: on time, due soon, overdue.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Lamp(StrEnum):
    """How a clock stands that has not ended."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


LAMP_LABELS: dict[Lamp, str] = {Lamp.ON_TIME: "正常", Lamp.DUE_SOON: "临期", Lamp.OVERDUE: "超期"}


@dataclass(frozen=True, kw_only=True)
class ClockReading:
    """One clock as people read it.

    Attributes:
        kind, state: which clock, and running, paused, met, missed or cancelled.
        share: id of the share it runs on, if it is not the order's own.
        amount, measure: its limit, as ``5`` and ``working_days``.
        left: time left in the limit's own kind of time (working time for working days and hours), negative
            when late, standing still while paused; None when the clock has ended.
        lamp: None when the clock has ended.
    """

    kind: str
    state: str
    share: int | None
    amount: str
    measure: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    left: timedelta | None
    lamp: Lamp | None


def lamp_of(*, at: datetime, due: datetime, warn: datetime | None) -> Lamp:
    """The lamp of a clock at ``at``; at the very due moment it is not yet overdue."""
    if at > due:
        return Lamp.OVERDUE
    return Lamp.DUE_SOON if warn is not None and at >= warn else Lamp.ON_TIME
