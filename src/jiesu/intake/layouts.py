"""Where a table's column names stand, and what its columns are called."""

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.intake.errors import HeaderMissing
from jiesu.intake.moments import looks_like_moment
from jiesu.intake.tables.rows import Record, Row
from jiesu.intake.targets import KNOWN_NAMES
from jiesu.intake.values import clean, looks_like_phone, normal

_REPEATED = re.compile(r"#\d+$")
_LOOKED_AT = 20  # rows above which column names may stand: titles, remarks
_LONGEST_NAME = 40
_SURELY = 3  # known names that no row of values has by chance


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of a table.

    Attributes:
        columns: their names, each once: a second column of a name is called ``name#2``, one without a name by
            its number.
        header_line: line of the column names; 0 when the table has none.
        skipped: the rows above them.
        least_width: cells that a row has to have, as far as the rows' widths are told by the file.
    """

    columns: tuple[str, ...]
    header_line: int
    least_width: int
    skipped: tuple[Record, ...] = ()

    @property
    def height(self) -> int:
        """Rows that are not appeals: the column names and what stands above them."""
        return len(self.skipped) + 1 if self.header_line else 0

    def count_of(self, column: str) -> int:
        """How many columns bear the name of this one."""
        name = first_name(column)
        return sum(first_name(other) == name for other in self.columns)


def first_name(column: str) -> str:
    """The name as it stands in the file."""
    return _REPEATED.sub("", column)


def layout_of(sample: Sequence[Record], *, has_header: bool = True) -> Layout:
    """Find the column names among the first rows.

    Args:
        sample: the first rows of the table.
        has_header: False when the first row is an appeal already.

    Raises:
        HeaderMissing: no row looks like column names.
    """
    rows = [record for record in sample if isinstance(record, Row)]
    if not rows:
        raise HeaderMissing
    if not has_header:
        widths = [len(row.cells) for row in rows]
        names = tuple(str(number) for number in range(1, max(widths) + 1))
        return Layout(columns=names, header_line=0, least_width=statistics.mode(widths))
    header = _header_of(rows[:_LOOKED_AT])
    skipped = tuple(sample[: next(place for place, record in enumerate(sample) if record is header)])
    named = max(place for place, cell in enumerate(header.cells) if cell.strip()) + 1
    columns = _names(header.cells)
    return Layout(columns=columns, header_line=header.line, least_width=named, skipped=skipped)


def _header_of(rows: Sequence[Row]) -> Row:
    """The row with the most known names, the first of equals; else the first that could be one."""
    best = max(rows, key=lambda row: (_known(row), -row.line))
    if _known(best) >= _SURELY or (_known(best) and _could_be_names(best)):
        return best
    fullest = max(len(row.cells) for row in rows)
    for row in rows:
        if sum(bool(cell.strip()) for cell in row.cells) > fullest / 2:
            if _could_be_names(row):
                return row
            break
    raise HeaderMissing


def _known(row: Row) -> int:
    return len({normal(cell) for cell in row.cells if len(cell) <= _LONGEST_NAME} & KNOWN_NAMES.keys())


def _could_be_names(row: Row) -> bool:
    cells = [clean(cell) for cell in row.cells]
    return not any(
        len(cell) > _LONGEST_NAME or looks_like_moment(cell) or looks_like_phone(cell) or _is_number(cell)
        for cell in cells
    )


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(clean(cell).split()) or str(number)
        again = (f"{name}#{count}" for count in itertools.count(2))
        names.append(name if name not in names else next(other for other in again if other not in names))
    return tuple(names)
