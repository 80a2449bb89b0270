"""Rows of delimited text.

A row whose quotes do not match is turned away alone: reading goes on with the line after its first. A row
that is longer than any appeal is passed over to its real end without being held in memory.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from jiesu.intake.tables.encodings import MARK, Encoding
from jiesu.intake.tables.lines import Lines, RecordTooLong, is_ended
from jiesu.intake.tables.rows import KEPT_OF_BAD, MAX_COLUMNS, MAX_RECORD, BadRow, Flaw, Record, Row

_QUOTE = '"'
_LONGEST_SEARCH = 256 * MAX_RECORD  # characters in which the closing quote of a very long cell is looked for
_REWINDS = 20


@dataclass
class DelimitedRows(Iterator[Record]):
    """The rows of one file, from the first; blank lines are left out."""

    path: Path
    encoding: Encoding
    delimiter: str

    def __post_init__(self) -> None:
        """Open the file."""
        csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD + 1))
        self._lines = Lines(self.path, self.encoding.name)
        self._reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        self._rewinds = 0

    @property
    def position(self) -> int:
        """Bytes of the file that were read."""
        return self._lines.position

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def __next__(self) -> Record:
        """The next row that is not blank, good or bad."""
        while True:
            lines = self._lines
            lines.begin()
            start = lines.number + 1
            try:
                cells = next(self._reader)
            except RecordTooLong:
                return self._too_long(start)
            except csv.Error:
                return self._first_line_only(start)
            if any(map(str.strip, cells)):
                return self._checked(start, cells)

    def _checked(self, line: int, cells: list[str]) -> Record:
        if self.encoding.is_damaged and any(MARK in piece for piece in self._lines.taken):
            return _bad(line, Flaw.BYTES, "".join(self._lines.taken))
        if len(cells) > MAX_COLUMNS:
            return _bad(line, Flaw.TOO_MANY_COLUMNS, "".join(self._lines.taken))
        return Row(line, tuple(cells))

    def _first_line_only(self, line: int) -> BadRow:
        self._lines.keep_first()
        return _bad(line, Flaw.QUOTES, self._lines.taken[0])

    def _too_long(self, line: int) -> BadRow:
        """Pass over the record; where its end cannot be found, over its first line."""
        head = "".join(self._lines.taken)
        if self._rewinds < _REWINDS and (length := self._pass_over()):
            return _bad(line, Flaw.TOO_LONG, head, length=length)
        return self._pass_over_first_line(line)

    def _pass_over(self) -> int:
        """The length of the record, which lies behind us now; 0 when its quotes do not match."""
        lines, scan = self._lines, _Scan(self.delimiter)
        length = 0
        for piece in _taken_then_next(lines):
            length += len(piece)
            if not piece or not scan.feed(piece) or length > _LONGEST_SEARCH:
                return 0
            if scan.is_over and is_ended(piece):
                return length
        return 0

    def _pass_over_first_line(self, line: int) -> BadRow:
        """The record's quotes do not match: only its first line is the bad row."""
        lines = self._lines
        first = lines.taken[0]
        flaw = Flaw.TOO_LONG if len(first) > MAX_RECORD else Flaw.QUOTES
        if self._rewinds < _REWINDS:
            self._rewinds += 1
            lines.rewind(after=line)
            return _bad(line, flaw, first)
        piece = lines.taken[-1]
        lines.keep_first()
        length = len(first)
        while len(first) > MAX_RECORD and not is_ended(piece):
            piece = lines.piece()
            length += len(piece)
        return _bad(line, flaw, first, length=length)


def _taken_then_next(lines: Lines) -> Iterator[str]:
    """The pieces of the record so far, then those that follow, counting the lines that end."""
    last = lines.taken[-1]
    yield from lines.taken
    while True:
        piece = lines.piece()
        lines.number += bool(piece) and is_ended(last)
        last = piece
        yield piece


def _bad(line: int, flaw: Flaw, text: str, *, length: int | None = None) -> BadRow:
    shown = text[:KEPT_OF_BAD].replace(MARK, "").rstrip("\r\n")
    return BadRow(line, flaw, (shown,), len(text) if length is None else length)


class _At(Enum):
    CELL = auto()  # a cell begins here
    PLAIN = auto()  # inside a cell without quotes
    QUOTED = auto()  # inside quotes
    QUOTE = auto()  # behind a quote that ends the quotes or doubles


@dataclass
class _Scan:
    """Follows the quotes of one record, piece by piece, without keeping the text."""

    delimiter: str
    at: _At = _At.CELL
    is_over: bool = False

    def feed(self, piece: str) -> bool:
        """Take the next piece, which ends in a line end or within a line; False when quotes do not match."""
        place, end = 0, len(piece.rstrip("\r\n"))
        while place < end:
            place = self._step(piece, place)
            if place < 0:
                return False
        self.is_over = self.at is not _At.QUOTED
        return True

    def _step(self, piece: str, place: int) -> int:
        if self.at is _At.QUOTED:
            place = piece.find(_QUOTE, place)
            self.at = _At.QUOTE if place >= 0 else _At.QUOTED
            return place + 1 or len(piece)
        if self.at is _At.PLAIN:
            place = piece.find(self.delimiter, place)
            self.at = _At.CELL if place >= 0 else _At.PLAIN
            return place + 1 or len(piece)
        return self._begin_or_end(piece[place], place)

    def _begin_or_end(self, letter: str, place: int) -> int:
        if letter == _QUOTE:
            self.at = _At.QUOTED
        elif letter == self.delimiter:
            self.at = _At.CELL
        elif self.at is _At.QUOTE:
            return -1
        else:
            self.at = _At.PLAIN
        return place + 1
