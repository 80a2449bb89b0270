"""Reading urgings."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jiesu.core import clock
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.models import Urging
from jiesu.oversight.urging import UrgingKind, UrgingPosition, citizen_refused
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@dataclass(frozen=True, kw_only=True)
class UrgingFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    kind: str = ""
    acknowledged: bool | None = None
    number: str = ""
    unit_id: int | None = None


def urging_position(order: "WorkOrder", kind: UrgingKind, *, unit_id: int | None = None) -> UrgingPosition:
    """What the rules ask: the order's state, and when it (or one unit) was urged in this way."""
    rows = Urging.objects.filter(order_id=order.pk, kind=kind.value)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    return UrgingPosition(state=OrderState(order.state), times=tuple(rows.values_list("at", flat=True)))


def citizens_urging_refused(number: str, *, at: datetime | None = None) -> Refusal | None:
    """Why the citizen of an order may not urge now, or None when they may; whose it is was proved.

    Raises:
        NotFound: there is no such order.
    """
    order = every_order().filter(number=number).first()
    if order is None:
        raise NotFound(what="工单 order")
    return citizen_refused(urging_position(order, UrgingKind.CITIZEN), at=at or clock.now())


def urgings(filters: UrgingFilter, *, for_user: Actor) -> QuerySet[Urging]:
    """The urgings that a person may know of, to be paged by ``at``."""
    rows = Urging.objects.visible_to(for_user).select_related("order", "unit")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.acknowledged is not None:
        rows = rows.filter(acknowledged_at__isnull=not filters.acknowledged)
    if filters.number:
        rows = rows.filter(order__number=filters.number)
    return rows.filter(unit_id=filters.unit_id) if filters.unit_id else rows


def urgings_of(order: "WorkOrder", *, for_user: Actor) -> list[Urging]:
    """The urgings of one order that a person may know of, the newest first."""
    rows = Urging.objects.visible_to(for_user).filter(order_id=order.pk)
    return list(rows.select_related("unit").order_by("-at", "-pk"))


def open_urgings(*, for_user: Actor, most: int = 1000) -> int:
    """How many urgings nobody has acknowledged, among those that a person may know of."""
    return Urging.objects.visible_to(for_user).open().values("pk")[:most].count()
