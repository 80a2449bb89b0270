"""A conversation written down between two messages: in a session, in a queue, on the way to a person."""

from dataclasses import asdict
from typing import Any

from jiesu.knowledge.answering import Candidate, Conversation, Line
from jiesu.knowledge.manners import Manner, manner_of

MOST_LINES = 60
"""Lines that are kept; a longer conversation loses its oldest."""


_SHORTEST = 3
"""Characters; what is shorter chose from a list or said yes."""


def transcript(conversation: Conversation) -> str:
    """What was said, a line a message, as a person reads it who takes over."""
    return "\n".join(
        f"{'群众' if line.by_citizen else '12345'}：{' '.join(line.text.split())}"
        for line in conversation.lines[-MOST_LINES:]
    )


def asked_so_far(conversation: Conversation) -> str:
    """What the citizen said that was a question or a matter: without greetings, thanks and choices."""
    said = (line.text.strip() for line in conversation.lines if line.by_citizen)
    return "\n".join(text for text in said if manner_of(text) == Manner() and len(text) > _SHORTEST)


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
