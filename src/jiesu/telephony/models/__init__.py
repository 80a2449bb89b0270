"""Tables of telephony: what the switch is made of, and what happened on it."""

from jiesu.telephony.models.callers import CallerListing
from jiesu.telephony.models.calls import Call, CallEvent, Leg, MissedCall, Recording, SwitchTask
from jiesu.telephony.models.exchange import (
    CallQueue,
    Seat,
    SeatSkill,
    SeatSpell,
    ServiceLine,
    SwitchNode,
    Trunk,
)

__all__ = [
    "Call",
    "CallEvent",
    "CallQueue",
    "CallerListing",
    "Leg",
    "MissedCall",
    "Recording",
    "Seat",
    "SeatSkill",
    "SeatSpell",
    "ServiceLine",
    "SwitchNode",
    "SwitchTask",
    "Trunk",
]
