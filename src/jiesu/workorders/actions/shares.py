"""Giving shares of an order to units, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jiesu.catalogue.packs import ClockKind
from jiesu.organisations import selectors as organisations
from jiesu.workorders import deadlines, errors
from jiesu.workorders.actions import clocks
from jiesu.workorders.models import Assignment, Deadline
from jiesu.workorders.states import Share, ShareState
from jiesu.workorders.workflow import ASSIST_CLOCKS, CHILD_CLOCKS

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


def units_for(unit_ids: Sequence[int], *, field: str) -> list[Unit]:
    """The units, in the order given.

    Raises:
        UnknownReference: one does not exist.
        UnitNotFit: one is closed, is the centre itself, or is named twice.
    """
    known = organisations.units_by_id(unit_ids)
    for position, unit_id in enumerate(unit_ids):
        unit = known.get(unit_id)
        if unit is None:
            raise errors.UnknownReference(field=field, what="单位", value=unit_id)
        if unit_id in unit_ids[:position]:
            raise errors.UnitNotFit(field=field, unit=unit.name, why_zh="重复指定。", why_en="it is named twice.")
        if not unit.is_active:
            raise errors.UnitNotFit(field=field, unit=unit.name, why_zh="单位已停用。", why_en="it is closed.")
        if unit.level == 1:
            raise errors.UnitNotFit(field=field, unit=unit.name, why_zh="中心不承办工单。", why_en="it is the centre.")
    return [known[unit_id] for unit_id in unit_ids]


def give_out(
    move: Move, *, lead: int, assists: Sequence[int], instructions: str, legal_basis: str, latest: datetime | None
) -> None:
    """End the present shares and give the order to a lead unit and any number of assisting ones.

    Args:
        move: the dispatching move; its rule says which clocks begin for the lead.
        latest: the citizen's deadline that a re-dispatched order keeps, or None for a fresh one.
    """
    lead_unit, *assist_units = units_for([lead, *assists], field="lead" if not assists else "assists")
    end(move, move.shares)
    kinds = [kind for kind in move.rule.starts if kind not in clocks.ORDER_CLOCKS]
    given = [Given(lead_unit, Share.LEAD, kinds, latest=latest)]
    given += [Given(unit, Share.ASSIST, ASSIST_CLOCKS, latest=latest) for unit in assist_units]
    rows = create(move, given, instructions=instructions, legal_basis=legal_basis)
    order = move.order
    move.change(lead_unit_id=lead_unit.pk, due_at=rows[0].due_at, dispatched_at=order.dispatched_at or move.at)
    move.data |= {"lead": lead_unit.pk, "assists": list(assists)}


def delegate(move: Move, units: Sequence[int], *, instructions: str) -> list[Assignment]:
    """Give parts of ``move.share`` to units below its own.

    Raises:
        UnitNotFit: a unit is not below the holder's.
    """
    parent = move.share
    if parent is None:
        raise RuntimeError("delegation needs a share")
    below = units_for(units, field="units")
    for unit in below:
        if unit.pk == parent.unit_id or not unit.path.startswith(parent.unit_path):
            raise errors.UnitNotFit(
                field="units", unit=unit.name, why_zh="不是本单位的下级单位。", why_en="it is not below this unit."
            )
        if any(other.unit_id == unit.pk and other.parent_id == parent.pk for other in move.shares):
            raise errors.UnitNotFit(field="units", unit=unit.name, why_zh="已下派过。", why_en="it has a share.")
    given = [Given(unit, Share.CHILD, CHILD_CLOCKS, parent=parent, latest=parent.due_at) for unit in below]
    return create(move, given, instructions=instructions, legal_basis="")


def create(move: Move, given: Iterable[Given], *, instructions: str, legal_basis: str) -> list[Assignment]:
    """Write new shares with their clocks; the clocks of a share never end after its ``latest``."""
    rows, pending = [], []
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
        capped = [
            deadlines.capped(clock, latest=item.latest) if clock.kind is ClockKind.HANDLE else clock
            for clock in begun.values()
        ]
        row.due_at = next((clock.due_at for clock in capped if clock.kind is ClockKind.HANDLE), item.latest)
        rows.append(row)
        pending.append((row, capped))
    Assignment.objects.bulk_create(rows)
    Deadline.objects.bulk_create(
        clocks.row_of(move.order, clock, share=row) for row, begun in pending for clock in begun
    )
    move.data.setdefault("shares", []).extend(
        {"share": row.pk, "unit": row.unit_id, "kind": row.kind, "parent": row.parent_id} for row in rows
    )
    return rows


def end(move: Move, shares: Iterable[Assignment], *, state: ShareState = ShareState.WITHDRAWN) -> None:
    """Take shares back with their clocks; finished ones keep their state and only stop being current."""
    ids = [share.pk for share in shares]
    if not ids:
        return
    Assignment.objects.filter(pk__in=ids).exclude(state__in=_ENDED).update(state=state.value)
    Assignment.objects.filter(pk__in=ids).update(is_current=False, ended_at=move.at)
    clocks.cancel(
        Deadline.objects.filter(assignment_id__in=ids, state__in=("running", "paused")), at=move.at
    )
    move.data.setdefault("ended", []).extend(ids)


def below(share: Assignment, shares: Sequence[Assignment]) -> list[Assignment]:
    """The shares delegated from ``share``, directly or further down."""
    found = [other for other in shares if other.parent_id == share.pk]
    return found + [deeper for child in found for deeper in below(child, shares)]


_ENDED = (ShareState.ACCEPTED.value, ShareState.RETURNED.value, ShareState.WITHDRAWN.value)
