"""Ranking by words: an inverted index in arrays, weighed by BM25 in each view, a millisecond or so a query.

The whole index of 50,000 articles is some ten million postings in flat arrays, which a process builds from
the counted terms in seconds. A score is the sum over the asked terms of weight times BM25; the confidence of
a hit is the share of what was asked, by rarity, that the article contains.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiesu.knowledge.asking import Query
from jiesu.knowledge.cutting import VIEWS, Counted, Numbers, Terms, View, view_of

Scores = NDArray[np.float32]

K1, B = 1.2, 0.75
"""How soon a repeated term adds nothing, and how much a long article loses (BM25)."""

FEWEST = 1000
"""Rarity is reckoned as if there were at least so many articles: among three, every word is common."""

COMMON, FEW, CANDIDATES = 4000, 3, 200
"""A term in more articles than this only orders candidates, unless all asked terms are like that; then the
rarest few choose them. How many candidates are ordered."""

BY_EAR = 0.85
"""How sure one can be of what only sounds the same."""

_SEEN, _HEARD = (View.PAIRS, View.WORDS), (View.SOUNDS,)


@dataclass(frozen=True)
class Found:
    """An article by its place in the index, its score, and the share of what was asked in it (0 to 1)."""

    place: int
    score: float
    confidence: float


class LexicalIndex:
    """Articles that can be found by their terms."""

    def __init__(self, articles: Sequence[Counted]) -> None:
        self.size = len(articles)
        counts = np.fromiter((len(article.terms) for article in articles), dtype=np.int64, count=self.size)
        terms: Terms = _chained([article.terms for article in articles], np.uint32)
        times: Numbers = _chained([article.times for article in articles], np.uint16)
        order = np.argsort(terms, kind="stable")
        self._places = np.repeat(np.arange(self.size, dtype=np.int32), counts)[order]
        terms, times = terms[order], times[order]
        self._terms, self._starts = np.unique(terms, return_index=True)
        self._ends = np.append(self._starts[1:], len(terms))
        self._rarity = _rarity(self._ends - self._starts, self.size)
        lengths = np.array([article.lengths for article in articles], dtype=np.float32).reshape(-1, VIEWS)
        self._usual = (
            np.maximum(lengths.mean(axis=0), 1) if self.size else np.full(VIEWS, 200, dtype=np.float32)
        )
        relative = (lengths / self._usual)[self._places, view_of(terms)]
        rarity = np.repeat(self._rarity, self._ends - self._starts)
        self._weights = (_damped(times, relative) * rarity).astype(np.float16)

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

    def rank_others(self, query: Query, articles: Sequence[Counted]) -> list[Found]:
        """Articles that are not in the index, scored as if they were, by their places; without order."""
        rarities = self.rarities(query.terms) * query.weights
        found: list[Found] = []
        for place, article in enumerate(articles):
            _, asked, own = np.intersect1d(
                query.terms, article.terms, assume_unique=True, return_indices=True
            )
            relative = (np.array(article.lengths) / self._usual)[view_of(article.terms[own])]
            score = float((rarities[asked] * _damped(article.times[own], relative)).sum())
            if score > 0:
                found.append(Found(place, score, self.share_in(query, article)))
        return found

    def best(self, query: Query, *, most: int, allowed: "NDArray[np.bool_] | None" = None) -> list[Found]:
        """The best articles, the best first; those of one score in the order of the index.

        Rare terms choose the candidates; a term that stands in very many articles only orders them, so that a
        search costs the same however common its words are.
        """
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


def _damped(times: Numbers, relative: "NDArray[np.floating]") -> Scores:
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


def _chained(parts: "Sequence[NDArray[Any]]", kind: type) -> "NDArray[Any]":
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
