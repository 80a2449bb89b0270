"""Reads of the messaging."""

from jiesu.messaging.adapters import is_stand_in
from jiesu.messaging.models import Message


def stand_in_messages(*, most: int = 20) -> list[Message]:
    """What the stand-in took last, newest first; nothing where a real gateway is in use."""
    return list(Message.objects.order_by("-created_at", "-pk")[:most]) if is_stand_in() else []
