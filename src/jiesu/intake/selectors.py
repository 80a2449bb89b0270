"""Reads of the intake."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from jiesu.core.errors import NotFound
from jiesu.intake.models import Contact, ImportRun, RejectedRow


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A row that an import turned away."""

    line: int
    reason: str
    cells: tuple[str, ...]


def import_runs() -> QuerySet[ImportRun]:
    """All imports, the newest first."""
    return ImportRun.objects.order_by("-started_at", "-id")


def import_run(run_id: int) -> ImportRun:
    """One import.

    Raises:
        NotFound: there is none of this number.
    """
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound(what="导入 import")
    return run


def rejected_lines(run_id: int) -> Iterator[RejectedLine]:
    """The rows that an import turned away, in the order of the file."""
    rows = RejectedRow.objects.filter(run_id=run_id).order_by("position")
    for row in rows.iterator(chunk_size=500):
        yield RejectedLine(row.line, row.reason, tuple(json.loads(row.cells)))


def contacts_of(order_id: int) -> list[Contact]:
    """How an order reached the centre, the first contact first."""
    return list(Contact.objects.filter(order_id=order_id).order_by("received_at", "id"))
