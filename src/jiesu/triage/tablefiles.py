"""Tables that people bring as files: CSV in, XLSX out."""

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from jiesu.triage.errors import ColumnMissing, FileUnreadable

Row = dict[str, str]

_ENCODINGS = ("utf-8-sig", "gb18030")
_LARGEST_FIELD = 10_000_000


def read_rows(path: Path, *, needed: Sequence[str] = ()) -> list[Row]:
    """The rows of a CSV file (UTF-8 or GB 18030), each by its headings; absent cells are empty.

    Raises:
        FileUnreadable: no such file, not text, or no heading.
        ColumnMissing: a needed column is not among the headings.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_FIELD))
    reader = csv.DictReader(_text(path).replace("\0", "").splitlines(keepends=True), restkey="", restval="")
    try:
        rows = [{name: str(value) for name, value in row.items()} for row in reader]
    except csv.Error as error:
        raise FileUnreadable(file=path.name, why=str(error)) from error
    headings = list(reader.fieldnames or ())
    if not headings:
        raise FileUnreadable(file=path.name, why="it is empty")
    for column in needed:
        if column not in headings:
            raise ColumnMissing(file=path.name, column=column, present=", ".join(headings))
    return rows


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=path.name, why=error.strerror or "it cannot be opened") from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(file=path.name, why="it is neither UTF-8 nor GB 18030")


def write_sheet(path: Path, *, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write one sheet; what begins like a formula stays text.

    Raises:
        FileUnreadable: the file cannot be written.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in (headings, *rows):
        sheet.append([_cell(value) for value in row])
    try:
        book.save(path)
    except OSError as error:
        raise FileUnreadable(file=path.name, why=error.strerror or "it cannot be written") from error


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    plain = "".join(sign for sign in value if sign >= " " or sign in "\n\t")[:32_000]
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@"} else plain
