"""Answers from published articles, for robots and other programs that talk with citizens."""

from typing import Annotated, Literal

from django.core import signing
from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Body, Document, Text
from jiesu.core.errors import InvalidInput
from jiesu.knowledge.actions import answer_message
from jiesu.knowledge.answering import Conversation, Reply
from jiesu.knowledge.conversations import from_json, to_json, transcript
from jiesu.knowledge.speaking import as_spoken
from jiesu.knowledge.states import Source

router = Router(tags=["knowledge"])

LASTS = 24 * 3600
"""Seconds after which a conversation is not taken up again."""

_SALT = "jiesu.api.knowledge.conversation"


class MessageBody(Body):
    """One message of a citizen, and the conversation as the last answer gave it; empty at the beginning."""

    message: Annotated[Text, Field(min_length=1, max_length=500)]
    conversation: Annotated[str, Field(max_length=200_000)] = ""
    source: Literal["robot", "chat", "api"] = "api"


class ReplyDocument(Document):
    """What is said to the citizen, as a page shows it and as a voice says it.

    ``number`` names the article when ``kind`` is ``answer``: its approved spoken answer is the whole text.
    ``to_person`` says that a person is to take over and should read ``transcript``; ``call`` is the number to
    call at once. ``conversation`` goes back with the next message as it is.
    """

    kind: str
    text: str
    spoken: str
    number: str
    offered: list[str]
    to_person: bool
    call: str
    transcript: str
    conversation: str

    @classmethod
    def of(cls, reply: Reply, conversation: Conversation) -> "ReplyDocument":
        """As it was said."""
        return cls(
            kind=reply.kind.value,
            text=reply.text,
            spoken=as_spoken(reply),
            number=reply.number,
            offered=list(reply.offered),
            to_person=reply.to_person,
            call=reply.call,
            transcript=transcript(conversation),
            conversation=signing.dumps(to_json(conversation), salt=_SALT, compress=True),
        )


@router.post(
    "/knowledge/answers",
    response=ReplyDocument,
    operation_id="answer_message",
    summary="智能问答",
)
def answer_to(request: Request, body: MessageBody) -> HttpResponse:
    """Answer a citizen's message from published articles alone, ask back, or pass on to a person.

    Danger (110, 119, 120), the wish for a person, abuse and courtesies are heard first.
    """
    del request
    reply, after = answer_message(body.message, _taken_up(body.conversation), source=Source(body.source))
    return answer(ReplyDocument.of(reply, after))


def _taken_up(given: str) -> Conversation:
    """The conversation that this program gave out; nobody else can put words into it."""
    if not given:
        return Conversation()
    try:
        return from_json(signing.loads(given, salt=_SALT, max_age=LASTS))
    except signing.BadSignature as error:
        raise InvalidInput(
            field="conversation",
            reason_zh="对话已过期或不是本系统给出的，请留空重新开始。",
            reason_en="The conversation has ended or was not given out here; leave it empty to begin anew.",
        ) from error
