"""A conversation written down between two messages: in a session, in a queue, on the way to a person."""

from dataclasses import asdict
from typing import Any

from jiesu.knowledge.answering import Candidate, Conversation, Line

MOST_LINES = 60
"""Lines that are kept; a longer conversation loses its oldest."""


def to_json(conversation: Conversation) -> dict[str, Any]:
    """The conversation in plain values."""
    return {**asdict(conversation), "lines": [asdict(line) for line in conversation.lines[-MOST_LINES:]]}


def from_json(data: dict[str, Any] | None) -> Conversation:
    """What :func:`to_json` wrote; a new conversation where there is nothing."""
    if not data:
        return Conversation()
    offered = tuple(Candidate(**{**each, "areas": tuple(each["areas"])}) for each in data["offered"])
    lines = tuple(Line(**line) for line in data["lines"])
    return Conversation(**{**data, "offered": offered, "lines": lines})
