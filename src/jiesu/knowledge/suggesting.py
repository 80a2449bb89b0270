"""What orders that were answered alike would say as an article: pure rules."""

from dataclasses import dataclass

from jiesu.knowledge.contents import LONGEST_SPOKEN, Content


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An article in the making, without personal data.

    Attributes:
        question: how the order in the middle of the group asks.
        askings: how others ask.
        answer: how it was answered.
        topic_code: what most of them are about; empty when unknown.
        owner_id: the unit that answered most of them; None when the centre did.
        orders: their numbers.
    """

    question: str
    answer: str
    orders: tuple[str, ...]
    askings: tuple[str, ...] = ()
    topic_code: str = ""
    owner_id: int | None = None


def drafted(proposal: Proposal) -> Content:
    """The draft that an editor goes on with: the spoken answer is as much as can be said in one breath."""
    return Content(
        question=proposal.question[:200],
        askings=tuple(asking[:200] for asking in proposal.askings),
        topic_code=proposal.topic_code,
        spoken=spoken_of(proposal.answer),
        answer=proposal.answer,
    )


def spoken_of(answer: str) -> str:
    """The beginning of an answer up to the last sentence that has room."""
    text = " ".join(answer.split())
    if len(text) <= LONGEST_SPOKEN:
        return text
    end = max(text.rfind(mark, 0, LONGEST_SPOKEN) for mark in "。；！？")
    return text[: end + 1] if end > 0 else text[:LONGEST_SPOKEN]


def is_same_group(orders: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two groups are one that has changed: at least half of the smaller is in the other."""
    shared = len(set(orders) & set(others))
    return shared * 2 >= min(len(orders), len(others))
