"""Texts as they are searched: in one form of writing, cut into characters, pairs, words, sounds, and counted.

Each term is a number: the view that it belongs to in the two highest bits, a hash of the term below. Pairs
and single characters forgive what segmentation cuts differently; words are what is meant; sounds forgive
what an input method or a speech recogniser has written with the wrong characters, and let a term be typed in
pinyin.
"""

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import rjieba
from numpy.typing import NDArray

from jiesu.knowledge.sounds import SILENT, sounds_of

LONGEST = 20_000
"""Characters of a text that are read."""

Terms = NDArray[np.uint32]
Numbers = NDArray[np.uint16]

_APART = re.compile(r"[^\w]+|_+")
_SPACE = 32
_BITS = 30
_MASK = np.uint64((1 << _BITS) - 1)
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)


class View(IntEnum):
    """What is counted of a text."""

    CHARACTERS = 0
    PAIRS = 1
    WORDS = 2
    SOUNDS = 3


VIEWS = len(View)


@dataclass(frozen=True)
class Counted:
    """The terms of a text, ascending, how often each stands there, and how many there are in each view."""

    terms: Terms
    times: Numbers
    lengths: tuple[int, ...]

    def packed(self) -> bytes:
        """One string of bytes, as the database keeps it."""
        head = np.array([len(self.terms), *self.lengths], dtype=np.uint32)
        return head.tobytes() + self.terms.tobytes() + self.times.tobytes()


def unpacked(data: bytes) -> Counted:
    """What :meth:`Counted.packed` wrote."""
    size, *lengths = np.frombuffer(data, dtype=np.uint32, count=1 + VIEWS).tolist()
    start = 4 * (1 + VIEWS)
    terms = np.frombuffer(data, dtype=np.uint32, count=size, offset=start)
    times = np.frombuffer(data, dtype=np.uint16, count=size, offset=start + 4 * size)
    return Counted(terms, times, tuple(lengths))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in one form of writing: half-width, small letters, signs as single spaces."""
    sound = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    return _APART.sub(" ", unicodedata.normalize("NFKC", sound).lower()).strip()


def words_of(text: str) -> list[str]:
    """The words of a text and the words within long words, without signs."""
    return [word for word in rjieba.cut_for_search(plain(text)) if not word.isspace()]


def counted(text: str) -> Counted:
    """All terms of a text."""
    return joined([(text, 1)])


def joined(parts: Sequence[tuple[str, int]]) -> Counted:
    """All terms of several texts at once, each counting as often as the number beside it says."""
    found = [(terms_of(text), times) for text, times in parts if text]
    lines = [np.repeat(terms, times) for terms, times in found] or [np.zeros(0, dtype=np.uint32)]
    terms, times = np.unique(np.concatenate(lines), return_counts=True)
    lengths = np.bincount(terms >> np.uint32(_BITS), weights=times, minlength=VIEWS)
    return Counted(terms, np.minimum(times, 65_535).astype(np.uint16), tuple(int(x) for x in lengths))


def terms_of(text: str) -> Terms:
    """The terms of a text in all views, one for each time that one stands there."""
    clean = plain(text)
    if not clean:
        return np.zeros(0, dtype=np.uint32)
    line = np.frombuffer(f" {clean} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    solid = line != _SPACE
    pairs = solid[:-1] & solid[1:]
    words = np.fromiter((_word(word) for word in words_of(text)), dtype=np.uint32)
    return np.concatenate(
        [
            _in(View.CHARACTERS, line[solid] * _PAIR),
            _in(View.PAIRS, (line[:-1][pairs] * _PAIR + line[1:][pairs]) * _PAIR),
            words,
            _in(View.SOUNDS, _sound_pairs(clean)),
        ]
    )


def words_as_terms(words: Sequence[str]) -> Terms:
    """The term of each word, in their order."""
    return np.fromiter((_word(word) for word in words), dtype=np.uint32, count=len(words))


def view_of(terms: Terms) -> NDArray[np.int64]:
    """The view of each term."""
    return (terms >> np.uint32(_BITS)).astype(np.int64)


def _sound_pairs(clean: str) -> NDArray[np.uint64]:
    sounds = sounds_of(clean)
    both = (sounds[:-1] != SILENT) & (sounds[1:] != SILENT)
    pairs: NDArray[np.uint64] = (sounds[:-1][both] * _PAIR + sounds[1:][both]) * _PAIR
    return pairs


def _in(view: View, hashes: NDArray[np.uint64]) -> Terms:
    mixed = hashes ^ (hashes >> np.uint64(31))
    mixed = mixed * _MIX
    mixed ^= mixed >> np.uint64(33)
    return ((mixed & _MASK) | np.uint64(int(view) << _BITS)).astype(np.uint32)


@lru_cache(maxsize=200_000)
def _word(word: str) -> int:
    return (zlib.crc32(word.encode()) & int(_MASK)) | (View.WORDS << _BITS)
