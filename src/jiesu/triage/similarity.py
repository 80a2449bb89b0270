"""How likely two messages are about one and the same issue: same matter, same place, not far apart in time.

The evidence for a pair is eight numbers (:data:`EVIDENCE`); ``WEIGHTS`` turns them into a probability. Pairs
worth asking about are found through shared words (an inverted index, never all pairs).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from sklearn.utils.extmath import randomized_svd

from jiesu.triage import text
from jiesu.triage.arrays import Floats, Integers
from jiesu.triage.mentions import apart, districts_in, names_in, stems_in
from jiesu.triage.messages import Message

EVIDENCE = (
    "title",
    "words",
    "meaning",
    "days_apart",
    "other_district",
    "other_place",
    "wider_place",
    "same_writer",
)
"""Cosines of titles (characters), words and meaning; the logarithm of the days between; whether both name
districts and share none; which share of the place in the one title the other message does not name, for the
title that is matched better and for the one that is matched worse; the logarithm of how much one person
wrote, where that person wrote both (who writes all the time writes about many things in the same words)."""

WEIGHTS = np.array([4.56, 5.17, 8.12, -0.26, -1.34, -4.12, 1.56, -0.45])
SHIFT = -6.28

_MEANINGS = 100
_NEIGHBOURS = 60
_BLOCK = 512
_PAIRS_AT_A_TIME = 100_000


class Stream:
    """Messages as numbers, from which the evidence for any pair can be read."""

    def __init__(self, messages: Sequence[Message]) -> None:
        titles = [apart(text.cleaned(message.title)) for message in messages]
        contents = [apart(text.cleaned(message.content)) for message in messages]
        self.texts = [f"{title} {content}" for title, content in zip(titles, contents, strict=True)]
        opening = [text.pieces(title) for title in titles]
        pieces = [begun + text.pieces(content) for begun, content in zip(opening, contents, strict=True)]
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
            [_short_grams(title.replace(" ", "")) for title in titles],
            at_least=1 if small else 2,
            at_most=1.0,
        )
        self._meanings = _meanings(self.words)
        self._places = _Places([stems_in(begun) for begun in opening], self.texts)
        self._districts = rarity_weighted(
            [sorted(found) for found in self.districts], at_least=1, at_most=1.0
        )
        written = Counter(message.user for message in messages)
        writers = {writer: number for number, writer in enumerate(written)}
        self._writer = np.array([writers[message.user] for message in messages])
        self._wrote = np.log1p([written[message.user] for message in messages])
        self._days = np.array(
            [message.at.timestamp() / 86_400 if message.at else np.nan for message in messages]
        )

    def evidence(self, first: Integers, second: Integers) -> Floats:
        """One row of :data:`EVIDENCE` for each pair of positions."""
        days = np.nan_to_num(np.abs(self._days[first] - self._days[second]), nan=30.0)
        return np.stack(
            [
                _products(self._titles, first, second),
                _products(self.words, first, second),
                (self._meanings[first] * self._meanings[second]).sum(axis=1),
                np.log1p(days),
                _conflicts(self._districts, first, second),
                *self._places.missing(first, second),
                self._wrote[first] * (self._writer[first] == self._writer[second]),
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


class _Places:
    """Which places the titles name, and how far other messages name them too, by pairs of characters."""

    def __init__(self, stems: Sequence[Sequence[str]], texts: Sequence[str]) -> None:
        named = [set().union(*map(_pairs, found)) for found in stems]
        times = Counter(pair for pairs in named for pair in pairs)
        column = {pair: number for number, pair in enumerate(times)}
        weight = {pair: 1 / (1 + np.log(count)) for pair, count in times.items()}
        told = [_pairs(one.replace(" ", "")) & column.keys() for one in texts]
        self._titles = _rows(
            [[(column[pair], weight[pair]) for pair in pairs] for pairs in named], len(times)
        )
        self._texts = _rows([[(column[pair], 1.0) for pair in pairs] for pairs in told], len(times))
        self._whole = np.asarray(self._titles.sum(axis=1)).ravel()

    def missing(self, first: Integers, second: Integers) -> tuple[Floats, Floats]:
        """The smaller and the larger share of a title's place that the other message does not name."""
        both = (self._whole[first] > 0) & (self._whole[second] > 0)
        shares = [self._missing(first, second), self._missing(second, first)]
        return np.minimum(*shares) * both, np.maximum(*shares) * both

    def _missing(self, first: Integers, second: Integers) -> Floats:
        found = np.asarray((self._titles[first] * self._texts[second]).sum(axis=1)).ravel()
        return np.asarray(1.0 - found / np.maximum(self._whole[first], 1e-9))


def _pairs(text: str) -> set[str]:
    return set(map("".join, pairwise(text)))


def _rows(cells: Sequence[Sequence[tuple[int, float]]], width: int) -> csr_array:
    rows = np.repeat(np.arange(len(cells)), [len(found) for found in cells])
    columns = np.array([column for found in cells for column, _ in found], dtype=np.int64)
    values = np.array([value for found in cells for _, value in found], dtype=np.float64)
    return csr_array((values, (rows, columns)), shape=(len(cells), max(1, width)))


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
