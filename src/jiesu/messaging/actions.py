"""Every write of the messaging."""

from datetime import datetime, timedelta

from django.db import transaction

from jiesu.core import clock
from jiesu.messaging.adapters import is_stand_in, sms_gateway
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.models import Message

KEPT = timedelta(days=30)
"""How long a message's row is kept."""


@transaction.atomic
def send_sms(
    phone: str,
    *,
    text: str,
    purpose: str,
    is_secret: bool = False,
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> Message:
    """发送短信: write the message; a job carries it once this transaction is committed.

    Args:
        phone: a cleaned number.
        text: what is said.
        purpose: what it is for, in a word.
        is_secret: whether the words are wiped once they are carried.
        expires_at: when it is of no use any more.
        at: when.
    """
    from jiesu.messaging.tasks import carry  # noqa: PLC0415 - tasks need the application registry

    message = Message.objects.create(
        phone=phone,
        text=text,
        purpose=purpose,
        is_secret=is_secret,
        expires_at=expires_at,
        created_at=at or clock.now(),
    )
    carry.defer(message_id=message.pk)
    return message


def carry_message(message_id: int, *, at: datetime | None = None) -> Message:
    """Hand one message to the gateway, unless that was done or it is too late; safe to run twice.

    The gateway is not called inside a transaction; it is given the message's key, so that what is handed over
    twice because the power failed in between is still sent once.

    Raises:
        NotCarried: the gateway did not take it, and trying again may help.
    """
    at = at or clock.now()
    message = Message.objects.get(pk=message_id)
    if message.state != "waiting":
        return message
    if message.expires_at is not None and message.expires_at <= at:
        return _settle(message, "expired")
    try:
        sms_gateway().carry(str(message.pk), phone=message.phone, text=message.text)
    except NotCarried as failure:
        if not failure.final:
            raise
        return _settle(message, "failed", error=str(failure))
    message.carried_at = at
    return _settle(message, "carried")


def forget_old_messages(*, at: datetime | None = None) -> int:
    """Remove the messages of more than a month ago; how many there were."""
    return Message.objects.filter(created_at__lt=(at or clock.now()) - KEPT).delete()[0]


def _settle(message: Message, state: str, *, error: str = "") -> Message:
    message.state, message.error = state, error[:200]
    if message.is_secret and not is_stand_in():
        message.text = ""
    message.save(update_fields=["state", "error", "text", "carried_at"])
    return message
