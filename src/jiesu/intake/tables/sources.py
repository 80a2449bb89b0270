"""A file as a source of rows: what kind of table it is, seen from its content and not from its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from jiesu.intake.errors import EmptyFile, FileMissing, NotATable
from jiesu.intake.tables.delimited import DelimitedRows
from jiesu.intake.tables.delimiters import delimiter_of
from jiesu.intake.tables.encodings import MARK, Encoding, encoding_of
from jiesu.intake.tables.lines import Lines, RecordTooLong
from jiesu.intake.tables.packages import Package
from jiesu.intake.tables.rows import Record
from jiesu.intake.tables.sheets import SheetRows

_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "旧版 .xls 或加密的工作簿，请另存为 .xlsx 或 CSV",
        "an old .xls or an encrypted workbook; save it as .xlsx or CSV",
    ),
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"\x1f\x8b", "gzip 压缩文件，请先解压", "a gzip archive; unpack it first"),
    (b"Rar!", "RAR 压缩文件，请先解压", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "7z 压缩文件，请先解压", "a 7z archive; unpack it first"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"SQLite format 3", "数据库文件", "a database file"),
    (b"PAR1", "Parquet 文件", "a Parquet file"),
)
_SAMPLE_LINES = 200
_SAMPLE_CHARACTERS = 200_000
_SNIFFED = 1 << 16
_MOST_NULS = 0.1


class Rows(Iterator[Record], Protocol):
    """Rows on the way out of a file."""

    @property
    def position(self) -> int:
        """How far it was read, in the unit of the source's ``size``."""

    def close(self) -> None:
        """Close the file."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file whose rows can be read any number of times, from the first.

    Attributes:
        path: the file.
        encoding: how text is to be decoded; None for a workbook.
        delimiter: what separates its cells.
        sheet: the sheet of a workbook.
        other_sheets: the sheets that are not read.
        size: bytes to be read, for the progress.
    """

    path: Path
    encoding: Encoding | None = None
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    size: int = 0

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """The rows that are not blank, from the first."""
        rows: Rows = (
            _sheet_rows(self.path, self.sheet)
            if self.encoding is None
            else DelimitedRows(self.path, self.encoding, self.delimiter)
        )
        try:
            yield rows
        finally:
            rows.close()

    def sample(self, count: int = _SAMPLE_LINES) -> list[Record]:
        """The first rows.

        Raises:
            EmptyFile: there are none.
        """
        with self.rows() as rows:
            found = list(islice(rows, count))
        if not found:
            raise EmptyFile
        return found


def open_source(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Source:
    """Look into a file and say how its rows are to be read.

    Raises:
        UnreadableFile: it cannot be; the subclass says why.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
        if head.startswith(b"PK\x03\x04"):
            return _workbook(path, sheet)
        _refuse_foreign(head)
        return _text(path, encoding=encoding, delimiter=delimiter)
    except OSError as error:
        raise FileMissing(path=path, why=error.strerror or str(error)) from error


def _workbook(path: Path, sheet: str | None) -> Source:
    rows = _sheet_rows(path, sheet)
    try:
        return Source(path=path, sheet=rows.name, other_sheets=rows.others, size=rows.size)
    finally:
        rows.close()


def _sheet_rows(path: Path, sheet: str | None) -> SheetRows:
    package = Package(path)
    try:
        return SheetRows(package, sheet=sheet)
    except BaseException:
        package.close()
        raise


def _text(path: Path, *, encoding: str | None, delimiter: str | None) -> Source:
    size = path.stat().st_size
    known = encoding_of(path, named=encoding)
    lines = _first_lines(path, known)
    text = "".join(lines)
    if text.count("\0") > _MOST_NULS * len(text):
        raise NotATable(why_zh="含有大量空字节的二进制文件", why_en="a binary file full of zero bytes")
    if lines and MARK in lines[0]:
        raise NotATable(why_zh="第一行就不是可读的文本", why_en="not even its first line is text")
    return Source(path=path, encoding=known, delimiter=delimiter or delimiter_of(lines), size=size)


def _first_lines(path: Path, encoding: Encoding) -> list[str]:
    lines = Lines(path, encoding.name)
    found: list[str] = []
    try:
        for line in lines:
            found.append(line[:_SAMPLE_CHARACTERS])
            if len(found) == _SAMPLE_LINES or lines.size > _SAMPLE_CHARACTERS:
                break
    except RecordTooLong:
        pass
    finally:
        lines.close()
    return found


def _refuse_foreign(head: bytes) -> None:
    for sign, why_zh, why_en in _FOREIGN:
        if head.startswith(sign):
            raise NotATable(why_zh=why_zh, why_en=why_en)
