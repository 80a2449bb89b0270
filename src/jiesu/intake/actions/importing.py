"""A file becomes orders: all of its rows, each once, however often the work is interrupted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, transaction

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.catalogue.selectors import current_rules
from jiesu.core import audit, clock
from jiesu.core.errors import NotAllowed
from jiesu.intake.actions.batches import Batch, known_under, register, sorted_batch
from jiesu.intake.actions.receiving import fit_source
from jiesu.intake.errors import ImportRunning
from jiesu.intake.imports import Progress, RunState, Tally, no_progress
from jiesu.intake.keys import Occurrences
from jiesu.intake.lookups import area_finder, topic_finder
from jiesu.intake.models import ImportRun
from jiesu.intake.opening import Manner, Table, digest_of, open_table
from jiesu.intake.reading import Rejection, RowReader
from jiesu.intake.sorting import Known, Sorted
from jiesu.organisations.actors import Actor

BATCH = 500
_BATCH_CHARACTERS = 8_000_000
_ATTEMPTS = 3
DEFAULT_SOURCE = "import"

OnRejection = Callable[[Rejection], None]


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """What came of an import.

    Attributes:
        table: the file, its columns and what they mean.
        tally: the rows.
        run_id: the import; None for a dry run.
        resumed_at: rows that an earlier, interrupted import of the file had settled.
    """

    table: Table
    tally: Tally
    run_id: int | None = None
    resumed_at: int = 0


def import_file(
    path: Path,
    *,
    by: Actor,
    source: str = DEFAULT_SOURCE,
    manner: Manner | None = None,
    progress: Progress = no_progress,
    batch: int = BATCH,
) -> ImportSummary:
    """Register the rows of a CSV or XLSX file; interrupted, it goes on where it stopped when called again.

    Args:
        path: the file.
        by: who imports.
        source: the system that the rows' own numbers belong to.
        manner: how the file is to be read, where that is not to be found out.
        progress: told how far the work is.
        batch: rows that are settled in one transaction.

    Raises:
        UnreadableFile: the file cannot be read at all.
        InvalidInput: a column that was told is not there.
        NotAllowed: the person may not import.
        ImportRunning: another process is importing the same file.
    """
    table = open_table(path, manner or Manner())
    return import_table(table, by=by, source=source, progress=progress, batch=batch)


def import_table(
    table: Table,
    *,
    by: Actor,
    source: str = DEFAULT_SOURCE,
    progress: Progress = no_progress,
    batch: int = BATCH,
) -> ImportSummary:
    """As :func:`import_file`, for a file that was opened before."""
    _check(by)
    return _Work(table=table, by=by, source=fit_source(source), progress=progress, batch=batch).carry_out()


def rehearse_import(
    table: Table,
    *,
    by: Actor,
    on_rejection: OnRejection,
    source: str = DEFAULT_SOURCE,
    progress: Progress = no_progress,
) -> ImportSummary:
    """Look at every row as an import would, and change nothing.

    Args:
        table: the file.
        by: who would import.
        on_rejection: told of each row that would be turned away, in the order of the file.
        source: the system that the rows' own numbers belong to.
        progress: told how far the work is.
    """
    _check(by)
    work = _Work(table=table, by=by, source=fit_source(source), progress=progress, batch=BATCH)
    return work.rehearse(on_rejection)


def _check(by: Actor) -> None:
    for permission in (Permission.IMPORT_ORDERS, Permission.REGISTER_ORDER):
        if not by.may(permission):
            raise NotAllowed(permission=PERMISSION_LABELS[permission])
    current_rules()  # without rules in force no row could be taken


@dataclass
class _Work:
    """One pass over the rows of a file."""

    table: Table
    by: Actor
    source: str
    progress: Progress
    batch: int
    tally: Tally = field(default_factory=Tally)
    settled: int = 0  # rows that an earlier pass has settled

    def rehearse(self, on_rejection: OnRejection) -> ImportSummary:
        """Look at all rows; remembers their keys, as nothing is written down."""
        seen: dict[str, Known] = {}
        for batch in self._batches():
            result = sorted_batch(batch, known=known_under(self.source, batch.keys) | _among(seen, batch))
            seen |= {one.key: Known(one.content_hash, f"第 {one.appeal.line} 行") for one in result.fresh}
            for _, rejection in sorted(result.rejected, key=lambda item: item[0]):
                on_rejection(rejection)
            self._count(batch, result)
        return ImportSummary(table=self.table, tally=self.tally)

    def carry_out(self) -> ImportSummary:
        """Register all rows that are not yet settled."""
        run = _begin(self.table, digest_of(self.table.source.path), source=self.source, by=self.by)
        self.settled = run.position
        self.tally = _tally_of(run)
        for batch in self._batches():
            self._count(batch, self._settle(run, batch))
        _finish(run, by=self.by)
        return ImportSummary(table=self.table, tally=self.tally, run_id=run.pk, resumed_at=self.settled)

    def _batches(self) -> Iterator[Batch]:
        """The rows that are not yet settled, in batches; the progress is told after each."""
        occurrences = Occurrences(self.table.mapping)
        batch = Batch(self._reader())
        with self.table.records() as records:
            for position, record in enumerate(records):
                occurrence = occurrences.number_of(record)
                if position < self.settled:
                    continue
                batch.add(position, record, occurrence=occurrence)
                if batch.size >= self.batch or batch.characters >= _BATCH_CHARACTERS:
                    yield batch
                    self.progress(records.position, records.size, self.tally)
                    batch = Batch(batch.reader)
            if batch.size:
                yield batch
            self.progress(records.size, records.size, self.tally)

    def _reader(self) -> RowReader:
        return self.table.reader(now=clock.now(), find_topic=topic_finder(), find_area=area_finder())

    def _settle(self, run: ImportRun, batch: Batch) -> Sorted:
        """Settle a batch for good; anew when another import took one of its keys in between."""
        for _ in range(_ATTEMPTS - 1):
            with suppress(IntegrityError):
                return self._settle_once(run, batch)
        return self._settle_once(run, batch)

    @transaction.atomic
    def _settle_once(self, run: ImportRun, batch: Batch) -> Sorted:
        position = ImportRun.objects.select_for_update().values_list("position", flat=True).get(pk=run.pk)
        if position != batch.first:
            raise ImportRunning
        result = sorted_batch(batch, known=known_under(self.source, batch.keys))
        register(result, run=run, by=self.by)
        _advance(run, batch, result)
        return result

    def _count(self, batch: Batch, result: Sorted) -> None:
        tally = self.tally
        tally.read += batch.size
        tally.accepted += len(result.fresh)
        tally.rejected += len(result.rejected)
        tally.duplicate += result.duplicates
        tally.unmatched = dict(Counter(tally.unmatched) + unmatched_in(result))


def unmatched_in(result: Sorted) -> Counter[str]:
    """Values by field that the catalogue does not know."""
    return Counter(target.value for one in result.fresh for target in one.appeal.unmatched)


def _among(seen: Mapping[str, Known], batch: Batch) -> dict[str, Known]:
    return {key: seen[key] for key in batch.keys if key in seen}


@transaction.atomic
def _begin(table: Table, digest: str, *, source: str, by: Actor) -> ImportRun:
    """The interrupted import of this file read in this manner, or a new one.

    The lock waits for a batch that the database is still settling for a process that was killed.
    """
    path = table.source.path
    run, is_new = ImportRun.objects.select_for_update().get_or_create(
        sha256=digest,
        source=source,
        reading_hash=table.reading_hash(),
        state=RunState.RUNNING,
        defaults={
            "file_name": path.name[-255:],
            "size": path.stat().st_size,
            "reading": table.reading(),
            "started_at": clock.now(),
            "started_by_id": by.user_id,
            "started_by_name": by.name,
        },
    )
    if is_new:
        audit.record("import_orders", subject=f"import:{run.pk}", by=by, file=run.file_name, sha256=digest)
    return run


def _advance(run: ImportRun, batch: Batch, result: Sorted) -> None:
    run.position = batch.first + batch.size
    run.accepted += len(result.fresh)
    run.rejected += len(result.rejected)
    run.duplicate += result.duplicates
    run.unmatched = dict(Counter(run.unmatched) + unmatched_in(result))
    run.save(update_fields=["position", "accepted", "rejected", "duplicate", "unmatched"])


def _finish(run: ImportRun, *, by: Actor) -> None:
    with transaction.atomic():
        done = ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
        if done.update(state=RunState.DONE, finished_at=clock.now()):
            audit.record(
                "import_finished",
                subject=f"import:{run.pk}",
                by=by,
                accepted=run.accepted,
                rejected=run.rejected,
                duplicate=run.duplicate,
            )


def _tally_of(run: ImportRun) -> Tally:
    return Tally(
        read=run.position,
        accepted=run.accepted,
        rejected=run.rejected,
        duplicate=run.duplicate,
        unmatched=dict(run.unmatched),
    )
