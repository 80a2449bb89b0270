"""Every write of the messages."""

from jiesu.messaging.actions.carrying import (
    carry_message,
    forget_old_messages,
    resend_message,
    revive_messages,
)
from jiesu.messaging.actions.inbox import mark_read, set_contact, subscribe_browser, unsubscribe_browser
from jiesu.messaging.actions.quieting import set_quiet_hours
from jiesu.messaging.actions.receipts import take_receipts
from jiesu.messaging.actions.sending import send_letters, send_sms
from jiesu.messaging.actions.writing import add_template, save_template

__all__ = [
    "add_template",
    "carry_message",
    "forget_old_messages",
    "mark_read",
    "resend_message",
    "revive_messages",
    "save_template",
    "send_letters",
    "send_sms",
    "set_contact",
    "set_quiet_hours",
    "subscribe_browser",
    "take_receipts",
    "unsubscribe_browser",
]
