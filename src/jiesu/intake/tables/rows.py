"""What comes out of a table: rows of text, and rows that could not be read."""

from dataclasses import dataclass
from enum import StrEnum

MAX_RECORD = 1_000_000
"""Characters of one row; what is longer is not an appeal."""

KEPT_OF_BAD = 30_000
"""Characters that are kept of a row that cannot be read (a cell of Excel holds 32,767)."""

MAX_COLUMNS = 1_000

UNCALCULATED = "#FORMULA!"
"""Stands before a formula whose result the workbook does not hold."""


class Flaw(StrEnum):
    """Why a row could not be read."""

    QUOTES = "quotes"
    BYTES = "bytes"
    TOO_LONG = "too_long"
    TOO_MANY_COLUMNS = "too_many_columns"


FLAW_LABELS: dict[Flaw, str] = {
    Flaw.QUOTES: "引号没有配对，或引号后面还有别的字",
    Flaw.BYTES: "含有不属于文件编码的字节",
    Flaw.TOO_LONG: f"整行超过 {MAX_RECORD:,} 字",
    Flaw.TOO_MANY_COLUMNS: f"超过 {MAX_COLUMNS:,} 列",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its first line in the file (or of the row in the sheet), and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read.

    Attributes:
        line: number of its first line.
        flaw: why.
        cells: what there is of it, cut to :data:`KEPT_OF_BAD` characters.
        length: characters of the whole.
    """

    line: int
    flaw: Flaw
    cells: tuple[str, ...]
    length: int


Record = Row | BadRow
