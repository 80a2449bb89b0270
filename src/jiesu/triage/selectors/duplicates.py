"""Orders that tell already what an order, or a text not yet registered, tells: proposals for merging.

Nothing is read through: the index of words gives the orders of a year that share telling words, the index of
citizens those of the same person. What is found is compared by the rule of ``duplicates``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.triage import text as texts
from jiesu.triage.duplicates import Likeness, Told, likeness_of
from jiesu.triage.mentions import names_in
from jiesu.triage.selectors.suggesting import Told as Appeal
from jiesu.workorders.finding import comparable_orders, hash_of_phone, orders_alike, orders_by_phone
from jiesu.workorders.selectors import get_order
from jiesu.workorders.states import STATE_LABELS, OrderState
from jiesu.workorders.wording import excerpt, shared, telling_terms, telling_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jiesu.workorders.models import WorkOrder

LOOK_BACK = timedelta(days=365)
"""Older orders are another story."""

_BY_WORDS = 60
_EXCERPT = 60


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """An order that tells the same already.

    Attributes:
        number, title, state, state_label, area_code, registered_at: of that order.
        unit: its lead unit's name; empty when it has none.
        excerpt: the stretch of its text where it is alike.
        likeness: how alike, with the reasons.
        through: the number of the order that is alike, where that was merged into this one; else empty.
    """

    number: str
    title: str
    state: OrderState
    state_label: str
    unit: str
    area_code: str
    registered_at: datetime
    excerpt: str
    likeness: Likeness
    through: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, for people, the weightiest first."""
        return self.likeness.reasons


def duplicates_of(order_number: str, *, for_user: Actor, most: int = 5) -> list[Duplicate]:
    """Orders of a year around this one that tell the same, the likest first, without those it is merged with.

    Only orders that the person may know of are told; that one person told both is told only of orders whose
    citizen they may know.

    Raises:
        NotFound: there is no such order, or it is not for this person.
    """
    order = get_order(order_number, for_user=for_user)
    told = _told(order, for_user)
    rows = comparable_orders(for_user=for_user, since=order.registered_at - LOOK_BACK)
    rows = rows.filter(registered_at__lte=order.registered_at + LOOK_BACK)
    wanted = f"{order.title}\n{order.content}\n{order.address}"
    found = {row.pk: row for row in orders_alike(rows, wanted, most=_BY_WORDS)}
    found |= {row.pk: row for row in orders_by_phone(rows, told.citizen)}
    own = order.merged_into_id or order.pk
    others = [row for row in found.values() if own not in (row.pk, row.merged_into_id) and row.pk != order.pk]
    return _ranked(others, wanted, told=told, rows=rows, for_user=for_user, most=most)


def duplicates_of_text(
    appeal: Appeal, *, for_user: Actor, phone: str = "", most: int = 5, at: datetime | None = None
) -> list[Duplicate]:
    """Orders of the last year that tell what is being told, the likest first.

    Args:
        appeal: what is known so far.
        for_user: who asks.
        phone: of the caller, as it was written.
        most: how many.
        at: the moment it is told; now when not given.
    """
    moment = at or clock.now()
    told = Told(
        at=moment,
        names=_names(f"{appeal.text}\n{appeal.address}"),
        area_code=appeal.area_code,
        topic_code=appeal.topic_code,
        citizen=hash_of_phone(phone),
    )
    rows = comparable_orders(for_user=for_user, since=moment - LOOK_BACK)
    wanted = f"{appeal.text}\n{appeal.address}"
    found = {row.pk: row for row in orders_alike(rows, wanted, most=_BY_WORDS)}
    found |= {row.pk: row for row in orders_by_phone(rows, told.citizen)}
    return _ranked(found.values(), wanted, told=told, rows=rows, for_user=for_user, most=most)


def _ranked(
    found: "Iterable[WorkOrder]",
    wanted: str,
    *,
    told: Told,
    rows: "QuerySet[WorkOrder]",
    for_user: Actor,
    most: int,
) -> list[Duplicate]:
    """Those that are near, the likest first; a merged order stands for the one it was merged into."""
    near = []
    terms = telling_terms(wanted)
    for row in found:
        alike = shared(terms, telling_terms(f"{row.title}\n{row.content}\n{row.address}"))
        likeness = likeness_of(told, _told(row, for_user), words=alike)
        if likeness.is_near:
            near.append((row, likeness))
    near.sort(key=lambda pair: (-pair[1].points, -pair[0].registered_at.timestamp()))
    merged = [row.merged_into_id for row, _ in near if row.merged_into_id]
    mains = {row.pk: row for row in rows.filter(pk__in=merged, merged_into=None)} if merged else {}
    words = " ".join(telling_words(wanted))
    best: dict[str, Duplicate] = {}
    for row, likeness in near:
        main = mains.get(row.merged_into_id) if row.merged_into_id else row
        if main is not None and main.number not in best and len(best) < most:
            best[main.number] = _duplicate(row, main, likeness, words=words)
    return list(best.values())


def _duplicate(row: "WorkOrder", main: "WorkOrder", likeness: Likeness, *, words: str) -> Duplicate:
    return Duplicate(
        number=main.number,
        title=main.title,
        state=OrderState(main.state),
        state_label=STATE_LABELS[OrderState(main.state)],
        unit=main.lead_unit.name if main.lead_unit else "",
        area_code=main.area_code,
        registered_at=main.registered_at,
        excerpt=excerpt(row.content, words, length=_EXCERPT),
        likeness=likeness,
        through=row.number if row.pk != main.pk else "",
    )


def _told(row: "WorkOrder", for_user: Actor) -> Told:
    point = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    return Told(
        at=row.registered_at,
        names=_names(f"{row.title}\n{row.content}\n{row.address}"),
        area_code=row.area_code,
        topic_code=row.topic_code,
        citizen=(row.citizen.phone_hash or "") if row.citizen and _may_know(row, for_user) else "",
        point=point,
    )


def _may_know(row: "WorkOrder", for_user: Actor) -> bool:
    """Whose citizen is hidden from somebody is not told by what else the same citizen said."""
    if not row.is_confidential or for_user.is_system or for_user.may(Permission.VIEW_CONFIDENTIAL):
        return True
    return row.registered_by_id == for_user.user_id


def _names(text: str) -> frozenset[str]:
    return frozenset(name for name in names_in(texts.pieces(text)) if len(name) > 2)
