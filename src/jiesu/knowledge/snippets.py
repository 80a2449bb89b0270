"""The part of an answer that shows why it was found, with what was asked marked in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiesu.knowledge.asking import framed
from jiesu.knowledge.cutting import words_of

WIDTH = 90
"""Characters of a snippet."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a snippet, and whether it was asked for."""

    text: str
    marked: bool


def snippet(text: str, asked: str, *, also: Iterable[str] = (), width: int = WIDTH) -> tuple[Piece, ...]:
    """The stretch of a text that holds most of what was asked.

    Args:
        text: the text.
        asked: the question; its frame (请问 …) is not marked.
        also: synonyms that count as asked for.
        width: characters to show.
    """
    flat = " ".join(text.split())
    marks = _marks(flat, asked, also)
    start = _richest(marks, width)
    end = min(len(flat), start + width)
    pieces = list(_pieces(flat[start:end], marks[start:end]))
    if start:
        pieces.insert(0, Piece("…", marked=False))
    if end < len(flat):
        pieces.append(Piece("…", marked=False))
    return tuple(pieces)


def _marks(text: str, asked: str, also: Iterable[str]) -> list[bool]:
    small = text.lower()
    marks = [False] * len(text)
    words = {*words_of(framed(asked)), *also}
    wanted = {word for word in words if len(word) > 1} or words
    for word in wanted:
        place = small.find(word)
        while place >= 0 and len(small) == len(text):
            marks[place : place + len(word)] = [True] * len(word)
            place = small.find(word, place + 1)
    return marks


def _richest(marks: list[bool], width: int) -> int:
    """Where the stretch with most marks begins, moved back so that what is marked is not at its very edge."""
    if len(marks) <= width:
        return 0
    inside = sum(marks[:width])
    best, start = inside, 0
    for place in range(1, len(marks) - width + 1):
        inside += marks[place + width - 1] - marks[place - 1]
        if inside > best:
            best, start = inside, place
    first = next((place for place in range(start, start + width) if marks[place]), start)
    return max(0, min(start, first - width // 6)) if best else 0


def _pieces(text: str, marks: list[bool]) -> Iterable[Piece]:
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marks[place] != marks[begin]:
            yield Piece(text[begin:place], marked=marks[begin])
            begin = place
