"""Returning missed calls 漏接回拨: when to try, how often, when to give up."""

from datetime import datetime, timedelta
from enum import StrEnum

GAPS = (timedelta(), timedelta(minutes=30), timedelta(hours=2))
"""From the call, and from each attempt in vain, to the next; after the last gap the number is given up."""


class ReturnState(StrEnum):
    """Where the return of a missed call stands."""

    DUE = "due"
    DIALLING = "dialling"
    REACHED = "reached"
    CALLED_AGAIN = "called_again"
    GIVEN_UP = "given_up"


RETURN_STATE_LABELS: dict[ReturnState, str] = {
    ReturnState.DUE: "待回拨",
    ReturnState.DIALLING: "回拨中",
    ReturnState.REACHED: "已回拨",
    ReturnState.CALLED_AGAIN: "来电已接听",
    ReturnState.GIVEN_UP: "多次未通",
}
OPEN = frozenset({ReturnState.DUE, ReturnState.DIALLING})


def next_attempt(attempts: int, *, at: datetime) -> datetime | None:
    """When to try after ``attempts`` in vain; None when it is given up."""
    return at + GAPS[attempts] if attempts < len(GAPS) else None
