"""Giving an order to units: dispatch, re-dispatch, conference, taking back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.catalogue.natures import Urgency
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import shares
from jiesu.workorders.actions.moves import Move, begin, lock, told
from jiesu.workorders.actions.registering import amend_order
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.states import Verb


@transaction.atomic
def dispatch_order(
    number: str,
    *,
    lead: int,
    assists: Sequence[int] = (),
    by: Actor,
    instructions: str = "",
    legal_basis: str = "",
    restart_clock: bool = False,
    urgency: Urgency | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """派单: give the order to one lead unit and any number of assisting ones.

    A returned order keeps the deadline of its first dispatch unless that has passed or ``restart_clock``
    says otherwise; the choice stands in the timeline.

    Args:
        number: the order.
        lead: id of the lead unit 主办.
        assists: ids of assisting units 协办.
        by: who dispatches.
        instructions: what the dispatcher asks of them.
        legal_basis: the line of the duty catalogue it rests on.
        restart_clock: whether a returned order gets its full time once more.
        urgency: corrected first, as 更正, when it is not what was registered; the clocks follow it.
        at: when; now if not given.
        version: the version that the dispatcher saw.

    Raises:
        UnknownReference, UnitNotFit: a unit does not exist, is closed or is named twice.
    """
    corrected = urgency is not None and lock(number).urgency != urgency
    if corrected:
        amend_order(number, changes={"urgency": urgency}, by=by, at=at, version=version)
    move = begin(number, Verb.DISPATCH, by=by, at=at, version=None if corrected else version)
    latest = _kept_deadline(move, restart=restart_clock)
    shares.give_out(
        move, lead=lead, assists=assists, instructions=instructions, legal_basis=legal_basis, latest=latest
    )
    move.data["kept_deadline"] = latest is not None
    return move.complete(note=instructions)


@transaction.atomic
def redispatch_order(
    number: str,
    *,
    lead: int,
    assists: Sequence[int] = (),
    by: Actor,
    reason: str,
    instructions: str = "",
    legal_basis: str = "",
    restart_clock: bool = True,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """改派: the centre takes the order from its units and gives it to others; a fresh clock by default."""
    move = begin(number, Verb.REDISPATCH, by=by, at=at, version=version)
    reason = told(reason, "reason", "改派原因")
    latest = _kept_deadline(move, restart=restart_clock)
    shares.give_out(
        move, lead=lead, assists=assists, instructions=instructions, legal_basis=legal_basis, latest=latest
    )
    move.data["kept_deadline"] = latest is not None
    return move.complete(note=reason)


@transaction.atomic
def convene_conference(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """提交疑难会商: whose duty it is cannot be said from the catalogue."""
    move = begin(number, Verb.CONVENE, by=by, at=at, version=version)
    reason = told(reason, "reason", "会商原因")
    return move.complete(note=reason)


@transaction.atomic
def assign_lead(
    number: str,
    *,
    lead: int,
    assists: Sequence[int] = (),
    by: Actor,
    minutes: str,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """会商指定主办: the minutes 会商纪要 are the basis of the dispatch; there is no further return."""
    move = begin(number, Verb.ASSIGN_LEAD, by=by, at=at, version=version)
    minutes = told(minutes, "minutes", "会商纪要")
    shares.give_out(move, lead=lead, assists=assists, instructions="", legal_basis=minutes, latest=None)
    move.change(return_forbidden=True)
    return move.complete(note=minutes)


@transaction.atomic
def withdraw_share(
    number: str, *, share: int, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """撤回分派: the centre takes back an assisting share, a unit one that it delegated, with all below it."""
    move = begin(number, Verb.WITHDRAW_SHARE, by=by, at=at, version=version, share=share)
    reason = told(reason, "reason", "撤回原因")
    return move.complete(note=reason)


def _kept_deadline(move: Move, *, restart: bool) -> datetime | None:
    due = move.order.due_at
    return due if due is not None and due > move.at and not restart else None
