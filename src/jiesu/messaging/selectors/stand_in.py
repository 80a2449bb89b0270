"""What the stand-in has taken."""

from django.conf import settings

from jiesu.messaging.adapters import is_stand_in
from jiesu.messaging.adapters.sealing import encoded, private_key, public_bytes
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.models import Message


def stand_in_messages(*, most: int = 20) -> list[Message]:
    """Short messages that the stand-in took last, newest first; nothing where a real gateway is in use."""
    rows = Message.objects.filter(channel=MessageChannel.SMS.value).order_by("-created_at", "-pk")
    return list(rows[:most]) if is_stand_in() else []


def push_key() -> str:
    """The public key that browsers subscribe with; empty where messages are not pushed."""
    key = settings.JIESU_PUSH_KEY
    return encoded(public_bytes(private_key(key))) if key else ""


def stand_in_channels() -> list[MessageChannel]:
    """The channels whose messages only go into the log."""
    return [channel for channel in MessageChannel if is_stand_in(channel)]
