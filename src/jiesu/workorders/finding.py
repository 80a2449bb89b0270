"""Orders by their words: full-text search, and orders that look like what is being told.

Newest first, always: whoever searches a hotline's orders looks for what happens now, and an order's moment of
registration never changes, so that a list of any length is turned page by page. There are two ways to such a
page: through the index of terms, which is short when the words are rare, or backwards through time, which is
short when they are common and a page is soon full. The database knows which words are common, and chooses;
that words are rare it cannot know, so that the few orders of rare words are looked up beforehand.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.db.models import F, Q, QuerySet

from jiesu.core import clock
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.citizens import phone_hash
from jiesu.workorders.cleaning import clean_phone
from jiesu.workorders.masking import masked
from jiesu.workorders.models import OrderText, WorkOrder
from jiesu.workorders.states import STATE_LABELS, OrderState
from jiesu.workorders.wording import (
    any_two_of,
    closeness,
    excerpt,
    query_of,
    rare_pairs_of,
    telling_words,
)

LOOK_BACK = timedelta(days=90)
"""How far back an order may look like a new one: older ones are another story."""

PUBLIC_LOOK_BACK = timedelta(days=730)
"""How far back citizens are shown answers: what was true two years ago may not be."""

ALIKE = 0.3
"""From this closeness on an order is shown as looking alike."""

_CANDIDATES = 60
_EXCERPT = 60
_NO_APPEALS = (OrderState.DRAFT, OrderState.INVALID, OrderState.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """An order that looks like what is being told.

    Attributes:
        number, title, area_code, registered_at: of the order.
        excerpt: the stretch of its text (for citizens: of its answer) where it is alike.
        state_label: where it stands, for people.
        closeness: how alike, from 0 to 1.
        same_citizen: whether the same phone number told it.
    """

    number: str
    title: str
    excerpt: str
    state_label: str
    area_code: str
    registered_at: datetime
    closeness: float
    same_citizen: bool = False


def matching(orders: QuerySet[WorkOrder], words: str) -> QuerySet[WorkOrder]:
    """The orders in whose title, content, place or public answer all the words occur.

    Blank words narrow nothing; words without a letter, a figure or a character match nothing.
    """
    if not words.strip():
        return orders
    query = query_of(words)
    if not query:
        return orders.none()
    few = _if_few(query)
    return orders.filter(text__terms__holds=query) if few is None else orders.filter(pk__in=few)


_FEW = 300
_KEYS = """
WITH found AS MATERIALIZED (SELECT order_id FROM workorders_ordertext WHERE terms @@ %s::tsquery)
SELECT order_id FROM found LIMIT %s
"""


def _if_few(query: str) -> list[int] | None:
    """The keys of all orders that fulfil a query when they are few; None when they are many."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [query, _FEW + 1])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= _FEW else None


def look_alikes(
    text: str, *, for_user: Actor, area_code: str = "", phone: str = "", most: int = 5
) -> list[LookAlike]:
    """Recent orders that this person may know of and that look like what is being told, the closest first.

    Orders of the same phone number are among them even when they are less alike.

    Args:
        text: what has been written down so far.
        for_user: who asks; only orders in their scope are told.
        area_code: only orders of this area, or of none.
        phone: of the caller.
        most: how many.
    """
    caller = hash_of_phone(phone)
    rows = WorkOrder.objects.visible_to(for_user).exclude(state__in=[state.value for state in _NO_APPEALS])
    rows = rows.filter(registered_at__gte=clock.now() - LOOK_BACK)
    found = _candidates(rows, text, area_code)
    if caller:
        found |= {row.pk: row for row in _newest(rows.filter(citizen__phone_hash=caller))}
    told = [_alike(row, text, caller=caller) for row in found.values()]
    near = [one for one in told if one.closeness >= (ALIKE / 2 if one.same_citizen else ALIKE)]
    return sorted(near, key=_rank, reverse=True)[:most]


def comparable_orders(*, for_user: Actor, since: datetime) -> QuerySet[WorkOrder]:
    """The appeals that this person may know of from a moment on, with what two of them are compared by."""
    rows = WorkOrder.objects.visible_to(for_user).exclude(state__in=[state.value for state in _NO_APPEALS])
    return rows.filter(registered_at__gte=since).select_related("citizen", "lead_unit")


def orders_alike(rows: QuerySet[WorkOrder], text: str, *, most: int) -> list[WorkOrder]:
    """The newest of these orders that share two telling words of a text; rare words before common ones."""
    words = telling_words(text, most=_WORDS_COMPARED)
    shares, orders = _term_shares(connection.alias, int(time.monotonic() // _SHARES_KEPT))
    if shares:
        rarest = min(shares.values()) / 2
        query = rare_pairs_of(words, share=lambda term: shares.get(term, rarest), enough=_FEW / orders)
    else:
        query = any_two_of(words[:6])
    if not query:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_KEYS, [query, _FEW])
        keys = [key for (key,) in cursor.fetchall()]
    return list(_newest(rows.filter(pk__in=keys))[:most])


_WORDS_COMPARED = 12
_SHARES_KEPT = 3600.0
_NEWEST_KEYS = """
WITH found AS MATERIALIZED (SELECT order_id FROM workorders_ordertext WHERE terms @@ %s::tsquery)
SELECT order_id FROM found ORDER BY order_id DESC LIMIT %s
"""
_SHARES = """
SELECT most_common_elems::text::text[], most_common_elem_freqs,
       (SELECT reltuples FROM pg_class WHERE oid = 'workorders_ordertext'::regclass)
FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'workorders_ordertext' AND attname = 'terms'
"""


@lru_cache(maxsize=2)
def _term_shares(alias: str, turn: int) -> tuple[dict[str, float], float]:
    """Which share of the orders holds each common term, by the database's own count; and how many orders."""
    del alias, turn
    with connection.cursor() as cursor:
        cursor.execute(_SHARES)
        terms, shares, orders = cursor.fetchone() or ([], [], 0)
    return dict(zip(terms or [], shares or [], strict=False)), max(float(orders), 1.0)


def orders_by_phone(rows: QuerySet[WorkOrder], phone_hash: str) -> list[WorkOrder]:
    """The newest of these orders that came from a telephone number, by its hash; none without a number."""
    return list(_newest(rows.filter(citizen__phone_hash=phone_hash))) if phone_hash else []


def public_look_alikes(text: str, *, area_code: str = "", most: int = 5) -> list[LookAlike]:
    """Answered orders that may be public and that look like what a citizen is about to send.

    Nothing personal is told: the same is taken out as on the page of the case.
    """
    rows = WorkOrder.objects.published().filter(registered_at__gte=clock.now() - PUBLIC_LOOK_BACK)
    told = [_in_public(row, text) for row in _candidates(rows, text, area_code).values()]
    return sorted((one for one in told if one.closeness >= ALIKE), key=_rank, reverse=True)[:most]


def _candidates(rows: QuerySet[WorkOrder], text: str, area_code: str) -> dict[int, WorkOrder]:
    query = any_two_of(telling_words(text, most=6))
    if not query:
        return {}
    if area_code:
        rows = rows.filter(Q(area_code__startswith=area_code) | Q(area_code=""))
    keys = OrderText.objects.filter(terms__holds=query).values("order_id")
    return {row.pk: row for row in _newest(rows.filter(pk__in=keys))}


def _newest(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    known = rows.annotate(told_by=F("citizen__phone_hash"))
    return known.order_by("-registered_at", "-pk")[:_CANDIDATES]


def _alike(row: WorkOrder, text: str, *, caller: str) -> LookAlike:
    return LookAlike(
        number=row.number,
        title=row.title,
        excerpt=excerpt(row.content, " ".join(telling_words(text)), length=_EXCERPT),
        state_label=STATE_LABELS[OrderState(row.state)],
        area_code=row.area_code,
        registered_at=row.registered_at,
        closeness=round(closeness(text, f"{row.title}\n{row.content}\n{row.address}"), 2),
        same_citizen=bool(caller) and getattr(row, "told_by", None) == caller,
    )


def _in_public(row: WorkOrder, text: str) -> LookAlike:
    person = row.citizen
    known = (person.name, person.phone, person.identity, person.email, person.address) if person else ()
    answer = masked(row.public_answer, known=known, keep_offices=True)
    return LookAlike(
        number=row.number,
        title=masked(row.title, known=known),
        excerpt=excerpt(answer, " ".join(telling_words(text)), length=_EXCERPT),
        state_label=STATE_LABELS[OrderState(row.state)],
        area_code=row.area_code,
        registered_at=row.registered_at,
        closeness=round(closeness(text, f"{row.title}\n{row.content}\n{row.address}"), 2),
    )


def _rank(one: LookAlike) -> tuple[bool, float, datetime]:
    return one.same_citizen, one.closeness, one.registered_at


def hash_of_phone(phone: str) -> str:
    """By what the orders of a telephone number are found; empty for what is none."""
    try:
        return phone_hash(clean_phone(phone)) or ""
    except InvalidInput:
        return ""
