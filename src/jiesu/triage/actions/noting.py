"""What is done about orders as they come in and come to an end: suggestions and choices are noted."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.triage.models import Position, Suggestion
from jiesu.triage.selectors.suggesting import Suggestions, Told, is_on, suggestions_for
from jiesu.workorders import actions as workorders
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

OVERLAP = 2000
"""So many keys before the highest seen are looked at again: keys are not committed in their order."""

_NO_APPEALS = [state.value for state in (OrderState.DRAFT, OrderState.INVALID, OrderState.WITHDRAWN)]
_POSITION = "suggestions"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Noted:
    """How many orders were looked at, and how many of them were dispatched without a person."""

    orders: int = 0
    dispatched: int = 0


def note_new_orders(*, most: int = 500, at: datetime | None = None) -> Noted:
    """Suggest for the orders that came in since the last time; dispatch what may go alone.

    Safe to run twice, and does nothing while triage is switched off. Orders that came in meanwhile are
    passed over when it is switched on again.
    """
    if not is_on():
        _move_on()
        return Noted()
    orders = _new_orders(most)
    dispatched = sum(_note(order, at=at or clock.now()) for order in orders)
    settle([order.pk for order in orders if order.closed_at], at=at or clock.now())
    if orders:
        Position.objects.filter(pk=_POSITION, seen__lt=orders[-1].pk).update(seen=orders[-1].pk)
    return Noted(len(orders), dispatched)


def settle(order_ids: Sequence[int], *, at: datetime) -> int:
    """Note what people chose for orders that came to their end; returns for how many."""
    rows = every_order().filter(pk__in=order_ids, suggestion__isnull=False)
    settled = 0
    for key, nature, topic, unit in rows.values_list("pk", "nature", "topic_code", "lead_unit_id"):
        settled += Suggestion.objects.filter(pk=key).update(
            chosen_nature=nature, chosen_topic=topic, chosen_unit_id=unit, settled_at=at
        )
    return settled


def _new_orders(most: int) -> "list[WorkOrder]":
    position = Position.objects.filter(pk=_POSITION).first()
    if position is None:
        newest = every_order().order_by("-pk").values_list("pk", flat=True).first() or 0
        position, _ = Position.objects.get_or_create(
            pk=_POSITION, defaults={"seen": max(0, newest - OVERLAP)}
        )
    rows = every_order().filter(pk__gt=position.seen - OVERLAP, suggestion__isnull=True)
    return list(rows.exclude(state__in=_NO_APPEALS)[:most])


def _move_on() -> None:
    newest = every_order().order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        Position.objects.update_or_create(pk=_POSITION, defaults={"seen": newest + OVERLAP})


def _note(order: "WorkOrder", *, at: datetime) -> bool:
    """Suggest from the words alone, as if nobody had chosen anything; so choices can be compared."""
    told = Told(content=order.content, title=order.title, address=order.address, area_code=order.area_code)
    found = suggestions_for(told, at=at)
    if found is None:
        return False
    seen, best = found.understanding, found.units[0].advice if found.units else None
    row, is_new = Suggestion.objects.get_or_create(
        pk=order.pk,
        defaults={
            "at": at,
            "nature": seen.nature.value,
            "nature_chance": seen.nature.chance,
            "topic_code": seen.topic.value,
            "topic_chance": seen.topic.chance,
            "topic_origin": seen.topic.origin,
            "topic_model_id": found.topic_model,
            "unit_id": best.unit if best else None,
            "unit_chance": best.chance if best else 0.0,
            "faults": [fault.plain() for fault in found.faults],
        },
    )
    return is_new and found.goes_alone and _dispatch(order, row, found)


def _dispatch(order: "WorkOrder", row: Suggestion, found: Suggestions) -> bool:
    """Dispatch an order that waits for it; whatever speaks against it leaves it to a person."""
    topic, best = found.understanding.topic, found.units[0].advice
    if order.state != OrderState.PENDING_DISPATCH.value or order.topic_code not in ("", topic.value):
        return False
    if order.is_confidential:
        return False
    try:
        with transaction.atomic():
            workorders.dispatch_order(
                order.number,
                lead=best.unit,
                assists=best.assists,
                by=SYSTEM,
                instructions=f"自动派单：{topic.label}，把握{best.chance:.0%}；{best.reason}",
                legal_basis=best.basis,
                version=order.version,
            )
            Suggestion.objects.filter(pk=row.pk).update(was_dispatched=True)
    except Refusal as refusal:
        _log.info("%s was left to a person: %s", order.number, refusal.message("en"))
        return False
    return True
