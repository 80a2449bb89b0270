"""What the gateways say of the messages that they have taken."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from jiesu.core import clock
from jiesu.messaging.adapters import receipt_key
from jiesu.messaging.channels import MessageChannel, MessageState
from jiesu.messaging.errors import BadReceipt, ReceiptNotGenuine
from jiesu.messaging.models import Message
from jiesu.messaging.signatures import is_genuine

_STATES = {"delivered": MessageState.DELIVERED, "failed": MessageState.FAILED}
_LEAVES = frozenset(
    {MessageState.WAITING, MessageState.HANDED_OVER, MessageState.FAILED, MessageState.EXPIRED}
)
MOST_RECEIPTS = 500


@dataclass(frozen=True)
class Noted:
    """How many receipts were new, how many told what was known, and how many were of unknown messages."""

    new: int
    known: int
    unknown: int


def take_receipts(
    body: bytes, *, channel: MessageChannel, signature: str, at: datetime | None = None
) -> Noted:
    """回执: note what became of messages, ``{"receipts": [{"key", "state", "why"}]}``; twice is once.

    ``state`` is ``delivered`` or ``failed``; ``key`` is the one that the gateway was given. What was
    delivered stays so, whatever is told afterwards.

    Raises:
        ReceiptNotGenuine: the signature is not of the key agreed upon, or there is no such key.
        BadReceipt: it is no such document.
    """
    if not is_genuine(body, signature, key=receipt_key(channel)):
        raise ReceiptNotGenuine
    told = _read(body)
    at = at or clock.now()
    results = [_note(one, channel, at) for one in told]
    return Noted(results.count("new"), results.count("known"), results.count("unknown"))


@transaction.atomic
def _note(told: tuple[int, MessageState, str], channel: MessageChannel, at: datetime) -> str:
    key, state, why = told
    message = Message.objects.select_for_update().filter(pk=key, channel=channel.value).first()
    if message is None:
        return "unknown"
    if message.state == state or message.state not in _LEAVES:
        return "known"
    message.state, message.error = state.value, why
    message.handed_over_at = message.handed_over_at or at
    message.delivered_at = at if state is MessageState.DELIVERED else None
    message.save(update_fields=["state", "error", "handed_over_at", "delivered_at"])
    return "new"


def _read(body: bytes) -> list[tuple[int, MessageState, str]]:
    try:
        told = json.loads(body)
        receipts = told["receipts"]
        if not isinstance(receipts, list) or len(receipts) > MOST_RECEIPTS:
            raise BadReceipt(why=f"receipts: at most {MOST_RECEIPTS}")
        return [_one(receipt) for receipt in receipts]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadReceipt(why=type(error).__name__) from error


def _one(receipt: dict[str, Any]) -> tuple[int, MessageState, str]:
    key = str(receipt["key"])
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise BadReceipt(why="key")
    why = "".join(char for char in str(receipt.get("why", "")) if char.isprintable())
    return int(key), _STATES[receipt["state"]], why[:200]
