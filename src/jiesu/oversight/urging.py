"""Urging 催办: how a unit is reminded of an order, and how often a citizen may. Pure rules.

The ways are those of 巴彦淖尔 (电话催办→书面督办→工作提醒函) and of the citizens themselves; that a citizen
urges at most once a day and three times an order is ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.core.errors import Refusal
from jiesu.oversight.errors import NotToBeUrged, UrgedJustNow, UrgedOften, UrgedToday
from jiesu.workorders.states import OrderState as S


class UrgingKind(StrEnum):
    """催办方式."""

    PHONE = "phone"
    WRITTEN = "written"
    CITIZEN = "citizen"
    AUTOMATIC = "automatic"


URGING_KIND_LABELS: dict[UrgingKind, str] = {
    UrgingKind.PHONE: "电话催办",
    UrgingKind.WRITTEN: "书面催办",
    UrgingKind.CITIZEN: "群众催办",
    UrgingKind.AUTOMATIC: "自动催办",
}

URGED_STATES = frozenset(
    {S.PENDING_DISPATCH, S.PENDING_SIGN, S.RETURN_REQUESTED, S.CONFERENCE, S.HANDLING, S.SUSPENDED}
    | {S.PENDING_APPROVAL, S.PENDING_REVIEW}
)
"""An order in one of these still waits for its answer; before the dispatch it is the centre that is urged."""

CITIZEN_PAUSE = timedelta(days=1)
MOST_BY_CITIZEN = 3
STAFF_PAUSE = timedelta(minutes=10)
"""The same way of urging by the centre within this time is a double click."""


@dataclass(frozen=True, kw_only=True)
class UrgingPosition:
    """What the rules ask about an order: its state, and when it was urged in one way."""

    state: S
    times: tuple[datetime, ...] = ()


def citizen_refused(position: UrgingPosition, *, at: datetime) -> Refusal | None:
    """Why a citizen may not urge now, or None when they may."""
    if position.state not in URGED_STATES:
        return NotToBeUrged()
    if len(position.times) >= MOST_BY_CITIZEN:
        return UrgedOften(most=MOST_BY_CITIZEN)
    return UrgedToday() if position.times and at - max(position.times) < CITIZEN_PAUSE else None


def staff_refused(position: UrgingPosition, *, at: datetime) -> Refusal | None:
    """Why the centre may not urge in this way now, or None when it may."""
    if position.state not in URGED_STATES:
        return NotToBeUrged()
    return UrgedJustNow() if position.times and at - max(position.times) < STAFF_PAUSE else None
