"""Facts that the intake announces."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.core.events import Event


@dataclass(frozen=True)
class AppealReceived(Event):
    """An appeal reached the centre and was registered; ``subject`` is the order's number.

    Attributes:
        contact_id: key of the contact.
        source: who handed it over: a channel, another system, the name given to an import.
        channel: how the citizen made it.
        received_at: when those who handed it over had received it.
    """

    contact_id: int
    source: str
    channel: str
    received_at: datetime
