"""Reads of the messages."""

from jiesu.messaging.selectors.quiet import quiet_table
from jiesu.messaging.selectors.reading import (
    Contacts,
    MessageFilter,
    contacts_of,
    inbox_of,
    masked_address,
    message_out,
    messages_out,
    newest_unread,
    unfinished_counts,
    unread_of,
    with_browsers,
)
from jiesu.messaging.selectors.stand_in import push_key, stand_in_channels, stand_in_messages
from jiesu.messaging.selectors.templates import (
    Template,
    rendered,
    template_in_force,
    template_versions,
    templates_in_force,
)

__all__ = [
    "Contacts",
    "MessageFilter",
    "Template",
    "contacts_of",
    "inbox_of",
    "masked_address",
    "message_out",
    "messages_out",
    "newest_unread",
    "push_key",
    "quiet_table",
    "rendered",
    "stand_in_channels",
    "stand_in_messages",
    "template_in_force",
    "template_versions",
    "templates_in_force",
    "unfinished_counts",
    "unread_of",
    "with_browsers",
]
