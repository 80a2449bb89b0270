"""Talking with a citizen: one message in, one reply out, and what came of it noted."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from jiesu.knowledge.actions.asked import note_inquiry
from jiesu.knowledge.actions.using import note_use
from jiesu.knowledge.answering import Conversation, Kind, Reply, reply_to
from jiesu.knowledge.selectors.answers import candidates_for, still_said
from jiesu.knowledge.selectors.searching import find_articles
from jiesu.knowledge.states import Source, Use
from jiesu.places import selectors as places

LONGEST = 500
"""Characters of a message that are read."""


@transaction.atomic
def answer_message(
    text: str, conversation: Conversation, *, source: Source, at: datetime | None = None
) -> tuple[Reply, Conversation]:
    """Answer a citizen's message on the portal, in the chat or by the telephone robot.

    What was offered before is said only while its article still says so: a conversation may last longer than
    an answer.

    An answer counts as a use of its article; a question without one becomes a gap. Nothing of the
    conversation is stored but the question itself: whoever talks keeps the conversation and gives it back
    with the next message, or to the person who takes over.
    """
    conversation = replace(conversation, offered=still_said(conversation.offered))
    reply, after = reply_to(text[:LONGEST], conversation, find=candidates_for, area_in=_area_in)
    if reply.kind is Kind.ANSWER:
        note_use(reply.number, use=Use.PORTAL, at=at)
    if reply.kind in {Kind.ANSWER, Kind.UNKNOWN} or (reply.kind is Kind.HANDOVER and conversation.misses):
        asked = (after.asked or text)[:LONGEST]
        hits = find_articles(asked, most=1)
        helped = reply.kind is Kind.ANSWER
        note_inquiry(asked, hits=hits, source=source, area_code=after.area_code, at=at, helped=helped)
    return reply, after


def _area_in(text: str) -> str:
    """The smallest division that a message names."""
    named = places.divisions_told_in(text, limit=1)
    return named[0].code if named else ""
