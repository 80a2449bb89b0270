"""A file opened as a table of appeals: how it is read, what its columns mean, and its rows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from jiesu.intake.layouts import Layout, layout_of
from jiesu.intake.mapping import ColumnMapping, map_columns
from jiesu.intake.reading import Find, RowReader
from jiesu.intake.tables.rows import Record
from jiesu.intake.tables.sources import Source, open_source

_CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a person wants a file to be read; what is not given is found out.

    Attributes:
        columns: fields by column name or number.
        encoding, delimiter: of a text file.
        sheet: name or number, of a workbook.
        has_header: False when the first row is an appeal already.
    """

    columns: Mapping[str, str] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    has_header: bool = True


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file whose rows can be read as appeals."""

    source: Source
    layout: Layout
    mapping: ColumnMapping

    @contextmanager
    def records(self) -> Iterator["Records"]:
        """The rows below the column names, from the first."""
        with self.source.rows() as rows:
            for _ in islice(rows, self.layout.height):
                pass
            yield Records(rows, self.source)

    def reader(self, *, now: datetime, find_topic: Find, find_area: Find) -> RowReader:
        """What turns its rows into appeals."""
        is_text = self.source.encoding is not None
        return RowReader(
            mapping=self.mapping,
            least_width=self.layout.least_width if is_text else 0,
            now=now,
            find_topic=find_topic,
            find_area=find_area,
        )

    def reading(self) -> dict[str, object]:
        """How it is read, for the record."""
        encoding = self.source.encoding
        return {
            "names": list(self.mapping.columns),
            "columns": self.mapping.as_told(),
            "encoding": encoding.name if encoding else "",
            "delimiter": self.source.delimiter,
            "sheet": self.source.sheet,
            "header_line": self.layout.header_line,
        }

    def reading_hash(self) -> str:
        """The same in short: two readings with one hash give the same rows the same places."""
        text = json.dumps(self.reading(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Records(Iterator[Record]):
    """Rows on their way, and how far they have come."""

    def __init__(self, rows: Iterator[Record], source: Source) -> None:
        self._rows = rows
        self.size = source.size

    def __next__(self) -> Record:
        """The next row."""
        return next(self._rows)

    @property
    def position(self) -> int:
        """How far the file was read, in the unit of ``size``."""
        position: int = getattr(self._rows, "position", 0)
        return position


def open_table(path: Path, manner: Manner) -> Table:
    """Look into a file and find out how its rows are to be read.

    Raises:
        UnreadableFile: it cannot be; the subclass says why.
        InvalidInput: the columns that were told are not there.
    """
    source = open_source(path, encoding=manner.encoding, delimiter=manner.delimiter, sheet=manner.sheet)
    sample = source.sample()
    layout = layout_of(sample, has_header=manner.has_header)
    return Table(source=source, layout=layout, mapping=map_columns(layout, sample, told=manner.columns))


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
