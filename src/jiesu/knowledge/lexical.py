"""Ranking by words: an inverted index in arrays, weighed by BM25 in each view, a millisecond or so a query.

The whole index of 50,000 articles is some thirty million postings in flat arrays, which a process builds from
the counted terms in seconds, or opens where another has written them (``stored``). A score is the sum over
the asked terms of weight times BM25; the confidence of a hit is the share of what was asked, by rarity, that
the article contains.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiesu.knowledge.asking import Query
from jiesu.knowledge.cutting import VIEWS, Counted, Terms, View, view_of

Scores = NDArray[np.float32]

K1, B = 0.9, 0.9
"""How soon a repeated term adds nothing, and how much a long article loses (BM25)."""

FEWEST = 1000
"""Rarity is reckoned as if there were at least so many articles: among three, every word is common."""

COMMON, FEW, CANDIDATES = 4000, 3, 200
"""A term in more articles than this only orders candidates, unless all asked terms are like that; then the
rarest few choose them. How many candidates are ordered."""

BY_EAR = 0.85
"""How sure one can be of what only sounds the same."""

_TIMES, _PLACES = 1 << 8, 1 << 24
_PLACE_FROM, _TERM_FROM = 8, 32
"""How a posting is packed to be sorted: 32 bits of term, 24 of place, 8 of times."""

_AT_ONCE = 1 << 21
_NOWHERE = np.zeros(0, dtype=np.int64)

_SEEN, _HEARD = (View.PAIRS, View.WORDS), (View.SOUNDS,)


@dataclass(frozen=True)
class Found:
    """An article by its place in the index, its score, and the share of what was asked in it (0 to 1)."""

    place: int
    score: float
    confidence: float


@dataclass(frozen=True)
class Postings:
    """An index as arrays, which is how it is stored.

    Attributes:
        terms: every term that stands in an article, ascending.
        starts: where the postings of each term begin, and after the last where they end.
        rarity: of each term.
        places: the articles that each term stands in, ascending.
        weights: what the term adds to the article's score.
        usual: the mean length of an article in each view.
        size: how many articles, in an array of one.
    """

    terms: Terms
    starts: "NDArray[np.int64]"
    rarity: Scores
    places: "NDArray[np.int32]"
    weights: "NDArray[np.float16]"
    usual: Scores
    size: "NDArray[np.int64]"


class LexicalIndex:
    """Articles that can be found by their terms."""

    def __init__(self, postings: Postings, *, beside: "LexicalIndex | None" = None) -> None:
        """The index that these arrays hold; see :func:`indexed`."""
        self.postings = postings
        self.size = int(postings.size[0])
        self._beside = beside
        self._terms, self._rarity = postings.terms, postings.rarity
        self._starts, self._ends = postings.starts[:-1], postings.starts[1:]
        self._places, self._weights = postings.places, postings.weights

    def scores(self, query: Query) -> Scores:
        """The score of every article; 0 where it shares nothing with what was asked."""
        return self._added_up(list(zip(*self._known(query), strict=True)))

    def confidences(self, query: Query, places: "NDArray[np.int32]") -> Scores:
        """How much of what was asked, by rarity, articles contain, as it is written or as it sounds."""
        seen, heard = (self._shares(_judged(query, views), places) for views in (_SEEN, _HEARD))
        surest: Scores = np.maximum(seen, BY_EAR * heard)
        return surest

    def _shares(self, asked: Terms, places: "NDArray[np.int32]") -> Scores:
        rarity = self.rarities(asked)
        has = np.zeros((len(asked), len(places)), dtype=np.float32)
        for row, (term, known) in enumerate(zip(*self._positions(asked), strict=True)):
            if known:
                has[row] = self._stands(int(term), places)
        whole = float(rarity.sum())
        shares: Scores = rarity @ has / whole if whole else np.zeros(len(places), dtype=np.float32)
        return shares

    def share_in(self, query: Query, article: Counted) -> float:
        """The same for an article that is not in the index, weighed by the rarity of terms in the index."""
        seen, heard = _judged(query, _SEEN), _judged(query, _HEARD)
        return max(
            _share(self.rarities(seen), np.isin(seen, article.terms)),
            BY_EAR * _share(self.rarities(heard), np.isin(heard, article.terms)),
        )

    def best(self, query: Query, *, most: int, allowed: "NDArray[np.bool_] | None" = None) -> list[Found]:
        """The best articles, the best first; those of one score in the order of the index.

        Rare terms choose the candidates; a term that stands in very many articles only orders them, so that a
        search costs the same however common its words are.
        """
        if not self.size:
            return []
        common, rare = self._by_length(query)
        scores = self._added_up(rare)
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        chosen = np.array(top(scores, max(CANDIDATES, most)), dtype=np.int32)
        whole = scores[chosen] + sum(
            (self._at(term, weight, chosen) for term, weight in common), np.float32(0)
        )
        order = np.lexsort((chosen, -whole))[:most]
        sure = self.confidences(query, chosen[order])
        return [Found(int(chosen[at]), float(whole[at]), float(sure[rank])) for rank, at in enumerate(order)]

    def _by_length(self, query: Query) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
        """The query's terms with their weights: those that stand in very many articles, and the others."""
        known = sorted(zip(*self._known(query), strict=True), key=lambda pair: self._length(pair[0]))
        rare = [pair for pair in known if self._length(pair[0]) <= COMMON] or known[:FEW]
        return known[len(rare) :], rare

    def _length(self, term: int) -> int:
        return int(self._ends[term] - self._starts[term])

    def _added_up(self, terms: Sequence[tuple[int, float]]) -> Scores:
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms:
            start, end = self._starts[term], self._ends[term]
            scores[self._places[start:end]] += weight * self._weights[start:end].astype(np.float32)
        return scores

    def _at(self, term: int, weight: float, chosen: "NDArray[np.int32]") -> Scores:
        """What a term adds to some articles only."""
        places = self._places[self._starts[term] : self._ends[term]]
        found = np.minimum(places.searchsorted(chosen), len(places) - 1)
        weights = self._weights[self._starts[term] + found].astype(np.float32)
        added: Scores = np.where(places[found] == chosen, np.float32(weight) * weights, np.float32(0))
        return added

    def _stands(self, term: int, chosen: "NDArray[np.int32]") -> "NDArray[np.bool_]":
        """Which of some articles a term stands in."""
        places = self._places[self._starts[term] : self._ends[term]]
        stands: NDArray[np.bool_] = places[np.minimum(places.searchsorted(chosen), len(places) - 1)] == chosen
        return stands

    def _known(self, query: Query) -> tuple[list[int], list[float]]:
        found, known = self._positions(query.terms)
        return found[known].tolist(), query.weights[known].tolist()

    def rarities(self, terms: Terms) -> Scores:
        """The rarity of each term; one that stands nowhere is as rare as can be."""
        if self._beside:
            return self._beside.rarities(terms)
        found, known = self._positions(terms)
        if not len(self._terms):
            return np.broadcast_to(_rarity(np.zeros(1), 0), len(terms))
        return np.where(known, self._rarity[found], _rarity(np.zeros(1), self.size)[0]).astype(np.float32)

    def _positions(self, terms: Terms) -> "tuple[NDArray[np.int64], NDArray[np.bool_]]":
        if not len(self._terms):
            return np.zeros(len(terms), dtype=np.int64), np.zeros(len(terms), dtype=np.bool_)
        found = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        return found, self._terms[found] == terms


def top(scores: Scores, most: int) -> list[int]:
    """The places of the highest scores above 0, the highest first."""
    most = min(most, len(scores))
    if not most:
        return []
    chosen = np.argpartition(-scores, most - 1)[:most]
    chosen = chosen[np.lexsort((chosen, -scores[chosen]))]
    return [int(place) for place in chosen if scores[place] > 0]


def _damped(times: "NDArray[Any]", relative: "NDArray[np.floating]") -> Scores:
    """What a term adds by how often it stands in an article of a relative length."""
    often = times.astype(np.float32)
    damped = often * (K1 + 1) / (often + K1 * (1 - B + B * relative))
    return damped.astype(np.float32)


def _judged(query: Query, views: Sequence[View]) -> Terms:
    """The terms that were asked for themselves, in some views."""
    asked: Terms = query.terms[query.core & np.isin(view_of(query.terms), views)]
    return asked


def _share(rarity: Scores, has: "NDArray[np.bool_]") -> float:
    whole = float(rarity.sum())
    return float(rarity[has].sum()) / whole if whole and len(has) else 0.0


def _rarity(having: "NDArray[np.int64] | NDArray[np.float64]", size: int) -> Scores:
    size = max(size, FEWEST)
    rarity: Scores = np.log(1 + (size - having + 0.5) / (having + 0.5)).astype(np.float32)
    return rarity


def indexed(articles: Sequence[Counted], *, beside: LexicalIndex | None = None) -> LexicalIndex:
    """The index of articles.

    Args:
        articles: their counted terms, in the order of their places.
        beside: the index in which the rarity of terms and the usual lengths are read, for a few articles that
            are scored as if they stood in it; their own otherwise.
    """
    return LexicalIndex(_sorted(articles, beside), beside=beside)


def _sorted(articles: Sequence[Counted], beside: LexicalIndex | None) -> Postings:
    """The postings by term and place, sorted as numbers that hold term, place and times."""
    size = len(articles)
    keys = _keys(articles)
    keys.sort()
    terms = (keys >> np.uint64(_TERM_FROM)).astype(np.uint32)
    starts = np.flatnonzero(np.diff(terms, prepend=terms[:1] + np.uint32(1))) if len(terms) else _NOWHERE
    own, having = terms[starts], np.diff(starts, append=len(terms))
    del terms
    rarity = beside.rarities(own) if beside else _rarity(having, size)
    lengths = np.array([article.lengths for article in articles], dtype=np.float32).reshape(-1, VIEWS)
    usual = beside.postings.usual if beside else _usual(lengths)
    places = np.empty(len(keys), dtype=np.int32)
    weights = np.empty(len(keys), dtype=np.float16)
    views, by_posting = view_of(own), np.repeat(np.arange(len(own), dtype=np.int32), having)
    for part in _parts(len(keys)):
        places[part] = (keys[part] >> np.uint64(_PLACE_FROM)) & np.uint64(_PLACES - 1)
        relative = (lengths / usual)[places[part], views[by_posting[part]]]
        times = keys[part] & np.uint64(_TIMES - 1)
        weights[part] = _damped(times, relative) * rarity[by_posting[part]]
    return Postings(
        terms=own,
        starts=np.append(starts, len(keys)),
        rarity=rarity,
        places=places,
        weights=weights,
        usual=usual,
        size=np.array([size], dtype=np.int64),
    )


def _keys(articles: Sequence[Counted]) -> "NDArray[np.uint64]":
    keys = np.empty(sum(len(article.terms) for article in articles), dtype=np.uint64)
    end = 0
    for place, article in enumerate(articles):
        start, end = end, end + len(article.terms)
        times = np.minimum(article.times, _TIMES - 1).astype(np.uint64)
        own = np.uint64(place << _PLACE_FROM)
        keys[start:end] = (article.terms.astype(np.uint64) << np.uint64(_TERM_FROM)) | own | times
    return keys


def _parts(length: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, length, _AT_ONCE))


def _usual(lengths: Scores) -> Scores:
    usual: Scores = np.maximum(lengths.mean(axis=0), 1) if len(lengths) else np.full(VIEWS, 200, np.float32)
    return usual
