"""n-grams of many texts at once: hashed and counted with array operations, a few microseconds a text.

A text comes as its words. Two views of it are counted: ``CHARACTERS``, 1 to 4 characters within a word (its
ends count as characters, so that a prefix differs from a middle), and ``WORDS``, single words and pairs of
neighbours. No vocabulary is kept: an n-gram is the hash of its characters, folded into ``BUCKETS``. Two
n-grams seldom share a bucket, and a model learns to live with those that do.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from jiesu.triage.arrays import Counts, Floats, Integers
from jiesu.triage.cues import cues_in, opening_of

_BITS = 21
BUCKETS = 1 << _BITS
_SPACE = 32

_BASE = 0x9E3779B97F4A7C15 | 1
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)

Hashes = NDArray[np.uint64]


class View(StrEnum):
    """What is counted of a text.

    ``PHRASES``: 1 to 4 characters across words, ``OPENING``: the same of the title or the first words,
    ``CUES``: signs of purpose.
    """

    WORDS = "words"
    CHARACTERS = "characters"
    PHRASES = "phrases"
    CUES = "cues"
    OPENING = "opening"


class Tape:
    """Many texts as one line of characters, from which the hash of any stretch is read in one step.

    Each text is written as its words with one space before, between and after them. ``text_of[i]`` is the
    text that character ``i`` belongs to.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        written = [f" {' '.join(words)} " for words in texts]
        self.count = len(written)
        self.characters = np.frombuffer("".join(written).encode("utf-32-le", "replace"), dtype=np.uint32)
        lengths = np.fromiter(map(len, written), dtype=np.int64, count=len(written))
        self.text_of: Integers = np.repeat(np.arange(self.count, dtype=np.int64), lengths)
        self.is_space = self.characters == _SPACE
        self._sums, self._powers = _prefix_hashes(self.characters)

    def hashes(self, starts: Integers, ends: Integers) -> Hashes:
        """One hash for each stretch ``characters[start:end]``."""
        spread = (self._sums[ends] - self._sums[starts]) * self._powers[starts]
        spread ^= spread >> np.uint64(31)
        spread *= _MIX
        spread ^= spread >> np.uint64(29)
        return spread * _MIX


def _prefix_hashes(characters: NDArray[np.uint32]) -> tuple[Hashes, Hashes]:
    size = len(characters) + 1
    powers = _progression(_BASE, size)
    inverses = _progression(_BASE_INVERSE, size)
    sums = np.zeros(size, dtype=np.uint64)
    mixed = characters.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(33)
    np.cumsum(mixed * inverses[:-1], out=sums[1:])
    return sums, powers


def _progression(factor: int, size: int) -> Hashes:
    line = np.full(size, np.uint64(factor % (1 << 64)), dtype=np.uint64)
    line[0] = 1
    return np.multiply.accumulate(line)


def counted(texts: Sequence[Sequence[str]], view: View) -> Counts:
    """How often each n-gram of the view occurs in each text, ordered by text and bucket."""
    tape = Tape([_as_seen(words, view) for words in texts])
    starts, ends = _words(tape) if view in {View.WORDS, View.CUES} else _characters(tape)
    buckets = (tape.hashes(starts, ends) >> np.uint64(64 - _BITS)).astype(np.int64)
    keys, times = np.unique((tape.text_of[starts] << _BITS) | buckets, return_counts=True)
    return Counts(
        texts=tape.count, rows=keys >> _BITS, columns=keys & (BUCKETS - 1), times=times.astype(np.float32)
    )


def _as_seen(words: Sequence[str], view: View) -> Sequence[str]:
    if view is View.PHRASES:
        return ["".join(words)]
    if view is View.OPENING:
        return [opening_of("".join(words))]
    return cues_in("".join(words)) if view is View.CUES else words


def _characters(tape: Tape, longest: int = 4) -> tuple[Integers, Integers]:
    spaces = np.concatenate([[0], np.cumsum(tape.is_space)])
    positions = np.arange(len(tape.characters), dtype=np.int64)
    starts, ends = [positions[~tape.is_space]], [positions[~tape.is_space] + 1]
    for size in range(2, longest + 1):
        first = positions[: max(0, len(positions) - size + 1)]
        solid = spaces[first + size - 1] == spaces[first + 1]
        if size == 2:
            solid = ~(tape.is_space[first] & tape.is_space[first + 1])
        kept = first[solid]
        starts.append(kept)
        ends.append(kept + size)
    return np.concatenate(starts), np.concatenate(ends)


def _words(tape: Tape) -> tuple[Integers, Integers]:
    borders = np.flatnonzero(tape.is_space)
    starts, ends = [], []
    for size in (1, 2):
        first, last = borders[:-size], borders[size:]
        whole = (tape.text_of[first] == tape.text_of[last]) & (last > first + 1)
        starts.append(first[whole])
        ends.append(last[whole] + 1)
    return np.concatenate(starts), np.concatenate(ends)


class Weighing:
    """Turns counts into rows of length one: damped frequency times rarity, over the n-grams worth keeping.

    ``columns`` are the buckets kept, in ascending order; ``rarity`` weighs them (inverse document
    frequency).
    """

    def __init__(self, columns: Integers, rarity: Floats) -> None:
        self.columns = columns.astype(np.int64)
        self.rarity = rarity.astype(np.float32)
        self._place = np.full(BUCKETS, -1, dtype=np.int32)
        self._place[self.columns] = np.arange(len(self.columns), dtype=np.int32)

    @classmethod
    def learned(cls, counts: Counts, *, at_least: int = 2) -> "Weighing":
        """Keep the n-grams that occur in at least so many texts."""
        frequency = np.bincount(counts.columns, minlength=BUCKETS)
        columns = np.flatnonzero(frequency >= at_least)
        return cls(columns, np.log((1.0 + counts.texts) / (1.0 + frequency[columns])) + 1.0)

    def weighed(self, counts: Counts) -> Counts:
        """The counts as weights over the kept n-grams; a text without any is an empty row."""
        place = self._place[counts.columns]
        known = place >= 0
        rows, columns = counts.rows[known], place[known]
        weights = (1.0 + np.log(counts.times[known])) * self.rarity[columns]
        length = np.sqrt(np.bincount(rows, weights * weights, minlength=counts.texts))
        return Counts(
            texts=counts.texts, rows=rows, columns=columns, times=(weights / length[rows]).astype(np.float32)
        )
