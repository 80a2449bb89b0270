"""Facts that telephony announces. A call's subject is its key, a seat's its number."""

from dataclasses import dataclass

from jiesu.core.events import Event


@dataclass(frozen=True)
class SeatMoved(Event):
    """A seat is in another state; the connector tells the switch."""

    state: str
    user_id: int | None


@dataclass(frozen=True)
class CallRang(Event):
    """A call rings at a seat: the moment to show who calls."""

    seat: str
    call_id: int


@dataclass(frozen=True)
class CallAnswered(Event):
    """A person took the call."""

    seat: str
    call_id: int


@dataclass(frozen=True)
class CallEnded(Event):
    """The last leg is gone."""

    outcome: str
    call_id: int
    seat: str


@dataclass(frozen=True)
class CallMissed(Event):
    """A citizen called in vain and is to be called back."""

    missed_id: int
    outcome: str


@dataclass(frozen=True)
class CallReturned(Event):
    """A seat begins to call a missed number back; the connector dials."""

    missed_id: int
    seat: str
