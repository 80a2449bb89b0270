"""Rows of a workbook's sheet, read as a stream."""

import re
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from jiesu.intake.tables.formats import moment_text, number_text
from jiesu.intake.tables.merges import Merges, column_number, merges_of
from jiesu.intake.tables.packages import Attributes, Package, Parser, chunks_of
from jiesu.intake.tables.rows import (
    KEPT_OF_BAD,
    MAX_COLUMNS,
    MAX_RECORD,
    UNCALCULATED,
    BadRow,
    Flaw,
    Record,
    Row,
)
from jiesu.intake.tables.workbooks import Workbook, open_workbook, unescaped

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class SheetRows(Iterator[Record]):
    """The rows of one sheet that are not blank, from the first.

    Cells that are merged downwards count for every row they cover.
    """

    def __init__(self, package: Package, *, sheet: str | None = None) -> None:
        self._package = package
        self._book = open_workbook(package)
        self.name, self._part = self._book.sheet(sheet)
        self.others = tuple(name for name in self._book.sheets if name != self.name)
        self._merges = merges_of(package, self._part)
        self.position = 0
        self._records = self._read()

    @property
    def size(self) -> int:
        """Bytes of the sheet, in which :attr:`position` counts."""
        return self._package.size(self._part)

    def __next__(self) -> Record:
        """The next row that is not blank, good or bad."""
        return next(self._records)

    def close(self) -> None:
        """Close the file."""
        self._records.close()
        self._package.close()

    def _read(self) -> Generator[Record, None, None]:
        builder = _Builder(self._book, self._merges)
        parser = Parser(begin=builder.begin, end=builder.end, text=builder.text)
        with self._package.open(self._part) as stream:
            for chunk in chunks_of(stream):
                parser.feed(chunk)
                self.position += len(chunk)
                while builder.done:
                    yield builder.done.popleft()


@dataclass
class _Builder:
    """Puts rows together out of the elements of a sheet."""

    book: Workbook
    merges: Merges
    done: deque[Record] = field(default_factory=deque)
    line: int = 0
    column: int = -1
    kind: str = "n"
    style: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    value: list[str] = field(default_factory=list)
    formula: list[str] = field(default_factory=list)
    into: list[str] | None = None
    size: int = 0
    has_formula: bool = False
    in_reading: bool = False  # the reading above a Japanese word

    def begin(self, element: str, attributes: Attributes) -> None:
        """An element begins."""
        if element == "c":
            self._begin_cell(attributes)
        elif element in ("v", "t"):
            self.into = None if self.in_reading else self.value
        elif element == "f":
            self.into, self.has_formula = self.formula, True
        elif element == "rPh":
            self.in_reading = True
        elif element == "row":
            self.line = _number(attributes.get("r", "")) or self.line + 1
            self.cells, self.column, self.size = {}, -1, 0

    def text(self, piece: str) -> None:
        """Text of the element that began last."""
        if self.into is not None:
            self.size += len(piece)
            if self.size <= MAX_RECORD:
                self.into.append(piece)

    def end(self, element: str) -> None:
        """An element ends."""
        if element in ("v", "t", "f"):
            self.into = None
        elif element == "rPh":
            self.in_reading = False
        elif element == "c":
            self._end_cell()
        elif element == "row":
            self._end_row()

    def _begin_cell(self, attributes: Attributes) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_number(found.group(1)) if found else self.column + 1
        self.kind = attributes.get("t", "n")
        self.style = _number(attributes.get("s", ""))
        self.value, self.formula, self.has_formula = [], [], False

    def _end_cell(self) -> None:
        raw = "".join(self.value)
        if not raw and self.has_formula and self.kind != "str":
            self.cells[self.column] = f"{UNCALCULATED} ={''.join(self.formula)}"
        elif raw:
            text = self._text_of(raw)
            self.size += len(text) if self.kind == "s" else 0
            self.cells[self.column] = text

    def _text_of(self, raw: str) -> str:
        if self.kind == "s":
            number = _number(raw)
            return self.book.texts[number] if number < len(self.book.texts) else raw
        if self.kind == "n":
            is_date = self.style in self.book.date_styles
            return moment_text(raw, since_1904=self.book.since_1904) if is_date else number_text(raw)
        if self.kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return unescaped(raw)

    def _end_row(self) -> None:
        if not any(map(str.strip, self.cells.values())):
            return
        self.merges.fill(self.line, self.cells)
        width = max(self.cells) + 1
        if self.size > MAX_RECORD or width > MAX_COLUMNS:
            flaw = Flaw.TOO_LONG if self.size > MAX_RECORD else Flaw.TOO_MANY_COLUMNS
            self.done.append(BadRow(self.line, flaw, _cut(self.cells), self.size))
        else:
            self.done.append(Row(self.line, tuple(self.cells.get(i, "") for i in range(width))))


def _cut(cells: dict[int, str]) -> tuple[str, ...]:
    """The first cells, together at most :data:`KEPT_OF_BAD` characters."""
    kept: list[str] = []
    room = KEPT_OF_BAD
    for _, text in sorted(cells.items()):
        if room <= 0:
            break
        kept.append(text[:room])
        room -= len(text) + 1
    return tuple(kept)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
