"""Cells merged downwards: one value that is meant for several rows."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from jiesu.intake.tables.packages import Package, chunks_of

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})[\"']"
)
_LONGEST = 300  # bytes of one such element
_MOST = 100_000


@dataclass
class Merges:
    """The merged cells of a sheet that reach over several rows: by first row, column and last row."""

    starting: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    _open: dict[int, tuple[int, str]] = field(default_factory=dict)

    def fill(self, line: int, cells: dict[int, str]) -> None:
        """Put the values of merged cells into the next row that they cover."""
        for column in [column for column, (last, _) in self._open.items() if last < line]:
            del self._open[column]
        for column, (_, text) in self._open.items():
            cells.setdefault(column, text)
        for column, last in self.starting.pop(line, ()):
            if column in cells:
                self._open[column] = (last, cells[column])


def merges_of(package: Package, part: str) -> Merges:
    """The merged cells of a sheet; they stand behind its rows, so the sheet is passed over once for them."""
    merges = Merges()
    tail, count = b"", 0
    with package.open(part) as stream:
        for chunk in chunks_of(stream):
            text, end = tail + chunk, 0
            for found in _MERGED.finditer(text):
                end, count = found.end(), count + 1
                first, last = int(found.group(2)), int(found.group(3))
                if last > first and count <= _MOST:
                    merges.starting[first].append((column_number(found.group(1).decode()), last))
            tail = text[max(end, len(text) - _LONGEST) :]
    return merges


def column_number(letters: str) -> int:
    """The number of a column from its letters, A being 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
