"""Giving shares of an order to units, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, F, Value, When

from jiesu.catalogue.packs import ClockKind
from jiesu.core import statements
from jiesu.organisations import selectors as organisations
from jiesu.workorders import deadlines, errors
from jiesu.workorders.actions import applying, clocks
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.deadlines import Clock
from jiesu.workorders.models import Assignment
from jiesu.workorders.states import Share, ShareState
from jiesu.workorders.workflow import ASSIST_CLOCKS, CHILD_CLOCKS, Reach

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit
    from jiesu.workorders.actions.moves import Move


@dataclass(frozen=True)
class Given:
    """One share to be given.

    Attributes:
        unit: who gets it.
        kind: lead, assist or child.
        kinds: the clocks that begin with it.
        parent: the share above, for a child.
        latest: moment that its deadline may not pass.
    """

    unit: Unit
    kind: Share
    kinds: Sequence[ClockKind]
    parent: Assignment | None = None
    latest: datetime | None = None


def units_for(unit_ids: Sequence[int], *, fields: Sequence[str]) -> list[Unit]:
    """The units, in the order given; they stay where they are in the tree until the transaction ends.

    Args:
        unit_ids: their keys.
        fields: for each, the name of the field it was given in.

    Raises:
        UnknownReference: one does not exist.
        UnitNotFit: one is closed, is the centre itself, or is named twice.
    """
    known = organisations.units_held(unit_ids)
    for position, (unit_id, field) in enumerate(zip(unit_ids, fields, strict=True)):
        unit = known.get(unit_id)
        if unit is None:
            raise errors.UnknownReference(field=field, what="单位", value=unit_id)
        if unit_id in unit_ids[:position]:
            raise errors.UnitNotFit(
                field=field, unit=unit.name, why_zh="重复指定。", why_en="it is named twice."
            )
        if not unit.is_active:
            raise errors.UnitNotFit(
                field=field, unit=unit.name, why_zh="单位已停用。", why_en="it is closed."
            )
        if unit.level == 1:
            raise errors.UnitNotFit(
                field=field, unit=unit.name, why_zh="中心不承办工单。", why_en="it is the centre."
            )
    return [known[unit_id] for unit_id in unit_ids]


def give_out(
    move: Move,
    *,
    lead: int,
    assists: Sequence[int],
    instructions: str,
    legal_basis: str,
    latest: datetime | None,
) -> None:
    """End the present shares and give the order to a lead unit and any number of assisting ones.

    An exclusion from assessment was granted to the lead that asked for it; the new one has none.

    Args:
        move: the dispatching move; its rule says which clocks begin for the lead.
        lead: id of the lead unit.
        assists: ids of the assisting units.
        instructions: what the dispatcher asks of them.
        legal_basis: what the dispatch rests on.
        latest: the citizen's deadline that a re-dispatched order keeps, or None for a fresh one.
    """
    fields = ["lead", *("assists" for _ in assists)]
    lead_unit, *assist_units = units_for([lead, *assists], fields=fields)
    instructions = clean_text(instructions, "instructions", "交办意见")
    legal_basis = clean_text(legal_basis, "legal_basis", "派单依据")
    end(move, move.shares)
    move.shares = []
    kinds = [kind for kind in move.rule.starts if kind not in clocks.ORDER_CLOCKS]
    given = [Given(lead_unit, Share.LEAD, kinds, latest=latest)]
    given += [Given(unit, Share.ASSIST, ASSIST_CLOCKS, latest=latest) for unit in assist_units]
    rows = create(move, given, instructions=instructions, legal_basis=legal_basis)
    order = move.order
    move.change(
        lead_unit_id=lead_unit.pk,
        due_at=rows[0].due_at,
        dispatched_at=order.dispatched_at or move.at,
        public_answer="",
        is_excluded=False,
    )
    move.data |= {"lead": lead_unit.pk, "assists": list(assists)}


def delegate(move: Move, units: Sequence[int], *, instructions: str) -> list[Assignment]:
    """Give parts of ``move.share`` to units below its own.

    Raises:
        UnitNotFit: a unit is not below the holder's.
    """
    parent = move.share
    if parent is None:
        raise RuntimeError("delegation needs a share")
    instructions = clean_text(instructions, "instructions", "交办意见")
    below = units_for(units, fields=["units" for _ in units])
    for unit in below:
        if unit.pk == parent.unit_id or not unit.path.startswith(parent.unit_path):
            raise errors.UnitNotFit(
                field="units",
                unit=unit.name,
                why_zh="不是本单位的下级单位。",
                why_en="it is not below this unit.",
            )
        if any(other.unit_id == unit.pk and other.parent_id == parent.pk for other in move.shares):
            raise errors.UnitNotFit(
                field="units", unit=unit.name, why_zh="已下派过。", why_en="it has a share."
            )
    given = [Given(unit, Share.CHILD, CHILD_CLOCKS, parent=parent, latest=parent.due_at) for unit in below]
    return create(move, given, instructions=instructions, legal_basis="")


def create(move: Move, given: Iterable[Given], *, instructions: str, legal_basis: str) -> list[Assignment]:
    """Write new shares with their clocks; none is to be handled later than its ``latest``."""
    rows: list[Assignment] = []
    pending: list[tuple[Assignment, list[Clock]]] = []
    for item in given:
        row = Assignment(
            order=move.order,
            parent=item.parent,
            unit=item.unit,
            unit_path=item.unit.path,
            kind=item.kind.value,
            state=ShareState.PENDING_SIGN.value,
            instructions=instructions,
            legal_basis=legal_basis,
            assigned_at=move.at,
        )
        begun = clocks.begin_all(move.order, item.kinds, at=move.at, move=move)
        capped = [_within(clock, item.latest) for clock in begun.values()]
        row.due_at = next((clock.due_at for clock in capped if clock.kind is ClockKind.HANDLE), item.latest)
        rows.append(row)
        pending.append((row, capped))
    statements.insert(rows)
    statements.insert(
        [clocks.row_of(move.order, clock, share=row) for row, begun in pending for clock in begun]
    )
    move.data.setdefault("shares", []).extend(
        {"share": row.pk, "unit": row.unit_id, "kind": row.kind, "parent": row.parent_id} for row in rows
    )
    return rows


def _within(clock: Clock, latest: datetime | None) -> Clock:
    """The clock within the deadline above; the right to return is not cut, nor signing when all is late."""
    late = latest is not None and latest <= clock.started_at
    free = clock.kind is ClockKind.RETURN_REQUEST or (late and clock.kind is not ClockKind.HANDLE)
    return clock if free else deadlines.capped(clock, latest=latest)


def end_reach(move: Move) -> None:
    """Take back the shares that the move's row of the table names."""
    match move.rule.ends:
        case Reach.BELOW:
            end(move, below(move.share, move.shares) if move.share else [])
        case Reach.OTHERS:
            end(move, [share for share in move.shares if share is not move.share])
        case Reach.ALL:
            end(move, move.shares)
        case None:
            pass


def end(move: Move, shares: Iterable[Assignment]) -> None:
    """Take shares back with their clocks; finished ones keep their state and only stop being current."""
    gone = list(shares)
    if not gone:
        return
    ids = [share.pk for share in gone]
    kept = Case(When(state__in=_ENDED, then=F("state")), default=Value(ShareState.WITHDRAWN.value))
    Assignment.objects.filter(pk__in=ids).update(state=kept, is_current=False, ended_at=move.at, due_at=None)
    clocks.cancel(move, shares=ids)
    applying.lapse_of([share.pk for share in gone if share.state == ShareState.RETURN_REQUESTED], at=move.at)
    move.data.setdefault("ended", []).extend(ids)


def below(share: Assignment, shares: Sequence[Assignment]) -> list[Assignment]:
    """The shares delegated from ``share``, directly or further down."""
    found = [other for other in shares if other.parent_id == share.pk]
    return found + [deeper for child in found for deeper in below(child, shares)]


_ENDED = (ShareState.ACCEPTED.value, ShareState.RETURNED.value, ShareState.WITHDRAWN.value)
