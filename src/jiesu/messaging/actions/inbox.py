"""Reading what has arrived, and saying how one wants to be reached."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from jiesu.core import clock, events
from jiesu.core.errors import InvalidInput
from jiesu.messaging.adapters.sealing import decoded
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.events import InboxChanged
from jiesu.messaging.models import ContactPoint, Message, PushSubscription

MOST_BROWSERS = 10
"""How many browsers of one person are told; the oldest is forgotten for the eleventh."""

_OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}")


@transaction.atomic
def mark_read(user_id: int, *, message_id: int | None = None, at: datetime | None = None) -> int:
    """标记已读: one message of the person's inbox, or all of them; how many were unread."""
    at = at or clock.now()
    unread = Message.objects.inbox_of(user_id).filter(read_at__isnull=True)
    if message_id is not None:
        unread = unread.filter(pk=message_id)
    count = unread.update(read_at=at)
    if count:
        events.publish(InboxChanged(subject=f"inbox-{user_id}", occurred_at=at, user_id=user_id))
    return count


def set_contact(
    channel: MessageChannel,
    *,
    agrees: bool,
    user_id: int | None = None,
    phone_hash: str | None = None,
    address: str = "",
    at: datetime | None = None,
) -> ContactPoint:
    """设置接收方式: whether somebody wants a channel, and the address there where it is not known otherwise.

    Args:
        channel: which one.
        agrees: whether they want to be reached there.
        user_id: the account of a member of staff; or
        phone_hash: the fingerprint of a citizen's telephone, which has been proved to be theirs.
        address: their WeChat openid; for other channels it stays empty.
        at: when.

    Raises:
        InvalidInput: WeChat is wanted and there is no openid.
    """
    if channel is MessageChannel.WECHAT and agrees and not _OPENID.fullmatch(address):
        raise InvalidInput(
            field="wechat", reason_zh="请填写微信 openid。", reason_en="The WeChat openid is needed."
        )
    whose: dict[str, Any] = {"user_id": user_id, "phone_hash": phone_hash, "channel": channel.value}
    row, _ = ContactPoint.objects.update_or_create(
        **whose, defaults={"agrees": agrees, "address": address, "changed_at": at or clock.now()}
    )
    return row


@transaction.atomic
def subscribe_browser(
    user_id: int, *, endpoint: str, p256dh: str, auth: str, at: datetime | None = None
) -> PushSubscription:
    """订阅浏览器推送: this browser shows the person's messages, whoever used it before.

    Raises:
        InvalidInput: the browser's description cannot be used.
    """
    parts = urlsplit(endpoint)
    try:
        fits = len(decoded(p256dh)) == 65 and len(decoded(auth)) == 16
    except ValueError:
        fits = False
    if parts.scheme != "https" or not parts.hostname or len(endpoint) > 500 or not fits:
        raise InvalidInput(
            field="endpoint",
            reason_zh="浏览器给出的订阅不能使用。",
            reason_en="The subscription is not usable.",
        )
    row, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user_id": user_id, "p256dh": p256dh, "auth": auth, "created_at": at or clock.now()},
    )
    kept = PushSubscription.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    PushSubscription.objects.filter(user_id=user_id).exclude(
        pk__in=list(kept.values_list("pk", flat=True)[:MOST_BROWSERS])
    ).delete()
    return row


def unsubscribe_browser(user_id: int, *, endpoint: str) -> int:
    """取消浏览器推送: this browser shows nothing any more."""
    return PushSubscription.objects.filter(user_id=user_id, endpoint=endpoint).delete()[0]
