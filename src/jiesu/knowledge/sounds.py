"""How characters sound: the syllable of each without its tone, with the sounds merged that people confuse.

Dialects and input methods exchange zh and z, ch and c, sh and s, n and l, f and h before u, and final n and
ng; a text and a question are compared after all of these have become one.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

Sounds = NDArray[np.uint64]

SILENT = np.uint64(0)
"""Where a text makes no sound: a sign or a space."""

_FIRST, _LAST = 0x4E00, 0x9FFF
_LATIN = re.compile(r"[a-z]+")
_FIGURE = 1 << 20
_MERGED = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n"), "l"),
    (re.compile(r"^hu(?=[a-z])"), "f"),
    (re.compile(r"^hu$"), "fu"),
    (re.compile(r"([aei])ng$"), r"\1n"),
)


def sounds_of(text: str) -> Sounds:
    """One number for each sound of a text in one form of writing (see ``cutting.plain``)."""
    if _LATIN.search(text):
        return _with_latin(text)
    return _of_characters(text)


def _of_characters(text: str) -> Sounds:
    line = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    sounds = np.zeros(len(line), dtype=np.uint64)
    written = (line >= _FIRST) & (line <= _LAST)
    sounds[written] = _table()[line[written] - _FIRST]
    figures = (line >= ord("0")) & (line <= ord("9"))
    sounds[figures] = line[figures] + _FIGURE
    return sounds


def _with_latin(text: str) -> Sounds:
    parts: list[Sounds] = []
    place = 0
    for found in _LATIN.finditer(text):
        parts.append(_of_characters(text[place : found.start()]))
        syllables = syllables_in(found.group())
        numbers = [_syllables()[merged(syllable)] for syllable in syllables] or [int(SILENT)]
        parts.append(np.array(numbers, dtype=np.uint64))
        place = found.end()
    parts.append(_of_characters(text[place:]))
    return np.concatenate(parts)


def heard(text: str) -> list[tuple[int, int, int]]:
    """Each sound of a text with the stretch of characters that makes it; pinyin is read as syllables."""
    spans: list[tuple[int, int, int]] = []
    place = 0
    for found in [*_LATIN.finditer(text), None]:
        end = found.start() if found else len(text)
        spans += [(int(s), place + n, place + n + 1) for n, s in enumerate(_of_characters(text[place:end]))]
        place = end
        for syllable in syllables_in(found.group()) if found else ():
            spans.append((_syllables()[merged(syllable)], place, place + len(syllable)))
            place += len(syllable)
        place = found.end() if found else place
    return [span for span in spans if span[0]]


def syllables_in(latin: str) -> tuple[str, ...]:
    """The syllables of a word typed in pinyin, as few as possible; empty when it is not pinyin throughout."""
    best: list[tuple[str, ...] | None] = [()]
    known = _known_syllables()
    for end in range(1, len(latin) + 1):
        ways = [
            (*before, latin[start:end])
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and latin[start:end] in known
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or ()


def merged(syllable: str) -> str:
    """A syllable with the sounds merged that people confuse."""
    for pattern, instead in _MERGED:
        syllable = pattern.sub(instead, syllable)
    return syllable


@cache
def _known_syllables() -> frozenset[str]:
    common = "".join(chr(code) for code in range(_FIRST, _LAST + 1) if code in PINYIN_DICT)
    return frozenset(lazy_pinyin(common, style=Style.NORMAL, v_to_u=False))


@cache
def _syllables() -> dict[str, int]:
    """A number, from 1 on, for each merged syllable."""
    return {
        syllable: place for place, syllable in enumerate(sorted({merged(s) for s in _known_syllables()}), 1)
    }


@cache
def _table() -> Sounds:
    """The sound of each common character by its place in Unicode; its first reading counts."""
    known = _syllables()
    table = np.zeros(_LAST - _FIRST + 1, dtype=np.uint64)
    for code in range(_FIRST, _LAST + 1):
        if code in PINYIN_DICT:
            table[code - _FIRST] = known[merged(lazy_pinyin(chr(code), style=Style.NORMAL)[0])]
    return table
