"""By what a row is known again, whichever file brings it."""

import hashlib
from collections.abc import Callable

from jiesu.intake.mapping import ColumnMapping
from jiesu.intake.reading import Appeal
from jiesu.intake.tables.rows import Record
from jiesu.intake.targets import Target
from jiesu.intake.values import clean, is_nothing

_SEPARATOR = "\x1f"


class Occurrences:
    """Counts rows that say the same, so that each of them has a key of its own.

    Every row of a file has to pass, in order, also those that an earlier process has dealt with.
    """

    def __init__(self, mapping: ColumnMapping) -> None:
        self._column = mapping.column_of(Target.EXTERNAL_ID)
        self._once: set[bytes] = set()
        self._more: dict[bytes, int] = {}

    def number_of(self, record: Record) -> int:
        """1 for the first row that says this, 2 for the second; 0 for a row with a number of its own."""
        if self._has_number(record):
            return 0
        digest = hashlib.blake2b(_text_of(record.cells).encode("utf-8", "replace"), digest_size=8).digest()
        if digest not in self._once:
            self._once.add(digest)
            return 1
        self._more[digest] = self._more.get(digest, 1) + 1
        return self._more[digest]

    def _has_number(self, record: Record) -> bool:
        column = self._column
        return (
            column is not None and column < len(record.cells) and not is_nothing(clean(record.cells[column]))
        )


def key_of(appeal: Appeal, occurrence: int, *, fingerprint: Callable[[str], str]) -> str:
    """The sender's number, or the keyed hash of all that the row says with its occurrence."""
    if appeal.external_id:
        return appeal.external_id
    return f"row:{fingerprint(_text_of(appeal.cells))}:{occurrence}"


def _text_of(cells: tuple[str, ...]) -> str:
    """What a row says, the same whether it came as text or from a workbook."""
    return _SEPARATOR.join(clean(cell) for cell in cells).rstrip(_SEPARATOR)
