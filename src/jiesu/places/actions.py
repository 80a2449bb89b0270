"""Every write to the places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Concat, Substr

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit
from jiesu.core.errors import InvalidInput
from jiesu.places.levels import DivisionLevel, lies_below, path_below
from jiesu.places.models import Division, DivisionAlias
from jiesu.places.reading import DivisionRow, RejectedRow, rejection, sorted_out

_LONGEST_ALIAS = 40


@dataclass(frozen=True, kw_only=True)
class DivisionImport:
    """What an import did: rows counted by outcome, and the rejected ones with their reasons."""

    created: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]


@transaction.atomic
def import_divisions(rows: Iterable[Mapping[str, str]], *, by: Holder) -> DivisionImport:
    """Take divisions from rows with ``code``, ``name``, ``level`` and ``parent``, in any order.

    Known codes are brought up to date and nothing is deleted, so an import can be run again. A row that
    cannot be taken is rejected by itself; the divisions in it too, when their parent is then missing.

    Args:
        rows: see :func:`jiesu.places.reading.rows_of` for those of a file.
        by: who imports.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    sound, rejected = sorted_out(rows)
    _lock()
    merge = _Merge(sound)
    for row in sound:
        merge.take(row)
    merge.flush()
    rejected = sorted([*rejected, *merge.rejected], key=lambda row: row.line)
    audit.record(
        "import_divisions",
        subject="divisions",
        by=by,
        created=merge.created,
        updated=merge.updated,
        unchanged=merge.unchanged,
        rejected=len(rejected),
    )
    return DivisionImport(
        created=merge.created,
        updated=merge.updated,
        unchanged=merge.unchanged,
        rejected=tuple(rejected),
    )


def save_division(code: str, *, name: str, level: str, parent: str = "", by: Holder) -> Division:
    """Add one division or bring it up to date; ``parent`` is a code or empty.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        InvalidInput: it cannot be taken, for the reason given.
    """
    done = import_divisions([{"code": code, "name": name, "level": level, "parent": parent}], by=by)
    for row in done.rejected:
        raise InvalidInput(reason_zh=f"{row.reason_zh}。", reason_en=f"{row.reason_en}.")
    return Division.objects.get(code=code.strip())


class _Merge:
    """The divisions known so far, and what the rows, larger ones first, add to them or change."""

    def __init__(self, rows: list[DivisionRow]) -> None:
        self.known = {division.code: division for division in Division.objects.all()}
        self.keys = iter(_next_keys(sum(row.code not in self.known for row in rows)))
        self.pending: list[Division] = []
        self.renamed: list[Division] = []
        self.rejected: list[RejectedRow] = []
        self.created = self.updated = self.unchanged = 0

    def take(self, row: DivisionRow) -> None:
        """Take one row, or reject it."""
        parent, division = self.known.get(row.parent), self.known.get(row.code)
        if row.parent and parent is None:
            self._reject(row, f"上级 {row.parent[:20]} 不存在", f"there is no parent {row.parent[:20]}")
        elif parent is not None and not lies_below(row.level, DivisionLevel(parent.level)):
            self._reject(row, "层级不低于上级", "the level is not below the parent's")
        elif division is None:
            self._add(row, parent)
        elif division.level != row.level:
            self._reject(row, "层级与已有的不同", "the level differs from the known one")
        else:
            self._update(division, row, parent)

    def flush(self) -> None:
        """Write what waits to be written."""
        Division.objects.bulk_create(self.pending, batch_size=1000)
        Division.objects.bulk_update(self.renamed, ["name"], batch_size=1000)
        self.pending, self.renamed = [], []

    def _add(self, row: DivisionRow, parent: Division | None) -> None:
        division = Division(
            pk=next(self.keys), code=row.code, name=row.name, level=row.level.value, parent=parent
        )
        division.path = path_below(parent.path if parent else "", row.code)
        self.known[row.code] = division
        self.pending.append(division)
        self.created += 1

    def _update(self, division: Division, row: DivisionRow, parent: Division | None) -> None:
        renamed, moved = division.name != row.name, division.parent_id != (parent.pk if parent else None)
        if renamed:
            division.name = row.name
            self.renamed.append(division)
        if moved:
            self._move(division, parent)
        self.updated += renamed or moved
        self.unchanged += not (renamed or moved)

    def _move(self, division: Division, parent: Division | None) -> None:
        """Move a division with all in it, in one statement that the key of the paths checks."""
        self.flush()
        old, new = division.path, path_below(parent.path if parent else "", division.code)
        Division.objects.filter(path__startswith=old).update(
            path=Concat(Value(new), Substr("path", len(old) + 1)),
            parent_id=Case(
                When(pk=division.pk, then=Value(parent.pk if parent else None)),
                default=F("parent_id"),
                output_field=BigIntegerField(),
            ),
        )
        division.parent = parent
        for known in self.known.values():
            if known.path.startswith(old):
                known.path = new + known.path[len(old) :]

    def _reject(self, row: DivisionRow, zh: str, en: str) -> None:
        self.rejected.append(rejection(row.line, row.code, (zh, en)))


def _next_keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('places_division', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _lock() -> None:
    """Let one import run at a time; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE places_division IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def save_aliases(aliases: Mapping[str, str], *, by: Holder) -> int:
    """Let divisions be found under other names as well; a name that is known gets its new division.

    Args:
        aliases: codes of divisions by name; names have at least two characters, without blanks between.
        by: who does it.

    Returns:
        How many names were saved.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        InvalidInput: a name is too short or too long, or a division is not known.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    known = dict(Division.objects.filter(code__in=aliases.values()).values_list("code", "pk"))
    for name, code in aliases.items():
        if not 2 <= len(name) <= _LONGEST_ALIAS or len(name.split()) != 1 or not name.isprintable():
            raise InvalidInput(
                field="name", reason_zh="别名应为2至40个字", reason_en="an alias has 2 to 40 characters"
            )
        if code not in known:
            raise InvalidInput(
                field="code",
                reason_zh=f"没有代码为{code}的区划",
                reason_en=f"no division has the code {code}",
            )
        DivisionAlias.objects.update_or_create(name=name, defaults={"division_id": known[code]})
    audit.record("places.save_aliases", subject="divisions", by=by, names=sorted(aliases))
    return len(aliases)
