"""Groups of messages that are one issue, from how alike pairs of them are.

Two groups are joined while their strongest links are strong on average. How many links count grows more
slowly than their number (to the power of :data:`BREADTH`), so that one stray link joins nothing, and yet a
large group of short and varied messages stays whole.
"""

import heapq
from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from jiesu.triage.arrays import Floats, Integers

BREADTH = 0.75
ALIKE = 0.75
"""The strength of links from which groups are one issue."""


def grouped(
    count: int, pairs: tuple[Integers, Integers], likeness: Floats, *, alike: float = ALIKE
) -> Integers:
    """A group number for each of ``count`` messages; numbers run from 0 in the order of first members."""
    strong = likeness >= alike
    first, second, values = pairs[0][strong], pairs[1][strong], likeness[strong]
    links = coo_array((values, (first, second)), shape=(count, count)).tocsr()
    links = (links + links.T).tocsr()
    weak = coo_array((likeness, pairs), shape=(count, count)).tocsr()
    weak = (weak + weak.T).tocsr()
    groups = np.zeros(count, dtype=np.int64)
    for members in _islands(links):
        for part in _joined(weak[members][:, members].toarray(), alike):
            groups[members[part]] = members[part].min()
    return np.asarray(np.unique(groups, return_inverse=True)[1])


def _islands(links: csr_array) -> Iterator[Integers]:
    number, island_of = connected_components(links, directed=False)
    order = np.argsort(island_of, kind="stable")
    yield from np.split(order, np.searchsorted(island_of[order], np.arange(1, number)))


def _joined(likeness: Floats, alike: float) -> list[list[int]]:
    """The groups within one island, by joining the strongest linked two until none is strong enough."""
    groups = {number: [number] for number in range(len(likeness))}
    first, second = np.nonzero(np.triu(likeness, 1) >= alike)
    queue = [(-float(likeness[a, b]), int(a), int(b)) for a, b in zip(first, second, strict=True)]
    heapq.heapify(queue)
    fresh = len(likeness)
    while queue:
        _, one, other = heapq.heappop(queue)
        if one not in groups or other not in groups:
            continue
        union = groups.pop(one) + groups.pop(other)
        nearest = likeness[union].max(axis=0)
        for number, members in groups.items():
            if nearest[members].max() >= alike:
                strength = _strength(likeness[np.ix_(union, members)])
                if strength >= alike:
                    heapq.heappush(queue, (-strength, number, fresh))
        groups[fresh] = union
        fresh += 1
    return list(groups.values())


def _strength(links: Floats) -> float:
    size = int(np.ceil(links.size**BREADTH))
    return float(np.partition(links, links.size - size, axis=None)[links.size - size :].mean())
