"""What a person asks of the switch during a call 交换机任务, and what comes of it.

The connector carries a task out within moments or not at all: an emergency number that is dialled minutes
later, because something was down, would do harm.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.telephony.seat_states import SeatState


class TaskKind(StrEnum):
    """What is asked."""

    THIRD = "third"
    REJOIN = "rejoin"
    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"


TASK_KIND_LABELS: dict[TaskKind, str] = {
    TaskKind.THIRD: "三方通话",
    TaskKind.REJOIN: "重新接入",
    TaskKind.LISTEN: "监听",
    TaskKind.WHISPER: "密语辅导",
    TaskKind.BARGE: "插话",
}


class TaskState(StrEnum):
    """What has come of it."""

    ASKED = "asked"
    TOLD = "told"
    CONNECTED = "connected"
    ENDED = "ended"
    EXPIRED = "expired"


TASK_STATE_LABELS: dict[TaskState, str] = {
    TaskState.ASKED: "已提出",
    TaskState.TOLD: "呼叫中",
    TaskState.CONNECTED: "已接通",
    TaskState.ENDED: "已结束",
    TaskState.EXPIRED: "未执行",
}

FRESH = timedelta(seconds=10)
"""A task that nobody could carry out for so long is not carried out any more."""

ON_CALL = frozenset({SeatState.TALKING, SeatState.HOLDING, SeatState.THREE_WAY})
"""States in which a seat has somebody on the line."""
NOT_ON_CALL = frozenset({SeatState.SIGNED_IN, SeatState.READY, SeatState.BUSY, SeatState.ON_BREAK})
"""States in which a lead may listen to another seat."""
MONITORING = frozenset({TaskKind.LISTEN, TaskKind.WHISPER, TaskKind.BARGE})

SPY_OPTIONS = {TaskKind.LISTEN: "qE", TaskKind.WHISPER: "qEw", TaskKind.BARGE: "qEB"}
"""The switch's own words: quiet, ended with the call; heard by the seat alone; heard by both."""


def may_be_asked(kind: TaskKind, state: SeatState) -> bool:
    """Whether a person whose seat is in this state may ask for it."""
    if kind in MONITORING:
        return state in NOT_ON_CALL
    if kind is TaskKind.THIRD:
        return state in {SeatState.TALKING, SeatState.HOLDING}
    return state in ON_CALL


def is_stale(asked_at: datetime, *, at: datetime) -> bool:
    """Whether it is too late to carry it out."""
    return at - asked_at > FRESH


def leg_key(kind: TaskKind, number: int) -> str:
    """The key of the channel that the switch opens for a task."""
    return f"{kind.value}-{number}"


def task_of(key: str) -> int | None:
    """The task that a channel was opened for; None for any other channel."""
    kind, _, number = key.partition("-")
    return int(number) if kind in set(TaskKind) and number.isdecimal() else None
