"""Facts that the knowledge base announces."""

from dataclasses import dataclass

from jiesu.core.events import Event


@dataclass(frozen=True)
class ArticleChanged(Event):
    """Something was done to a version of an article; ``subject`` is the article's number.

    Attributes:
        article_id, version_id: what it was done to.
        verb: what was done.
        from_state, to_state: the version's state before ("" for a new one) and after.
        actor_id: who did it; None for the system.
    """

    article_id: int
    version_id: int
    verb: str
    from_state: str
    to_state: str
    actor_id: int | None = None


@dataclass(frozen=True)
class ArticlePublished(ArticleChanged):
    """A version became the answer."""


@dataclass(frozen=True)
class ArticleExpired(ArticleChanged):
    """An answer is not given any more, and no other took its place."""


@dataclass(frozen=True)
class ReviewFellDue(ArticleChanged):
    """The owning unit must look at its answer again; ``unit_id`` is that unit."""

    unit_id: int = 0


@dataclass(frozen=True)
class ArticleUsed(Event):
    """An article served as an answer; ``subject`` is its number.

    Attributes:
        article_id, version_id: what was used.
        use: one of :class:`jiesu.knowledge.states.Use`.
        order_number: the order that cites it; empty when there is none.
        actor_id: who used it; None for a citizen or a robot.
    """

    article_id: int
    version_id: int
    use: str
    order_number: str = ""
    actor_id: int | None = None
