"""Reading messages: the list of those that went out, and a person's inbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from jiesu.accounts.permissions import Permission, require
from jiesu.core.ciphers import mask_phone
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import NotFound
from jiesu.messaging.channels import MessageChannel, MessageState
from jiesu.messaging.models import ContactPoint, Message, PushSubscription
from jiesu.organisations.actors import Actor


@dataclass(frozen=True, kw_only=True)
class MessageFilter:
    """What the list of messages is narrowed by; what is empty narrows nothing."""

    state: str = ""
    channel: str = ""
    purpose: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Contacts:
    """Where somebody agrees to be reached, and where they refuse; the rest was never said."""

    agreed: dict[str, str]
    refused: frozenset[str]


def messages_out(filters: MessageFilter, *, for_user: Actor) -> QuerySet[Message]:
    """Messages to others by telephone, WeChat, mail, inbox or browser, to be paged by ``created_at``.

    Raises:
        NotAllowed: the person may not look at messages.
    """
    require(for_user, Permission.VIEW_MESSAGES)
    rows = Message.objects.filter(is_secret=False)
    exact = {"state": filters.state, "channel": filters.channel, "purpose": filters.purpose}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.subject:
        rows = rows.filter(subject=filters.subject)
    if filters.first:
        rows = rows.filter(created_at__gte=_midnight(filters.first))
    if filters.last:
        rows = rows.filter(created_at__lt=_midnight(filters.last + timedelta(days=1)))
    return rows


def message_out(message_id: int, *, for_user: Actor) -> Message:
    """One message of the list.

    Raises:
        NotAllowed: the person may not look at messages.
        NotFound: there is none.
    """
    message = messages_out(MessageFilter(), for_user=for_user).filter(pk=message_id).first()
    if message is None:
        raise NotFound(what="消息 message")
    return message


def unfinished_counts(*, for_user: Actor) -> dict[str, int]:
    """How many messages wait and how many failed."""
    rows = messages_out(MessageFilter(), for_user=for_user)
    shown = [MessageState.WAITING.value, MessageState.FAILED.value]
    found = rows.filter(state__in=shown).values_list("state").annotate(n=Count("pk")).order_by()
    return {state: dict(found).get(state, 0) for state in shown}


def masked_address(message: Message) -> str:
    """Where a message goes, as pages and files show it."""
    name, sign, host = message.address.partition("@")
    if sign:
        return f"{name[:2]}***@{host}"
    if message.channel == MessageChannel.SMS:
        return mask_phone(message.address)
    return f"{message.address[:4]}…" if message.address else ""


def inbox_of(user_id: int) -> QuerySet[Message]:
    """What has arrived for a person, to be paged by ``created_at``."""
    return Message.objects.inbox_of(user_id)


def unread_of(user_id: int, *, most: int = 100) -> int:
    """How many messages of a person's inbox are unread; not counted further than ``most``."""
    rows = Message.objects.inbox_of(user_id).filter(read_at__isnull=True)
    return rows.values("pk")[:most].count()


def newest_unread(user_id: int) -> Message | None:
    """The newest unread message of a person's inbox."""
    return (
        Message.objects.inbox_of(user_id).filter(read_at__isnull=True).order_by("-created_at", "-pk").first()
    )


def contacts_of(
    *, user_ids: Collection[int] = (), phone_hash: str | None = None
) -> dict[int | None, Contacts]:
    """What people have said about being reached: by account, and under None the citizen of the telephone."""
    wanted = Q(user_id__in=list(user_ids))
    if phone_hash:
        wanted |= Q(phone_hash=phone_hash)
    found: dict[int | None, list[ContactPoint]] = {}
    for row in ContactPoint.objects.filter(wanted):
        found.setdefault(row.user_id, []).append(row)
    return {
        key: Contacts(
            {row.channel: row.address for row in rows if row.agrees},
            frozenset(row.channel for row in rows if not row.agrees),
        )
        for key, rows in found.items()
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def with_browsers(user_ids: Collection[int]) -> set[int]:
    """Those of these accounts who have let a browser show their messages."""
    rows = PushSubscription.objects.filter(user_id__in=list(user_ids))
    return set(rows.values_list("user_id", flat=True))
