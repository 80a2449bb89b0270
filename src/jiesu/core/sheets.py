"""Tables written as XLSX, row by row: a sheet of any length needs the memory of one row.

What people wrote is never taken for a formula: text that begins with ``=``, ``+``, ``-`` or ``@`` stays text.
Moments stand in Shanghai time, without a zone, since spreadsheets know none.
"""

import contextlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from jiesu.core.clock import SHANGHAI

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header; a longer table goes on on a second sheet."""

LONGEST_CELL = 32_767
"""Characters that a cell holds; a longer text is cut and ends with an ellipsis."""

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_FORMULA = ("=", "+", "-", "@")
_LONGEST_TITLE = 31
_PLAIN = (bool, int, float, Decimal, date, time, timedelta)


def write_sheet(
    target: BinaryIO, *, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    """Write a table as a workbook and return how many rows it has, the header apart.

    Args:
        target: where the file goes.
        title: name of the sheet; what a name may not hold is left out.
        header: the headings, which stay in sight.
        rows: the rows, read one at a time.
    """
    book = Workbook(write_only=True)
    try:
        count = _write_rows(book, rows, title=title, header=header)
        book.save(target)
    except BaseException:
        _abandon(book)
        raise
    return count


def _write_rows(
    book: Workbook, rows: Iterable[Sequence[object]], *, title: str, header: Sequence[str]
) -> int:
    sheet, count = _sheet(book, title, header), 0
    for row in rows:
        if count and count % MOST_ROWS == 0:
            sheet = _sheet(book, f"{title} {count // MOST_ROWS + 1}", header)
        sheet.append([_cell(sheet, value) for value in row])
        count += 1
    return count


def _abandon(book: Workbook) -> None:
    """Leave nothing behind of a workbook that is not finished: its rows lie in files of their own."""
    for sheet in book.worksheets:
        with contextlib.suppress(Exception):
            sheet.close()
            sheet._writer.cleanup()  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way


def _sheet(book: Workbook, title: str, header: Sequence[str]) -> WriteOnlyWorksheet:
    name = _NOT_IN_TITLES.sub(" ", _UNFIT.sub("", title)).strip()[-_LONGEST_TITLE:]
    sheet: WriteOnlyWorksheet = book.create_sheet(name or "1")
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, text) for text in header])
    return sheet


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """A value as the sheet takes it; everything that is no number and no moment becomes text."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    if isinstance(value, _PLAIN):
        return value
    text = _fit(str(value))
    return _text(sheet, text) if text.startswith(_FORMULA) else text


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that no program reads as a formula, not even after somebody has edited it."""
    cell = WriteOnlyCell(sheet, value=_fit(text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _fit(text: str) -> str:
    plain = _UNFIT.sub("", text)
    return plain if len(plain) <= LONGEST_CELL else plain[: LONGEST_CELL - 1] + "…"
