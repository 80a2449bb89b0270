"""Tables that people keep in spreadsheets: columns by name, cells as text, and what taking them in would do.

A table is written with the first name of each column and read by any of its names. Cells are text both ways,
so what was written can be read again without loss. What taking a table in would do, or has done, is told row
by row.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jiesu.core.errors import InvalidInput, Refusal

YES, NO = "是", "否"
MARK = "、"
_YES = frozenset({YES, "1", "true", "yes", "y", "√", "启用"})
_NO = frozenset({NO, "0", "false", "no", "n", "×", "停用"})
_SEPARATOR = re.compile(r"[、，,；;|\n]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_LOOKED_AT = 20


@dataclass(frozen=True)
class Column:
    """A column of a table: the field it is about and the names it goes by, the first of which is written."""

    field: str
    names: tuple[str, ...]
    needed: bool = False

    @property
    def label(self) -> str:
        """The name that is written."""
        return self.names[0]


@dataclass(frozen=True)
class TableRow:
    """A row that was read: its line in the file, and its cells by field, as far as there are columns."""

    line: int
    values: Mapping[str, str]

    def given(self, field: str) -> str:
        """A cell, empty when the column is not there."""
        return self.values.get(field, "")


class Outcome(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"
    REFUSED = "refused"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.ADDED: "新增",
    Outcome.CHANGED: "变更",
    Outcome.REMOVED: "移除",
    Outcome.SAME: "不变",
    Outcome.REFUSED: "有误",
}


@dataclass(frozen=True)
class Change:
    """One cell before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RowOutcome:
    """What becomes of one row; ``line`` is 0 for what stands in no row, such as something left out."""

    line: int
    key: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Taken:
    """What taking a table in did, or would do; nothing was written when any row was refused."""

    rows: tuple[RowOutcome, ...]
    written: bool

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows came to what."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def is_sound(self) -> bool:
        """Whether every row can be taken."""
        return not any(row.outcome is Outcome.REFUSED for row in self.rows)

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to write."""
        return any(row.outcome is not Outcome.SAME for row in self.rows)


def named_rows(lines: Sequence[tuple[int, Sequence[str]]], columns: Sequence[Column]) -> list[TableRow]:
    """The rows below the column names, which may have titles above them.

    Raises:
        InvalidInput: a column that is needed is not there.
    """
    height, places = _header(lines, columns)
    return [
        TableRow(line, {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()})
        for line, cells in lines[height:]
        if any(cell.strip() for cell in cells)
    ]


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things."""
    return tuple(part.strip() for part in _SEPARATOR.split(text) if part.strip())


def flag_in(text: str, *, field: str, default: bool) -> bool:
    """Yes or no; ``default`` when the cell is empty.

    Raises:
        InvalidInput: it is neither.
    """
    word = text.strip().lower()
    if not word:
        return default
    if word not in _YES | _NO:
        raise InvalidInput(
            field=field, reason_zh=f"“{text[:20]}”应为“是”或“否”。", reason_en="Say 是 (yes) or 否 (no)."
        )
    return word in _YES


def flag_out(value: bool) -> str:  # noqa: FBT001 - it is what is written
    """``是`` or ``否``."""
    return YES if value else NO


def day_in(text: str, *, field: str) -> date | None:
    """A day such as 2026-07-08; None when the cell is empty.

    Raises:
        InvalidInput: it is no day.
    """
    if not text.strip():
        return None
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else _no_day(text, field)
    except ValueError:
        return _no_day(text, field)


def one_of(text: str, labels: Mapping[Any, str], *, field: str) -> str:
    """The code that a cell names, by itself or by its label.

    Raises:
        InvalidInput: it is none of them.
    """
    wanted = text.strip()
    for code, label in labels.items():
        if wanted in (code, label):
            return str(code)
    known = MARK.join(labels.values())
    raise InvalidInput(
        field=field,
        reason_zh=f"“{wanted[:20]}”应为下列之一：{known}。",
        reason_en=f"“{wanted[:20]}” is none of {known}.",
    )


def _header(
    lines: Sequence[tuple[int, Sequence[str]]], columns: Sequence[Column]
) -> tuple[int, dict[str, int]]:
    """How many rows the column names and what stands above them take, and where each column stands."""
    best: dict[str, int] = {}
    for height, (_, cells) in enumerate(lines[:_LOOKED_AT], start=1):
        names = [cell.strip() for cell in cells]
        places = {
            column.field: next(names.index(name) for name in column.names if name in names)
            for column in columns
            if any(name in names for name in column.names)
        }
        if all(column.field in places for column in columns if column.needed):
            return height, places
        best = max(best, places, key=len)
    missing = MARK.join(column.label for column in columns if column.needed and column.field not in best)
    raise InvalidInput(
        field="file",
        reason_zh=f"表头缺少列：{missing}。请先导出现有的表，照着它填写。",
        reason_en=f"The header lacks the columns {missing}. Export the table first and fill it in like that.",
    )


def _no_day(text: str, field: str) -> date:
    raise InvalidInput(
        field=field,
        reason_zh=f"“{text[:20]}”不是日期，应如 2026-07-08。",
        reason_en=f"“{text[:20]}” is no day such as 2026-07-08.",
    )
