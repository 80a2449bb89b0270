"""Handing messages to the gateways."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jiesu.core import audit, clock, events
from jiesu.core.audit import Named
from jiesu.core.errors import NotFound
from jiesu.messaging.adapters import gateway_for, is_stand_in
from jiesu.messaging.channels import MessageChannel, MessageState
from jiesu.messaging.errors import NotCarried, NotToBeResent
from jiesu.messaging.events import InboxChanged, MessageFailed
from jiesu.messaging.letters import Parcel
from jiesu.messaging.models import Message
from jiesu.messaging.retrying import next_attempt

KEPT = timedelta(days=30)
"""How long a message is kept that is about nothing in particular, such as a code."""

KEPT_WITH_SUBJECT = timedelta(days=400)
"""How long one is kept that tells somebody of an order: a year's assessment asks who was told when."""

LOST_AFTER = timedelta(minutes=10)
"""A message that is due for so long without having been tried has lost its job."""

_DONE = frozenset({MessageState.FAILED, MessageState.EXPIRED})


def carry_message(message_id: int, *, at: datetime | None = None) -> Message:
    """Hand one message to the gateway, unless that was done, it is too early or too late; safe to run twice.

    The gateway is not called inside a transaction; it is given the message's key, so that what is handed over
    twice because the power failed in between is still sent once. What it did not take is tried again later
    (:mod:`jiesu.messaging.retrying`).
    """
    at = at or clock.now()
    message = Message.objects.get(pk=message_id)
    if message.state != MessageState.WAITING or message.due_at > at:
        return message
    if message.expires_at is not None and message.expires_at <= at:
        return _settle(message, MessageState.EXPIRED)
    if message.channel == MessageChannel.INBOX:
        return _arrive(message, at)
    try:
        gateway_for(MessageChannel(message.channel)).carry(_parcel(message))
    except NotCarried as failure:
        return _try_later(message, failure, at)
    message.handed_over_at, message.attempts = at, message.attempts + 1
    return _settle(message, MessageState.HANDED_OVER)


@transaction.atomic
def resend_message(message_id: int, *, by: Named, at: datetime | None = None) -> Message:
    """重发: a message that failed or came too late goes out once more, under its old key.

    Raises:
        NotFound: there is none.
        NotToBeResent: it did neither.
    """
    at = at or clock.now()
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound(what="消息 message")
    if message.state not in _DONE or not message.text:
        raise NotToBeResent
    message.wanted_at = message.due_at = at
    message.expires_at, message.error, message.state = None, "", MessageState.WAITING.value
    message.save(update_fields=["state", "wanted_at", "due_at", "expires_at", "error"])
    audit.record("messages.resend", subject=message.subject or str(message.pk), by=by, message=message.pk)
    _defer(message, at)
    return message


def revive_messages(*, at: datetime | None = None, batch: int = 500) -> int:
    """Defer a job again for every message whose own was lost; how many there were. Safe to run twice."""
    at = at or clock.now()
    lost = Message.objects.filter(state=MessageState.WAITING.value, due_at__lt=at - LOST_AFTER)
    rows = list(lost.order_by("due_at")[:batch])
    for message in rows:
        _defer(message, at)
    return len(rows)


def forget_old_messages(*, at: datetime | None = None) -> int:
    """Remove the messages whose time of keeping is over; how many there were."""
    at = at or clock.now()
    old = Q(subject="", created_at__lt=at - KEPT) | Q(created_at__lt=at - KEPT_WITH_SUBJECT)
    return Message.objects.filter(old).delete()[0]


def _parcel(message: Message) -> Parcel:
    return Parcel(
        key=str(message.pk),
        channel=MessageChannel(message.channel),
        address=message.address,
        user_id=message.user_id,
        title=message.title,
        text=message.text,
        data=json.loads(message.data) if message.data else {},
        link=message.link,
    )


@transaction.atomic
def _try_later(message: Message, failure: NotCarried, at: datetime) -> Message:
    message.attempts += 1
    again = None if failure.final else next_attempt(message.attempts, wanted_at=message.wanted_at, at=at)
    if again is None:
        return _settle(message, MessageState.FAILED, error=str(failure))
    message.error, message.due_at = str(failure)[:200], again
    message.save(update_fields=["attempts", "error", "due_at"])
    _defer(message, at)
    return message


@transaction.atomic
def _arrive(message: Message, at: datetime) -> Message:
    message.handed_over_at = message.delivered_at = at
    _settle(message, MessageState.DELIVERED)
    events.publish(
        InboxChanged(subject=f"inbox-{message.user_id}", occurred_at=at, user_id=message.user_id or 0)
    )
    return message


@transaction.atomic
def _settle(message: Message, state: MessageState, *, error: str = "") -> Message:
    """Write how it ended, unless a receipt has come in the meantime, which knows better."""
    message.state, message.error = state.value, error[:200]
    if message.is_secret and not is_stand_in(MessageChannel(message.channel)):
        message.text = ""
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.WAITING.value)
    names = ("state", "error", "text", "attempts", "handed_over_at", "delivered_at")
    if not waiting.update(**{name: getattr(message, name) for name in names}):
        message.refresh_from_db()
    elif state is MessageState.FAILED:
        told = {"message_id": message.pk, "channel": message.channel, "error": message.error}
        events.publish(MessageFailed(subject=message.subject, occurred_at=clock.now(), **told))  # type: ignore[arg-type]
    return message


def _defer(message: Message, at: datetime) -> None:
    from jiesu.messaging.tasks import carry_at  # noqa: PLC0415 - tasks need the application registry

    carry_at(message.pk, message.due_at, now=at)
