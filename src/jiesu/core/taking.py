"""Taking tables in: every row through the action that people's forms use, all of them or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db import transaction

from jiesu.core.errors import NotAllowed, Refusal
from jiesu.core.tables import Change, Column, Outcome, RowOutcome, TableRow, Taken

M = TypeVar("M")


def take_rows(
    rows: Iterable[TableRow],
    *,
    columns: Sequence[Column],
    find: Callable[[TableRow], M | None],
    take: Callable[[TableRow, M | None], M],
    cells: Callable[[M], Mapping[str, str]],
    keep: bool,
) -> Taken:
    """Take rows one by one, each as if it stood alone; if one is refused, or ``keep`` is false, none stays.

    Args:
        rows: in the order in which they are to be taken.
        columns: the table's columns; what changed is told of those that the row has.
        find: what a row is about, or None when it is new.
        take: makes it, or changes it; raises a refusal.
        cells: how it stands in the table.
        keep: whether to write, or only to say what would be written.

    Raises:
        NotAllowed: the person lacks the right to all of it.
    """
    with transaction.atomic():
        outcomes = [_taken(row, columns, find=find, take=take, cells=cells) for row in rows]
        sound = all(outcome.outcome is not Outcome.REFUSED for outcome in outcomes)
        if not (keep and sound):
            transaction.set_rollback(True)
    return Taken(tuple(sorted(outcomes, key=lambda outcome: outcome.line)), written=keep and sound)


def changes_between(
    before: Mapping[str, str], after: Mapping[str, str], columns: Sequence[Column]
) -> tuple[Change, ...]:
    """The cells that differ, in the order of the columns."""
    return tuple(
        Change(column.label, before.get(column.field, ""), after.get(column.field, ""))
        for column in columns
        if before.get(column.field, "") != after.get(column.field, "")
    )


def _taken(
    row: TableRow,
    columns: Sequence[Column],
    *,
    find: Callable[[TableRow], M | None],
    take: Callable[[TableRow, M | None], M],
    cells: Callable[[M], Mapping[str, str]],
) -> RowOutcome:
    key = " ".join(row.given(column.field) for column in columns if column.needed)
    try:
        with transaction.atomic():
            known = find(row)
            before = dict(cells(known)) if known is not None else {}
            changes = changes_between(before, cells(take(row, known)), columns)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return RowOutcome(line=row.line, key=key, outcome=Outcome.REFUSED, refusal=refusal)
    outcome = Outcome.ADDED if known is None else Outcome.CHANGED if changes else Outcome.SAME
    return RowOutcome(line=row.line, key=key, outcome=outcome, changes=changes)
