"""Other orders that belong beside one: what the same citizen told before, what was merged with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from jiesu.accounts.permissions import Permission
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.citizens import phone_hash
from jiesu.workorders.cleaning import clean_phone
from jiesu.workorders.models import Citizen, WorkOrder
from jiesu.workorders.states import SETTLED_STATES, OrderState

MOST_COUNTED = 100
"""Callers with more orders than this are not counted to the end."""

_KINDS = ("main", "merged", "same")
_ENDED = frozenset({*SETTLED_STATES, OrderState.ARCHIVED})


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Another order, in a line.

    Attributes:
        number, title, state, registered_at: of that order.
        unit: the lead unit's name; empty when it has none.
        is_open: whether somebody still has to do something about it.
    """

    number: str
    title: str
    state: OrderState
    unit: str
    registered_at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class CallerHistory:
    """What is known of a telephone number.

    Attributes:
        names: the masked names of the people who called from it.
        total: how many orders, at most :data:`MOST_COUNTED`.
        going: how many of those shown are still open.
        orders: the newest.
    """

    names: tuple[str, ...]
    total: int
    going: int
    orders: tuple[Beside, ...]


@dataclass(frozen=True, kw_only=True)
class RelatedOrders:
    """Orders that belong beside one.

    Attributes:
        main: the order that is handled in its place.
        merged: those that are answered with it.
        same_citizen: the newest others of the same telephone number.
    """

    main: Beside | None
    merged: tuple[Beside, ...]
    same_citizen: tuple[Beside, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.main or self.merged or self.same_citizen)


def caller_history(phone: str, *, for_user: Actor, most: int = 8) -> CallerHistory | None:
    """What the caller told before, as far as this person may know of it; None for no telephone number."""
    try:
        wanted = phone_hash(clean_phone(phone))
    except InvalidInput:
        return None
    if not wanted:
        return None
    rows = _readable(WorkOrder.objects.visible_to(for_user), for_user).filter(citizen__phone_hash=wanted)
    people = Citizen.objects.filter(phone_hash=wanted, pk__in=rows.values("citizen")).order_by(
        "-last_seen_at"
    )
    orders = _lines(rows, most=most)
    return CallerHistory(
        names=tuple(person.masked_name for person in people[:3] if person.name),
        total=rows.order_by()[:MOST_COUNTED].count(),
        going=sum(order.is_open for order in orders),
        orders=orders,
    )


def related_to(order: WorkOrder, *, for_user: Actor, most: int = 5) -> RelatedOrders:
    """What belongs beside an order that this person has open.

    Whose citizen is hidden from somebody is not told by what else the same citizen said.
    """
    seen = WorkOrder.objects.visible_to(for_user)
    parts = [_told(seen.filter(merged_into=order), "merged", most=20)]
    if order.merged_into_id:
        parts.append(_told(seen.filter(pk=order.merged_into_id), "main", most=1))
    caller = order.citizen.phone_hash if order.citizen else None
    if caller and (not order.is_confidential or for_user.may(Permission.VIEW_CONFIDENTIAL)):
        same = _readable(seen, for_user).filter(citizen__phone_hash=caller).exclude(pk=order.pk)
        parts.append(_told(same, "same", most=most))
    rows = list(parts[0].union(*parts[1:], all=True))
    found = {kind: tuple(_line(row[1:]) for row in rows if row[0] == kind) for kind in _KINDS}
    main = found["main"]
    return RelatedOrders(main=main[0] if main else None, merged=found["merged"], same_citizen=found["same"])


def merged_orders(main: WorkOrder, *, for_user: Actor) -> list[WorkOrder]:
    """The orders that this one answers for, as far as the person may know of them, the oldest first.

    Those among them that were merged into one of the others count too: a query for each step.
    """
    rows = WorkOrder.objects.visible_to(for_user).select_related("citizen").defer("content", "public_answer")
    found: dict[int, WorkOrder] = {}
    step = [main.pk]
    while step:
        new = [row for row in rows.filter(merged_into__in=step) if row.pk not in found]
        found |= {row.pk: row for row in new}
        step = [row.pk for row in new]
    return sorted(found.values(), key=lambda row: (row.registered_at, row.pk))


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """Where an order is, in degrees (WGS-84)."""

    number: str
    title: str
    lon: float
    lat: float


def pinned_orders(*, for_user: Actor, most: int = 200) -> list[Pinned]:
    """The places of the newest orders that have one, among the last two thousand that this person may see."""
    newest = WorkOrder.objects.visible_to(for_user).order_by("-registered_at", "-pk").values("pk")[:2000]
    rows = WorkOrder.objects.filter(pk__in=newest, lon__isnull=False, lat__isnull=False)
    found = rows.order_by("-registered_at", "-pk").values_list("number", "title", "lon", "lat")[:most]
    return [Pinned(number=row[0], title=row[1], lon=row[2] or 0.0, lat=row[3] or 0.0) for row in found]


def _readable(rows: QuerySet[WorkOrder], actor: Actor) -> QuerySet[WorkOrder]:
    """Confidential orders are told by their citizen only to those who may know the citizen."""
    if actor.is_system or actor.may(Permission.VIEW_CONFIDENTIAL):
        return rows
    return rows.filter(Q(is_confidential=False) | Q(registered_by_id=actor.user_id))


def _lines(rows: QuerySet[WorkOrder], *, most: int) -> tuple[Beside, ...]:
    return tuple(_line(row[1:]) for row in _told(rows, "", most=most))


def _told(rows: QuerySet[WorkOrder], kind: str, *, most: int) -> QuerySet[WorkOrder, tuple[Any, ...]]:
    """The newest, as rows that can be read together with others in one query."""
    marked = rows.annotate(kind=Value(kind, output_field=CharField())).order_by("-registered_at", "-pk")
    return marked.values_list("kind", "number", "title", "state", "lead_unit__name", "registered_at")[:most]


def _line(row: tuple[Any, ...]) -> Beside:
    number, title, state, unit, registered_at = row
    return Beside(
        number=number,
        title=title,
        state=OrderState(state),
        unit=unit or "",
        registered_at=registered_at,
        is_open=OrderState(state) not in _ENDED,
    )
