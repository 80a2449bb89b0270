"""What separates the cells of a text file: tried out, not guessed from counts of characters."""

import csv
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

DELIMITERS = (",", "\t", ";", "|")


def delimiter_of(lines: Iterable[str]) -> str:
    """The delimiter that gives the most rows of one and the same width; a comma when none gives two columns.

    Args:
        lines: the first lines of the file, each with its end; the last one may be incomplete.
    """
    sample = list(lines)
    return max(DELIMITERS, key=lambda delimiter: (_fit(sample, delimiter), -DELIMITERS.index(delimiter)))


def _fit(sample: list[str], delimiter: str) -> tuple[float, int]:
    """The share of rows that have the commonest width, and that width; nothing for a single column."""
    widths = _widths(sample, delimiter)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if width < 2:
        return (0.0, 0)
    return (round(count / widths.total(), 2), width)


def _widths(sample: list[str], delimiter: str) -> Counter[int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(sample, delimiter=delimiter, strict=True)
    with suppress(csv.Error):  # it ends in a quoted cell, or the delimiter is wrong: what was read counts
        widths.update(len(cells) for cells in reader if any(cell.strip() for cell in cells))
    return widths
