"""How likely two messages are about one and the same issue: same matter, same place, not far apart in time.

The evidence for a pair is six numbers (:data:`EVIDENCE`); ``WEIGHTS`` turns them into a probability. Pairs
worth asking about are found through shared words (an inverted index, never all pairs).
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from sklearn.utils.extmath import randomized_svd

from jiesu.triage import text
from jiesu.triage.arrays import Floats, Integers
from jiesu.triage.mentions import districts_in, names_in
from jiesu.triage.messages import Message

EVIDENCE = ("title", "words", "meaning", "other_names", "days_apart", "other_district")
"""Cosines of titles (characters), words and meaning; whether both name places and share none; the
logarithm of the days between; whether both name districts and share none."""

WEIGHTS = np.array([5.16, 1.45, 9.53, -1.09, -0.23, -1.18])
SHIFT = -7.04

_MEANINGS = 100
_NEIGHBOURS = 60
_BLOCK = 512
_PAIRS_AT_A_TIME = 100_000


class Stream:
    """Messages as numbers, from which the evidence for any pair can be read."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.texts = [text.cleaned(f"{message.title} {message.content}") for message in messages]
        pieces = [text.pieces(one) for one in self.texts]
        small = len(messages) < 200
        self.count = len(messages)
        self.names = [names_in(one) for one in pieces]
        self.districts = [districts_in(one, cut) for one, cut in zip(self.texts, pieces, strict=True)]
        self.words = rarity_weighted(
            [[word for word in one if len(word) > 1] for one in pieces],
            at_least=1 if small else 3,
            at_most=1.0 if small else 0.3,
        )
        self._titles = rarity_weighted(
            [_short_grams(text.cleaned(message.title)) for message in messages],
            at_least=1 if small else 2,
            at_most=1.0,
        )
        self._meanings = _meanings(self.words)
        self._shared_names = rarity_weighted(
            [sorted(names) for names in self.names], at_least=2, at_most=0.03
        )
        self._districts = rarity_weighted(
            [sorted(found) for found in self.districts], at_least=1, at_most=1.0
        )
        self._days = np.array(
            [message.at.timestamp() / 86_400 if message.at else np.nan for message in messages]
        )

    def evidence(self, first: Integers, second: Integers) -> Floats:
        """One row of :data:`EVIDENCE` for each pair of positions."""
        apart = np.nan_to_num(np.abs(self._days[first] - self._days[second]), nan=30.0)
        return np.stack(
            [
                _products(self._titles, first, second),
                _products(self.words, first, second),
                (self._meanings[first] * self._meanings[second]).sum(axis=1),
                _conflicts(self._shared_names, first, second),
                np.log1p(apart),
                _conflicts(self._districts, first, second),
            ],
            axis=1,
        )

    def likeness(self, first: Integers, second: Integers) -> Floats:
        """The probability that each pair of positions is of one issue."""
        parts = [
            self.evidence(first[start:end], second[start:end]) @ WEIGHTS + SHIFT
            for start, end in pairwise([*range(0, len(first), _PAIRS_AT_A_TIME), len(first)])
        ]
        return np.asarray(1.0 / (1.0 + np.exp(-np.concatenate(parts)))) if parts else np.zeros(0)

    def candidates(self) -> tuple[Integers, Integers]:
        """Pairs of positions that share enough words to be asked about, each once, the earlier first."""
        firsts, seconds = [], []
        for start in range(0, self.count, _BLOCK):
            block = (self.words[start : start + _BLOCK] @ self.words.T).tocsr()
            for row, (left, right) in enumerate(pairwise(block.indptr)):
                others, values = block.indices[left:right], block.data[left:right]
                if len(others) > _NEIGHBOURS:
                    others = others[np.argpartition(-values, _NEIGHBOURS)[:_NEIGHBOURS]]
                firsts.append(np.full(len(others), start + row))
                seconds.append(others)
        first, second = np.concatenate(firsts).astype(np.int64), np.concatenate(seconds).astype(np.int64)
        low, high = np.minimum(first, second), np.maximum(first, second)
        keys = np.unique((low * self.count + high)[low < high])
        return keys // self.count, keys % self.count


def rarity_weighted(texts: Sequence[Sequence[str]], *, at_least: int, at_most: float) -> csr_array:
    """Rows of length one: damped frequency times rarity of the terms that so many texts have."""
    number: dict[str, int] = {}
    columns = np.array(
        [number.setdefault(term, len(number)) for terms in texts for term in terms], dtype=np.int64
    )
    rows = np.repeat(np.arange(len(texts)), [len(terms) for terms in texts])
    width = max(1, len(number))
    keys, times = np.unique(rows * width + columns, return_counts=True)
    rows, columns = keys // width, keys % width
    frequency = np.bincount(columns, minlength=width)
    kept = (frequency[columns] >= at_least) & (frequency[columns] <= at_most * len(texts))
    rows, columns, times = rows[kept], columns[kept], times[kept]
    weights = (1 + np.log(times)) * (np.log((1 + len(texts)) / (1 + frequency[columns])) + 1)
    length = np.sqrt(np.bincount(rows, weights * weights, minlength=len(texts)))
    return csr_array((weights / length[rows], (rows, columns)), shape=(len(texts), width))


def _short_grams(title: str) -> list[str]:
    return [title[at : at + size] for size in (1, 2, 3) for at in range(len(title) - size + 1)]


def _meanings(words: csr_array) -> Floats:
    """What the words mean by the company they keep: rows of length one in a space of few dimensions."""
    dimensions = min(_MEANINGS, max(10, words.shape[0] // 40), min(words.shape) - 1)
    if dimensions < 2 or not words.nnz:
        return np.zeros((words.shape[0], 1))
    left, strength, _ = randomized_svd(words, dimensions, n_iter=3, random_state=0)
    places = left * strength
    return np.asarray(places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9))


def _products(matrix: csr_array, first: Integers, second: Integers) -> Floats:
    return np.asarray((matrix[first] * matrix[second]).sum(axis=1)).ravel()


def _conflicts(matrix: csr_array, first: Integers, second: Integers) -> Floats:
    named = np.diff(matrix.indptr) > 0
    shared = _products(matrix, first, second) > 0
    return (named[first] & named[second] & ~shared).astype(np.float64)
