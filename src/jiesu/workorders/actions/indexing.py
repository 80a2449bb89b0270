"""Keeping orders findable: their terms are written in the transaction that writes their words."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from jiesu.core import statements
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.wording import SCHEME, terms

FOUND_BY = frozenset({"title", "content", "address", "public_answer"})
"""Fields of an order by whose words it is found."""

_WRITE = """
INSERT INTO workorders_ordertext (order_id, terms, scheme)
SELECT key, array_to_tsvector(string_to_array(words, ' ')), %s
FROM unnest(%s::bigint[], %s::text[]) AS told (key, words)
ON CONFLICT (order_id) DO UPDATE SET terms = excluded.terms, scheme = excluded.scheme
"""


class Worded(Protocol):
    """What is asked of an order."""

    pk: int
    title: str
    content: str
    address: str
    public_answer: str


def index_orders(orders: Iterable[Worded]) -> None:
    """Let these orders be found by the words that they have now: one statement in the running transaction."""
    keys, words = [], []
    for order in orders:
        keys.append(order.pk)
        words.append(" ".join(terms(order.title, order.content, order.address, order.public_answer)))
    if keys:
        statements.execute(_WRITE, [SCHEME, keys, words])


def reindex_orders(*, progress: Callable[[int, int], None], batch: int = 2000) -> int:
    """Index every order that is not indexed by the present rules, the newest first; returns how many.

    Each batch is a transaction of its own: interrupted, it goes on where it stopped. Orders that are
    registered or changed meanwhile are indexed by those who do it.

    Args:
        progress: told how many are done, of how many.
        batch: orders of a transaction.
    """
    total, done = _stale().count(), 0
    progress(done, total)
    for keys in _batches(batch):
        with transaction.atomic():
            rows = WorkOrder.objects.filter(pk__in=keys).select_for_update(no_key=True, of=("self",))
            index_orders(list(rows.only("title", "content", "address", "public_answer")))
        done += len(keys)
        progress(done, total)
    return done


def _batches(size: int) -> Iterator[list[int]]:
    below = None
    while True:
        rows = _stale() if below is None else _stale().filter(pk__lt=below)
        keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:size])
        if not keys:
            return
        yield keys
        below = keys[-1]


def _stale() -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(Q(text__isnull=True) | ~Q(text__scheme=SCHEME))
