"""Importing the duty catalogue."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from jiesu.accounts.permissions import Holder
from jiesu.catalogue import selectors
from jiesu.catalogue.actions import versions
from jiesu.catalogue.codes import area_stem
from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.models import DutyEntry, DutyVersion
from jiesu.catalogue.tables import DutyRow, RowError, check_duties
from jiesu.core.errors import InvalidInput
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import SYSTEM


@dataclass(frozen=True)
class _Names:
    """What names in rows may stand for."""

    topics: Mapping[str, str]
    units: Mapping[str, set[int]]


@dataclass(frozen=True)
class _Duty:
    """A duty row with everything looked up."""

    topic_code: str
    area_code: str
    lead: int
    assists: tuple[int, ...]
    legal_basis: str


@transaction.atomic
def import_duties(rows: Iterable[DutyRow], *, by: Holder, note: str = "") -> DutyVersion:
    """导入派单目录: a new version of the whole duty catalogue, put in force.

    Topics are given by code or by their names (``市政设施/井盖设施``) and must be in the tree in force; units
    by code, name or short name, and must take part in the service.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        BadRows: there are errors in the rows; nothing was imported.
        InvalidInput: there are no rows.
    """
    versions.begin(by)
    given = list(rows)
    if not given:
        raise InvalidInput(field="rows", reason_zh="没有任何条目。", reason_en="There are no duties.")
    errors = check_duties(given)
    duties = _looked_up(given, errors)
    if errors:
        raise BadRows(sorted(errors, key=lambda error: error.line))
    content = sorted([d.topic_code, d.area_code, d.lead, list(d.assists), d.legal_basis] for d in duties)
    rows_so_far = DutyVersion.objects.all()
    version, new = versions.publish(rows_so_far, content=content, note=note, by=by, make=DutyVersion)
    if new:
        _write(version, duties)
    return versions.put_in_force(version, rows_so_far, by=by)


@transaction.atomic
def change_duty(
    *, old: tuple[str, str] | None, new: DutyRow | None, by: Holder, note: str = ""
) -> DutyVersion:
    """修改派单目录: a new version in which one line is added, changed or left out.

    Args:
        old: topic code and area of the line that is changed or left out; None to add one.
        new: the line as it shall be; None to leave it out.
        by: who publishes.
        note: why.

    Raises:
        NotAllowed, BadRows, InvalidInput: as for :func:`import_duties`.
    """
    versions.begin(by)
    current = DutyVersion.objects.filter(is_current=True).first()
    rows = selectors.duties_of(current.pk) if current else []
    kept = [row for row in rows if (row.topic, row.area_code) != old]
    return import_duties([*kept, *([new] if new else [])], by=by, note=note)


def _looked_up(rows: Sequence[DutyRow], errors: list[RowError]) -> list[_Duty]:
    """The sound rows with keys in place of names; what is not found, or there twice, goes to ``errors``."""
    bad = {error.line for error in errors}
    names = _Names(_topics(), _units({name for row in rows for name in (row.lead, *row.assists)}))
    duties: list[_Duty] = []
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows, start=1):
        line = row.line or place
        if line in bad:
            continue
        if missing := list(_missing(row, line, names)):
            errors += missing
            continue
        duty = _duty(row, names)
        first = seen.setdefault((duty.topic_code, area_stem(duty.area_code)), line)
        if first != line:
            errors.append(RowError(line, "topic", f"与第{first}行重复。", f"the same as row {first}."))
        if duty.lead in duty.assists or len(set(duty.assists)) < len(duty.assists):
            errors.append(RowError(line, "assists", "单位重复。", "a unit is named twice."))
        duties.append(duty)
    return duties


def _missing(row: DutyRow, line: int, names: _Names) -> Iterator[RowError]:
    if row.topic and row.topic not in names.topics:
        text = row.topic[:30]
        yield RowError(line, "topic", f"没有事项“{text}”。", f"there is no topic “{text}”.")
    for column, unit in [("lead", row.lead), *(("assists", unit) for unit in row.assists)]:
        text, found = unit[:30], len(names.units.get(unit, ()))
        if found == 0:
            yield RowError(line, column, f"没有在用的单位“{text}”。", f"there is no active unit “{text}”.")
        elif found > 1:
            yield RowError(line, column, f"单位“{text}”不唯一，请用代码。", f"“{text}” is several units.")


def _duty(row: DutyRow, names: _Names) -> _Duty:
    def key(unit: str) -> int:
        return min(names.units[unit])

    topic = names.topics[row.topic] if row.topic else ""
    return _Duty(topic, row.area_code, key(row.lead), tuple(map(key, row.assists)), row.legal_basis)


def _topics() -> dict[str, str]:
    """The code of each topic in force by its code and by its full name."""
    nodes = selectors.topics_of().values()
    return {name: node.code for node in nodes for name in (node.code, node.full_name)}


def _units(texts: set[str]) -> dict[str, set[int]]:
    """The units in service that each text names: the one with that code, else those with that name."""
    texts = {text for text in texts if text.isprintable()}
    wanted = Q(code__in=texts) | Q(name__in=texts) | Q(short_name__in=texts)
    units = organisations.visible_units(for_user=SYSTEM).filter(wanted, is_active=True)
    codes: dict[str, set[int]] = {}
    named: dict[str, set[int]] = {}
    for unit in units:
        codes[unit.code] = {unit.pk}
        for name in {unit.name, unit.short_name}:
            named.setdefault(name, set()).add(unit.pk)
    return named | codes


def _write(version: DutyVersion, duties: Sequence[_Duty]) -> None:
    entries = DutyEntry.objects.bulk_create(
        DutyEntry(
            version=version,
            topic_code=duty.topic_code,
            area_code=duty.area_code,
            area_stem=area_stem(duty.area_code),
            lead_unit_id=duty.lead,
            legal_basis=duty.legal_basis,
        )
        for duty in duties
    )
    through = DutyEntry.assist_units.through
    through.objects.bulk_create(
        through(dutyentry_id=entry.pk, unit_id=unit)
        for entry, duty in zip(entries, duties, strict=True)
        for unit in duty.assists
    )
