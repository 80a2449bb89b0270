"""What the stand-in has taken."""

from jiesu.messaging.adapters import is_stand_in
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.models import Message


def stand_in_messages(*, most: int = 20) -> list[Message]:
    """Short messages that the stand-in took last, newest first; nothing where a real gateway is in use."""
    rows = Message.objects.filter(channel=MessageChannel.SMS.value).order_by("-created_at", "-pk")
    return list(rows[:most]) if is_stand_in() else []


def stand_in_channels() -> list[MessageChannel]:
    """The channels whose messages only go into the log."""
    return [channel for channel in MessageChannel if is_stand_in(channel)]
