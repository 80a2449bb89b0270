"""Units: created, changed, moved, closed.

Actions that change the shape of the tree lock the centre's row first, so that two of them never cross.
"""

from typing import TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, F, Max, Value, When
from django.db.models.functions import Concat, Substr

from jiesu.accounts import checking
from jiesu.accounts.errors import UnknownChoice
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit, clock, events
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations import errors
from jiesu.organisations.events import UnitCreated, UnitDeactivated, UnitMoved, UnitReactivated, UnitUpdated
from jiesu.organisations.models import Unit
from jiesu.organisations.units import (
    CENTRE_LEVEL,
    DEEPEST_LEVEL,
    UNIT_KIND_LABELS,
    UnitKind,
    is_unit_code,
    kind_suits,
    level_of,
    parse_windows,
    path_below,
)


class UnitDetails(TypedDict, total=False):
    """What is known of a unit besides its code and place in the tree."""

    name: str
    short_name: str
    kind: str
    area_code: str
    liaison_name: str
    liaison_phone: str
    approving_leader: str
    duty_phone: str
    working_hours: list[list[str]] | None
    responsibilities: str


@transaction.atomic
def create_unit(code: str, *, parent: Unit | None, by: Holder, **details: Unpack[UnitDetails]) -> Unit:
    """Add a unit below ``parent``; the first, the centre, has none.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        CentreExists: no parent was given and there is a centre.
        TooDeep: the parent stands at the fourth level.
        UnitInactive: the parent is closed.
        InvalidInput, AlreadyTaken: a value cannot be used.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    above = _parent_of_new(parent)
    unit = Unit(pk=_next_key(), code=code, parent=above)
    unit.path = path_below(above.path if above else "", unit.pk)
    unit.level = level_of(unit.path)
    unit.kind = UnitKind.CENTRE if above is None else UnitKind.OTHER
    _set(unit, details)
    _check(unit)
    checking.save(unit, new=True)
    audit.record("create_unit", subject=_subject(unit), by=by, name=unit.name, path=unit.path)
    events.publish(UnitCreated(subject=unit.code, occurred_at=clock.now(), unit_id=unit.pk, path=unit.path))
    return unit


@transaction.atomic
def update_unit(unit: Unit, *, by: Holder, **details: Unpack[UnitDetails]) -> Unit:
    """Change what is known of a unit.

    Raises:
        NotAllowed, InvalidInput: as for :func:`create_unit`.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    unit = _locked(unit)
    before = {name: getattr(unit, name) for name in details}
    _set(unit, details)
    _check(unit)
    checking.check(unit)
    changed = sorted(name for name, value in before.items() if getattr(unit, name) != value)
    if changed:
        unit.save(update_fields=changed)
        audit.record("update_unit", subject=_subject(unit), by=by, changed=changed)
        events.publish(
            UnitUpdated(subject=unit.code, occurred_at=clock.now(), unit_id=unit.pk, changed=tuple(changed))
        )
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, to: Unit, by: Holder, reason: str = "") -> Unit:
    """Place a unit, with all below it, below another one.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        CentreStays: the unit is the centre.
        MoveIntoItself: the new parent is the unit or stands below it.
        UnitInactive: the new parent is closed.
        TooDeep: something would come to stand below the fourth level.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    _lock_tree()
    unit, to = _locked(unit), _locked(to)
    if unit.level == CENTRE_LEVEL:
        raise errors.CentreStays
    if to.path.startswith(unit.path):
        raise errors.MoveIntoItself(unit=unit.name, field="to")
    if not to.is_active:
        raise errors.UnitInactive(unit=to.name, field="to")
    old, new = unit.path, path_below(to.path, unit.pk)
    if old != new:
        _rebase(unit, to, new_path=new)
        unit.refresh_from_db()
        audit.record("move_unit", subject=_subject(unit), by=by, reason=reason, old_path=old, new_path=new)
        events.publish(
            UnitMoved(subject=unit.code, occurred_at=clock.now(), unit_id=unit.pk, old_path=old, new_path=new)
        )
    return unit


@transaction.atomic
def deactivate_unit(unit: Unit, *, by: Holder, reason: str = "") -> Unit:
    """Close a unit: nothing is sent to it any more, and its posts give nothing.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        CentreStays: the unit is the centre.
        HasActiveUnits: units below it still work.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    _lock_tree()
    unit = _locked(unit)
    if unit.level == CENTRE_LEVEL:
        raise errors.CentreStays
    if count := Unit.objects.filter(path__startswith=unit.path, is_active=True).exclude(pk=unit.pk).count():
        raise errors.HasActiveUnits(unit=unit.name, count=count)
    if unit.is_active:
        _switch(unit, on=False)
        audit.record("deactivate_unit", subject=_subject(unit), by=by, reason=reason)
        events.publish(
            UnitDeactivated(subject=unit.code, occurred_at=clock.now(), unit_id=unit.pk, path=unit.path)
        )
    return unit


@transaction.atomic
def reactivate_unit(unit: Unit, *, by: Holder, reason: str = "") -> Unit:
    """Open a closed unit again.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
        UnitInactive: the unit above it is closed.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    _lock_tree()
    unit = _locked(unit)
    if unit.parent is not None and not unit.parent.is_active:
        raise errors.UnitInactive(unit=unit.parent.name)
    if not unit.is_active:
        _switch(unit, on=True)
        audit.record("reactivate_unit", subject=_subject(unit), by=by, reason=reason)
        events.publish(
            UnitReactivated(subject=unit.code, occurred_at=clock.now(), unit_id=unit.pk, path=unit.path)
        )
    return unit


def _parent_of_new(parent: Unit | None) -> Unit | None:
    """The parent, locked, if a unit can be added below it."""
    if parent is None:
        if Unit.objects.filter(level=CENTRE_LEVEL).exists():
            raise errors.CentreExists(field="parent")
        return None
    parent = _locked(parent)
    if parent.level >= DEEPEST_LEVEL:
        raise errors.TooDeep(unit=parent.name, field="parent")
    if not parent.is_active:
        raise errors.UnitInactive(unit=parent.name, field="parent")
    return parent


def _rebase(unit: Unit, to: Unit, *, new_path: str) -> None:
    """Rewrite paths and levels of a unit and all below it in one statement, which the database checks."""
    below = Unit.objects.filter(path__startswith=unit.path)
    shift = to.level + 1 - unit.level
    deepest = below.aggregate(deepest=Max("level"))["deepest"]
    if deepest + shift > DEEPEST_LEVEL:
        raise errors.TooDeep(unit=to.name, field="to")
    below.update(
        path=Concat(Value(new_path), Substr("path", len(unit.path) + 1)),
        level=F("level") + shift,
        parent_id=Case(
            When(pk=unit.pk, then=Value(to.pk)), default=F("parent_id"), output_field=BigIntegerField()
        ),
    )


def _set(unit: Unit, details: UnitDetails) -> None:
    for name, value in details.items():
        setattr(unit, name, value)
    if unit.working_hours is not None:
        unit.working_hours = _windows(unit.working_hours)


def _windows(value: object) -> list[list[str]]:
    try:
        return parse_windows(value)
    except ValueError as error:
        raise InvalidInput(
            field="working_hours",
            reason_zh='工作时间应为先后相接、互不重叠的时段，如 [["08:30", "12:00"], ["14:00", "17:30"]]。',
            reason_en='Working hours are windows in order and apart, such as [["08:30", "12:00"]].',
        ) from error


def _check(unit: Unit) -> None:
    if not is_unit_code(unit.code):
        raise InvalidInput(
            field="code",
            reason_zh="单位代码由字母、数字和“_ . -”组成，最多40个字符。",
            reason_en="A unit's code consists of letters, digits and “_ . -”, at most 40 characters.",
        )
    if unit.kind not in list(UnitKind):
        raise UnknownChoice(field="kind", value=unit.kind)
    kind = UnitKind(unit.kind)
    if not kind_suits(kind, unit.level):
        raise errors.KindAndLevelDiffer(field="kind", kind=UNIT_KIND_LABELS[kind], level=unit.level)


def _switch(unit: Unit, *, on: bool) -> None:
    unit.is_active = on
    unit.save(update_fields=["is_active"])


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('organisations_unit', 'id'))")
        key: int = cursor.fetchone()[0]
    return key


def _lock_tree() -> None:
    list(Unit.objects.select_for_update(no_key=True).filter(level=CENTRE_LEVEL))


def _locked(unit: Unit) -> Unit:
    fresh = (
        Unit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("parent")
        .filter(pk=unit.pk)
        .first()
    )
    if fresh is None:
        raise NotFound(what="单位 unit")
    return fresh


def _subject(unit: Unit) -> str:
    return f"unit:{unit.code}"
