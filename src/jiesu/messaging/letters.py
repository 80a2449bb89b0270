"""What is handed to the messages by those who ask for one, and what is handed to a gateway. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jiesu.messaging.channels import MessageChannel, MessageUrgency


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to one recipient on one channel, before it is written.

    Attributes:
        channel: how it travels.
        recipient: who it is for, for those who look at the list of messages.
        address: telephone, openid or mailbox; empty where the account is enough.
        user_id: the account, for the inbox and pushed messages.
        title, text: what it says; ``data`` is what a WeChat template is filled with.
        purpose: what it is for, in a word, such as the template's code.
        subject: what it is about, such as an order's number.
        link: where it leads to, within the pages.
        key: the same for the same event, recipient and channel: written once however often it is asked for.
            Empty for what is no answer to an event.
        version: the version of the template.
        is_secret: whether the words are wiped once they are handed over.
        due_at: not to go out before.
        expires_at: when it is of no use any more.
    """

    channel: MessageChannel
    text: str
    purpose: str
    recipient: str = ""
    address: str = field(default="", repr=False)
    user_id: int | None = None
    title: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    subject: str = ""
    link: str = ""
    key: str = ""
    version: int = 0
    urgency: MessageUrgency = MessageUrgency.NORMAL
    is_secret: bool = False
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a gateway is given: where to, what it says, and a key that never changes for the message."""

    key: str
    channel: MessageChannel
    address: str = field(repr=False)
    user_id: int | None = None
    title: str = ""
    text: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    link: str = ""
