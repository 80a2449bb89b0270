"""A table that somebody sends: read from xlsx or CSV, in UTF-8 or GBK, or refused in plain words."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from jiesu.core.errors import InvalidInput
from jiesu.core.tables import Column, TableRow, named_rows
from jiesu.intake.tables.rows import FLAW_LABELS, BadRow, Record
from jiesu.intake.tables.sources import open_source

BIGGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000


def rows_in(upload: "UploadedFile[Any]", columns: Sequence[Column]) -> list[TableRow]:
    """The rows of a sent file by column.

    Raises:
        InvalidInput: it is too big, no table, in no known encoding, damaged, or lacks a column.
    """
    if (upload.size or 0) > BIGGEST:
        raise _refused("文件超过 10 MB。", "The file is larger than 10 MB.")
    lines: list[tuple[int, Sequence[str]]] = []
    with tempfile.NamedTemporaryFile(suffix=".table") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        with open_source(Path(kept.name)).rows() as rows:
            for record in rows:
                lines.append(_sound(record))
                if len(lines) > MOST_ROWS:
                    raise _refused(f"超过 {MOST_ROWS} 行。", f"There are more than {MOST_ROWS} rows.")
    found = named_rows(lines, columns)
    if not found:
        raise _refused("表头之下没有内容。", "There is nothing below the column names.")
    return found


def _sound(record: Record) -> tuple[int, Sequence[str]]:
    if isinstance(record, BadRow):
        raise _refused(
            f"第 {record.line} 行无法读取：{FLAW_LABELS[record.flaw]}。",
            f"Row {record.line} cannot be read: {record.flaw.value}.",
        )
    return record.line, record.cells


def _refused(zh: str, en: str) -> InvalidInput:
    return InvalidInput(field="file", reason_zh=zh, reason_en=en)
