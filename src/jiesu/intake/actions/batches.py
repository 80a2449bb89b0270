"""Rows that are settled together: read, sorted, registered in one transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import DataError, transaction

from jiesu.core import events, statements
from jiesu.core.errors import InvalidInput
from jiesu.core.fields import key_ring
from jiesu.intake.actions.receiving import announcement, content_hash, sealed_form, storable
from jiesu.intake.keys import key_of
from jiesu.intake.models import Contact, ImportRun, RejectedRow
from jiesu.intake.reading import Appeal, Problem, Rejection, RowReader
from jiesu.intake.sorting import Candidate, Known, Sorted, sort_out, turned_away
from jiesu.intake.tables.rows import Record
from jiesu.intake.targets import Target
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import Receipt, register_orders


@dataclass
class Batch:
    """Rows that follow one another in a file.

    Attributes:
        reader: turns them into appeals.
        candidates: the appeals, with their keys.
        rejected: the others.
        size: rows so far.
        characters: what they say together.
        first: place of the first one among the rows of the file.
    """

    reader: RowReader
    candidates: list[Candidate] = field(default_factory=list)
    rejected: list[tuple[int, Rejection]] = field(default_factory=list)
    size: int = 0
    characters: int = 0
    first: int = 0

    @property
    def keys(self) -> list[str]:
        """The keys of the appeals."""
        return [candidate.key for candidate in self.candidates]

    def add(self, position: int, record: Record, *, occurrence: int) -> None:
        """Read the next row."""
        if not self.size:
            self.first = position
        self.size += 1
        self.characters += sum(map(len, record.cells))
        read = self.reader.read(record)
        if isinstance(read, Rejection):
            self.rejected.append((position, read))
        else:
            key = key_of(read, occurrence, fingerprint=key_ring().fingerprint)
            self.candidates.append(Candidate(position, read, key, content_hash(read.registration.content)))


def known_under(source: str, keys: Sequence[str]) -> dict[str, Known]:
    """What was registered before under these keys."""
    rows = Contact.objects.filter(source=source, external_key__in=keys).values_list(
        "external_key", "content_hash", "order__number"
    )
    return {key: Known(digest, f"工单 {number}") for key, digest, number in rows}


def sorted_batch(batch: Batch, *, known: Mapping[str, Known]) -> Sorted:
    """The rows of a batch: to be registered, known already, turned away."""
    result = sort_out(batch.candidates, known)
    result.rejected += batch.rejected
    return result


def register(result: Sorted, *, run: ImportRun, by: Actor) -> None:
    """Write down what came of a batch; rows that cannot be registered after all join the rejected."""
    receipts = _receipts(result, by=by)
    contacts = [
        _contact(candidate, receipt, run=run)
        for candidate, receipt in zip(result.fresh, receipts, strict=True)
    ]
    statements.insert(sorted(contacts, key=lambda contact: contact.external_key))
    events.publish(*(announcement(contact, at=contact.order.registered_at) for contact in contacts))
    statements.insert(_rejected_rows(result.rejected, run))


def _receipts(result: Sorted, *, by: Actor) -> list[Receipt]:
    """Register all together; where one is refused, one by one, so that only that one is turned away."""
    if not result.fresh:
        return []
    try:
        with transaction.atomic():
            return register_orders([one.appeal.registration for one in result.fresh], by=by)
    except (InvalidInput, DataError):
        return _one_by_one(result, by=by)


def _one_by_one(result: Sorted, *, by: Actor) -> list[Receipt]:
    receipts, taken = [], []
    for one in result.fresh:
        try:
            with transaction.atomic():
                receipts += register_orders([one.appeal.registration], by=by)
        except (InvalidInput, DataError) as error:
            result.rejected.append((one.position, turned_away(one.appeal, _problem(error))))
        else:
            taken.append(one)
    result.fresh = taken
    return receipts


def _problem(error: Exception) -> Problem:
    if isinstance(error, InvalidInput):
        return Problem(code=error.code, target=error.field or "", zh=error.message("zh").rstrip("。"))
    return Problem(code="database", target="", zh=f"数据库不能保存：{error}")


def _contact(candidate: Candidate, receipt: Receipt, *, run: ImportRun) -> Contact:
    appeal = candidate.appeal
    return Contact(
        source=run.source,
        external_key=candidate.key,
        channel=receipt.order.channel,
        order=receipt.order,
        received_at=appeal.received_at or receipt.order.registered_at,
        content_hash=candidate.content_hash,
        payload=sealed_form(_told(appeal, run)),
        run=run,
        line=appeal.line,
    )


def _told(appeal: Appeal, run: ImportRun) -> dict[str, object]:
    """All that the row says by column, but for the content, which stands in the order."""
    columns: list[str] = run.reading["names"]
    content = next((name for name, target in run.reading["columns"].items() if target == Target.CONTENT), "")
    cells = zip(columns, appeal.cells, strict=False)
    kept = {name: cell for name, cell in cells if cell and name != content}
    return {"cells": kept, "extra": dict(appeal.extra)}


def _rejected_rows(rejected: Iterable[tuple[int, Rejection]], run: ImportRun) -> list[RejectedRow]:
    return [
        RejectedRow(
            run=run,
            position=position,
            line=rejection.line,
            codes=[problem.code for problem in rejection.problems],
            reason=storable(rejection.reason),
            cells=storable(json.dumps(rejection.cells, ensure_ascii=False)),
        )
        for position, rejection in rejected
    ]
