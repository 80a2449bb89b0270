"""``jiesu import``: a file of messages becomes orders, before the eyes of whoever started it."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from rich.console import Console

from jiesu.core.errors import Refusal
from jiesu.intake.actions import ImportSummary, import_table, rehearse_import
from jiesu.intake.actions.importing import BATCH, DEFAULT_SOURCE
from jiesu.intake.imports import Progress
from jiesu.intake.mapping import read_told
from jiesu.intake.opening import Manner, Table, open_table
from jiesu.intake.rejects import RejectsFile, rejects_file
from jiesu.intake.reporting import Bar, as_plain, say
from jiesu.intake.selectors import rejected_lines
from jiesu.organisations.actors import SYSTEM, Actor


def run_import(
    path: Path,
    *,
    columns: Sequence[str] = (),
    source: str | None = None,
    rejects: Path | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool = True,
    dry_run: bool = False,
    as_json: bool = False,
    by: Actor = SYSTEM,
    batch: int = BATCH,
) -> int:
    """Import a file and say what came of it; returns the exit status.

    Rows that were turned away do not make the import a failure: they lie in a file of their own. Only a file
    that cannot be read at all does.

    Args:
        path: the file.
        columns: ``field=column`` or ``column=field`` for columns that are not recognised.
        source: the system that the rows' own numbers belong to.
        rejects: where rows that were turned away are written; under ``var/imports`` when not given.
        sheet: of a workbook, by name or number.
        encoding: of a text file.
        delimiter: of a text file.
        header: False when the first row is an appeal already.
        dry_run: look at every row and change nothing.
        as_json: say it in JSON, on one line.
        by: who imports.
        batch: rows that are settled in one transaction.
    """
    out = Console(quiet=as_json)
    try:
        told = read_told(columns)
        manner = Manner(
            columns=told, encoding=encoding, delimiter=delimiter or None, sheet=sheet, has_header=header
        )
        table = open_table(path, manner)
        with rejects_file(rejects or _usual(path), table.mapping.columns) as file, Bar(out, path.name) as bar:
            summary = _run(
                table, file, bar.show, by=by, source=source or DEFAULT_SOURCE, dry_run=dry_run, batch=batch
            )
    except Refusal as refusal:
        _refuse(refusal, as_json=as_json)
        return 1
    written = file.path if file.count else None
    if as_json:
        sys.stdout.write(json.dumps(as_plain(summary, written), ensure_ascii=False) + "\n")
    else:
        say(out, summary, file)
    return 0


def _run(
    table: Table,
    file: RejectsFile,
    progress: Progress,
    *,
    by: Actor,
    source: str,
    dry_run: bool,
    batch: int,
) -> ImportSummary:
    if dry_run:
        return rehearse_import(table, by=by, source=source, progress=progress, on_rejection=file.write)
    summary = import_table(table, by=by, source=source, progress=progress, batch=batch)
    if summary.tally.rejected and summary.run_id is not None:
        for row in rejected_lines(summary.run_id):
            file.add(row.line, row.reason, row.cells)
    return summary


def _usual(path: Path) -> Path:
    folder: Path = settings.VAR / "imports"
    return folder / f"{path.stem}.rejects.csv"


def _refuse(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        told = {"error": refusal.code, "field": refusal.field, "message": refusal.message("zh")}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        both = f"{refusal.message('en')}\n{refusal.message('zh')}"
        Console(stderr=True).print(both, markup=False, soft_wrap=True)
