"""Issues kept up to date as orders come in: each joins an issue or begins one, and heats are worked out anew.

What an order is compared with: the orders that came in just before it, and older ones that share its rare
words, which the index of words finds without reading them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from jiesu.core import clock
from jiesu.triage.heat import commonest, heat_of, place_named
from jiesu.triage.messages import Message
from jiesu.triage.models import Issue, IssueMember, Position
from jiesu.triage.online import Issues
from jiesu.triage.selectors.suggesting import is_on
from jiesu.triage.similarity import Stream
from jiesu.workorders.finding import orders_alike
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

AT_A_TIME = 300
"""So many new orders are put in their places in one go."""

WINDOW = 3000
"""So many orders before them are compared with them, whatever they say."""

OLDER = 12
"""So many older orders at most share rare words with one."""

LOOK_BACK = timedelta(days=60)
"""Older orders are another story."""

OVERLAP = 2000
_WORTH = 0.3
_POSITION = "issues"
_NO_APPEALS = [state.value for state in (OrderState.DRAFT, OrderState.INVALID, OrderState.WITHDRAWN)]


def update_issues(*, at: datetime | None = None) -> int:
    """Put the orders that came in since the last time where they belong; safe to run twice.

    Does nothing while triage is switched off; what came in meanwhile is taken up afterwards.

    Returns:
        How many orders were looked at.
    """
    if not is_on():
        return 0
    now = at or clock.now()
    position, _ = Position.objects.get_or_create(pk=_POSITION)
    rows = every_order().filter(pk__gt=position.seen, registered_at__gte=now - LOOK_BACK)
    fresh = list(rows.exclude(state__in=_NO_APPEALS)[:AT_A_TIME])
    if not fresh:
        return 0
    with transaction.atomic():
        touched = _place(fresh, now)
        _refresh(touched, now)
        Position.objects.filter(pk=_POSITION).update(seen=fresh[-1].pk)
    return len(fresh)


def cool_issues(*, at: datetime | None = None) -> int:
    """Work out anew how hot the issues of the last two months are, as time goes by; returns how many."""
    now = at or clock.now()
    keys = Issue.objects.filter(last_at__gte=now - LOOK_BACK).values_list("pk", flat=True)
    return _refresh(set(keys), now)


def _place(fresh: "Sequence[WorkOrder]", now: datetime) -> set[int]:
    corpus = _corpus(fresh, now)
    known = dict(
        IssueMember.objects.filter(order_id__in=[order.pk for order in corpus]).values_list(
            "order_id", "issue_id"
        )
    )
    issues = Issues(of=dict(known))
    links = _links(corpus)
    joined: dict[int, float] = {}
    for order in fresh:
        if order.pk not in known and issues.take(order.pk, links.get(order.pk, {})) is not None:
            joined[order.pk] = max(links[order.pk].values())
    return _store({order.pk: order for order in corpus}, issues, known=known, joined=joined)


def _corpus(fresh: "Sequence[WorkOrder]", now: datetime) -> "list[WorkOrder]":
    """The new orders with all that they are compared with, in the order of their keys."""
    rows = every_order().filter(registered_at__gte=now - LOOK_BACK).exclude(state__in=_NO_APPEALS)
    before = rows.filter(pk__lt=fresh[0].pk).order_by("-pk")[:WINDOW]
    found = {order.pk: order for order in (*before, *fresh)}
    for order in fresh:
        for other in orders_alike(rows, f"{order.title}\n{order.content}", most=OLDER):
            found.setdefault(other.pk, other)
    return [found[key] for key in sorted(found)]


def _links(corpus: "Sequence[WorkOrder]") -> dict[int, dict[int, float]]:
    """How like each order is to the earlier ones that share words with it."""
    stream = Stream([_message(order) for order in corpus])
    first, second = stream.candidates()
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, value in zip(first, second, stream.likeness(first, second), strict=True):
        if value >= _WORTH:
            links[corpus[int(np.maximum(one, other))].pk][corpus[int(np.minimum(one, other))].pk] = float(
                value
            )
    return links


def _message(order: "WorkOrder") -> Message:
    person = order.citizen_id or f"order {order.pk}"
    return Message(str(order.pk), str(person), order.title, order.content, order.registered_at)


def _store(
    orders: "dict[int, WorkOrder]", issues: Issues, *, known: dict[int, int], joined: dict[int, float]
) -> set[int]:
    """Write what was begun and what was joined; returns the keys of the issues that grew."""
    stored = {
        number: Issue.objects.create(
            title=orders[first].title,
            first_at=orders[first].registered_at,
            last_at=orders[first].registered_at,
        ).pk
        for number, first in issues.begun.items()
    }
    fresh = {key: stored.get(issue, issue) for key, issue in issues.of.items() if key not in known}
    IssueMember.objects.bulk_create(
        [
            IssueMember(
                order_id=key, issue_id=issue, likeness=joined.get(key, 1.0), at=orders[key].registered_at
            )
            for key, issue in sorted(fresh.items())
        ],
        ignore_conflicts=True,
    )
    return set(fresh.values())


def _refresh(keys: Iterable[int], now: datetime) -> int:
    """Title, place, span and heat of issues, from all their orders."""
    members: dict[int, list[WorkOrder]] = defaultdict(list)
    rows = every_order().filter(issue_member__issue__in=list(keys)).order_by("registered_at", "pk")
    for order in rows.select_related("issue_member"):
        members[order.issue_member.issue_id].append(order)
    for key, orders in members.items():
        Issue.objects.filter(pk=key).update(**_described(orders, now))
    return len(members)


def _described(orders: "Sequence[WorkOrder]", now: datetime) -> dict[str, object]:
    messages = [_message(order) for order in orders]
    heat = heat_of(messages, until=now)
    stream = Stream(messages)
    district = commonest(stream.districts)
    areas = {order.area_code for order in orders}
    topics = {order.topic_code for order in orders}
    return {
        "title": orders[_middle(stream)].title,
        "place": (district + place_named(stream.names, stream.texts))[:100],
        "area_code": _common_start(areas),
        "topic_code": topics.pop() if len(topics) == 1 else "",
        "first_at": orders[0].registered_at,
        "last_at": orders[-1].registered_at,
        "people": len({message.user for message in messages}),
        "orders": len(orders),
        "heat": round(heat.total, 3),
        "parts": {name: round(value, 3) for name, value in asdict(heat).items()},
    }


def _middle(stream: Stream) -> int:
    """The member most like the others."""
    every = np.arange(stream.count)
    return int(np.argmax([stream.likeness(np.full(stream.count, one), every).sum() for one in every[:50]]))


def _common_start(codes: set[str]) -> str:
    """The division that holds all; empty when none does or one is not known."""
    for length in (12, 9, 6, 4):
        starts = {code[:length] for code in codes}
        if len(starts) == 1 and len(start := starts.pop()) == length:
            return start
    return ""
