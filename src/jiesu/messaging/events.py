"""Facts that the messages announce."""

from dataclasses import dataclass

from jiesu.core.events import Event


@dataclass(frozen=True)
class InboxChanged(Event):
    """Something arrived in a person's inbox; ``subject`` is ``inbox-`` and the account's key."""

    user_id: int


@dataclass(frozen=True)
class MessageFailed(Event):
    """A message was given up; ``subject`` is what it was about.

    Attributes:
        message_id: its key.
        channel: how it was to travel.
        error: why.
    """

    message_id: int
    channel: str
    error: str
