"""Finding a topic of the tree by a few characters of it."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

MOST = 20


class TopicLike(Protocol):
    """What is asked of a topic."""

    @property
    def code(self) -> str:
        """Two digits a level."""

    @property
    def name(self) -> str:
        """Its own name."""

    @property
    def full_name(self) -> str:
        """All names from the first level down."""


T = TypeVar("T", bound=TopicLike)


def matching_topics(topics: Iterable[T], words: str, *, most: int = MOST) -> list[T]:
    """The topics in whose full name or at the beginning of whose code every word occurs, the best first.

    A topic whose own name begins so comes before one whose own name has it anywhere, that before one which
    only lies below such a name; the deeper level goes before the shallower, as orders are classified on the
    deepest. No words find nothing.
    """
    asked = words.split()
    if not asked:
        return []
    found = [topic for topic in topics if all(_holds(topic, word) for word in asked)]
    return sorted(found, key=lambda topic: _rank(topic, asked[-1]))[:most]


def _holds(topic: TopicLike, word: str) -> bool:
    return word in topic.full_name or (word.isdecimal() and topic.code.startswith(word))


def _rank(topic: TopicLike, word: str) -> tuple[int, int, str]:
    where = 0 if topic.name.startswith(word) else 1 if word in topic.name else 2
    return where, -len(topic.code), topic.code
