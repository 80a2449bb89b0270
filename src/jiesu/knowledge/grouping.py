"""Which questions were asked alike and answered alike: pure rules over texts.

Two texts are as near as the cosine of their pairs of characters, weighed by rarity. A group has a middle that
all its members are near to, in what was asked and in what was answered; nothing stands in two groups.
"""

from collections.abc import Sequence

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

ASKED_ALIKE, ANSWERED_ALIKE = 0.25, 0.5
"""How near two questions, and their answers, are at least; answers to one question repeat each other more."""

LEAST = 3
"""Orders that make a group: two may be chance."""


def groups_of(asked: Sequence[str], answered: Sequence[str], *, least: int = LEAST) -> list[list[int]]:
    """The groups as places of the texts, the middle first; the largest group first.

    Args:
        asked: what was asked.
        answered: what was answered, in the same order.
        least: how many make a group.
    """
    if len(asked) < least:
        return []
    near = _near(asked, ASKED_ALIKE).multiply(_near(answered, ANSWERED_ALIKE)).tocsr()
    degrees = near.getnnz(axis=1)
    taken: set[int] = set()
    groups: list[list[int]] = []
    for middle in sorted(range(len(asked)), key=lambda place: (-degrees[place], place)):
        members = [int(place) for place in near[middle].indices if int(place) not in taken]
        if middle in taken or len(members) < least:
            continue
        taken.update(members)
        groups.append([middle, *sorted(place for place in members if place != middle)])
    return sorted(groups, key=len, reverse=True)


def _near(texts: Sequence[str], least: float) -> csr_matrix:
    """Ones where two texts are near enough."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit_transform(
        [text or " " for text in texts]
    )
    near: csr_matrix = (vectors @ vectors.T) >= least
    return near
