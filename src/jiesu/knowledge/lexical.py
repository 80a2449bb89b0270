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

_SURE = (View.PAIRS, View.WORDS)
"""The views that confidence is measured in."""


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
        self._weights = self._weighed(terms, times, lengths)

    def _weighed(self, terms: Terms, times: Numbers, lengths: Scores) -> Scores:
        """What each posting adds to a score."""
        views = view_of(terms)
        usual = lengths.mean(axis=0) if self.size else np.ones(VIEWS, dtype=np.float32)
        relative = (lengths / np.maximum(usual, 1))[self._places, views]
        often = times.astype(np.float32)
        weights: Scores = often * (K1 + 1) / (often + K1 * (1 - B + B * relative))
        weights *= np.repeat(self._rarity, self._ends - self._starts)
        return weights

    def scores(self, query: Query) -> Scores:
        """The score of every article; 0 where it shares nothing with what was asked."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in zip(*self._known(query), strict=True):
            start, end = self._starts[term], self._ends[term]
            scores[self._places[start:end]] += weight * self._weights[start:end]
        return scores

    def confidence(self, query: Query, place: int) -> float:
        """How much of what was asked, by rarity, an article contains."""
        asked = query.terms[query.core & np.isin(view_of(query.terms), _SURE)]
        if not len(asked):
            return 0.0
        found, known = self._positions(asked)
        rarity = np.where(known, self._rarity[found], _rarity(np.zeros(1), self.size)[0])
        has = np.array([ok and self._stands(term, place) for term, ok in zip(found, known, strict=True)])
        return float(rarity[has].sum() / rarity.sum())

    def best(self, query: Query, *, most: int, allowed: "NDArray[np.bool_] | None" = None) -> list[Found]:
        """The best articles, the best first; those of one score in the order of the index."""
        scores = self.scores(query)
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        return [
            Found(place, float(scores[place]), self.confidence(query, place)) for place in top(scores, most)
        ]

    def _known(self, query: Query) -> tuple[list[int], list[float]]:
        found, known = self._positions(query.terms)
        return found[known].tolist(), query.weights[known].tolist()

    def _positions(self, terms: Terms) -> "tuple[NDArray[np.int64], NDArray[np.bool_]]":
        if not len(self._terms):
            return np.zeros(len(terms), dtype=np.int64), np.zeros(len(terms), dtype=np.bool_)
        found = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
        return found, self._terms[found] == terms

    def _stands(self, term: int, place: int) -> bool:
        places = self._places[self._starts[term] : self._ends[term]]
        at = int(np.searchsorted(places, place))
        return at < len(places) and int(places[at]) == place


def top(scores: Scores, most: int) -> list[int]:
    """The places of the highest scores above 0, the highest first."""
    most = min(most, len(scores))
    if not most:
        return []
    chosen = np.argpartition(-scores, most - 1)[:most]
    chosen = chosen[np.lexsort((chosen, -scores[chosen]))]
    return [int(place) for place in chosen if scores[place] > 0]


def _rarity(having: "NDArray[np.int64] | NDArray[np.float64]", size: int) -> Scores:
    rarity: Scores = np.log(1 + (size - having + 0.5) / (having + 0.5)).astype(np.float32)
    return rarity


def _chained(parts: "Sequence[NDArray[Any]]", kind: type) -> "NDArray[Any]":
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
