"""Answering with articles of the knowledge base: cited on the order, sent to the citizen's telephone."""

from collections.abc import Sequence

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit
from jiesu.core.errors import NotFound
from jiesu.core.limits import Limit
from jiesu.knowledge.actions import cite_article, note_use
from jiesu.knowledge.contents import message_of
from jiesu.knowledge.selectors import live_article
from jiesu.knowledge.states import Use
from jiesu.messaging.actions import send_sms
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.moves import Move
from jiesu.workorders.cleaning import clean_phone
from jiesu.workorders.errors import Missing, TextedAlready, UnknownReference
from jiesu.workorders.masking import masked

PURPOSE = "知识答复"
MOST_CITED = 5
"""An answer rests on a few articles."""

ONCE = Limit("text-article", times=1, seconds=60)
"""The same answer to the same telephone; a second click sends nothing."""


def cite(move: Move, numbers: Sequence[str]) -> None:
    """Cite articles on the order that is being answered; part of a larger move.

    Raises:
        UnknownReference: there is no published article of one of these numbers.
    """
    cited = list(dict.fromkeys(numbers))[:MOST_CITED]
    for number in cited:
        try:
            cite_article(
                number,
                order_number=move.order.number,
                question=masked(move.order.title),
                actor_id=move.by.user_id,
                at=move.at,
            )
        except NotFound as missing:
            raise UnknownReference(field="citations", what="已发布的知识", value=number) from missing
    if cited:
        move.data["citations"] = cited


@transaction.atomic
def text_article(number: str, *, phone: str, by: Actor) -> str:
    """短信发送: a published answer, word for word, to a citizen's telephone; the text that was sent.

    Raises:
        NotAllowed: the person may not answer citizens.
        Missing, InvalidInput: there is no telephone number, or it is none.
        NotFound: there is no published article of this number.
        TextedAlready: it was sent to this telephone a moment ago.
    """
    require(by, Permission.ANSWER_DIRECTLY)
    told = message_of(live_article(number).content)
    cleaned = clean_phone(phone)
    if not cleaned:
        raise Missing(field="phone", what="来电号码")
    if ONCE.count(f"{number}:{cleaned}") > ONCE.times:
        raise TextedAlready
    send_sms(cleaned, text=told, purpose=PURPOSE)
    note_use(number, use=Use.TEXTED, actor_id=by.user_id)
    audit.record("text_article", subject=number, by=by)
    return told
