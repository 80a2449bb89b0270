"""Writing messages, in the transaction of what they are about."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.core import clock, events
from jiesu.messaging.channels import MessageChannel, MessageState
from jiesu.messaging.events import InboxChanged
from jiesu.messaging.letters import Letter
from jiesu.messaging.models import Message
from jiesu.messaging.quiet import Table, allowed_at
from jiesu.messaging.selectors.quiet import quiet_table


def send_sms(
    phone: str,
    *,
    text: str,
    purpose: str,
    is_secret: bool = False,
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> Message:
    """发送短信: a short message that somebody is waiting for, such as a code; it knows no quiet hours.

    Args:
        phone: a cleaned number.
        text: what is said.
        purpose: what it is for, in a word.
        is_secret: whether the words are wiped once they are carried.
        expires_at: when it is of no use any more.
        at: when.
    """
    letter = Letter(
        channel=MessageChannel.SMS,
        address=phone,
        text=text,
        purpose=purpose,
        is_secret=is_secret,
        expires_at=expires_at,
    )
    return _written([letter], quiet={}, at=at or clock.now())[0]


def send_letters(letters: Sequence[Letter], *, at: datetime | None = None) -> list[Message]:
    """发送消息: write them; jobs carry them once this transaction is committed, at once or after quiet hours.

    A letter whose key was written before is not written again. What is for the inbox arrives with the
    commit. Returns the messages of these letters, those written before too.
    """
    return _written(letters, quiet=quiet_table(), at=at or clock.now())


@transaction.atomic
def _written(letters: Sequence[Letter], *, quiet: Table, at: datetime) -> list[Message]:
    rows = [_row(letter, quiet, at) for letter in letters]
    keys = [row.key for row in rows]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    Message.objects.bulk_create(fresh, ignore_conflicts=True)  # another process may write them just now
    messages = list(Message.objects.filter(key__in=keys).order_by("pk"))
    _set_off([message for message in messages if message.key not in known])
    return messages


def _row(letter: Letter, quiet: Table, at: datetime) -> Message:
    wanted = max(letter.due_at or at, at)
    due = allowed_at(quiet.get((letter.channel, letter.urgency)), wanted)
    arrived = letter.channel is MessageChannel.INBOX and due <= at
    return Message(
        key=letter.key or uuid.uuid4().hex,
        channel=letter.channel.value,
        urgency=letter.urgency.value,
        state=(MessageState.DELIVERED if arrived else MessageState.WAITING).value,
        user_id=letter.user_id,
        recipient=letter.recipient[:100],
        address=letter.address,
        title=letter.title,
        text=letter.text,
        data=json.dumps(letter.data, ensure_ascii=False) if letter.data else "",
        purpose=letter.purpose,
        version=letter.version,
        subject=letter.subject,
        link=letter.link,
        is_secret=letter.is_secret,
        created_at=at,
        wanted_at=wanted,
        due_at=due,
        expires_at=letter.expires_at,
        handed_over_at=at if arrived else None,
        delivered_at=at if arrived else None,
    )


def _set_off(fresh: Sequence[Message]) -> None:
    """Tell the inboxes, and defer a job for each of the others."""
    from jiesu.messaging.tasks import carry_at  # noqa: PLC0415 - tasks need the application registry

    for message in fresh:
        if message.state == MessageState.WAITING:
            carry_at(message.pk, message.due_at, now=message.created_at)
    arrived = {message.user_id: message.created_at for message in fresh if message.state == "delivered"}
    events.publish(
        *(
            InboxChanged(subject=f"inbox-{user_id}", occurred_at=moment, user_id=user_id)
            for user_id, moment in arrived.items()
            if user_id is not None
        )
    )
