"""What was said, written and counted about orders: replies, callbacks, clocks that are over, steps so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jiesu.organisations.selectors import units_by_id
from jiesu.workorders.models import CallbackRecord, Deadline, Reply, TimelineEvent, WorkOrder
from jiesu.workorders.states import Verb


@dataclass(frozen=True)
class LateClock:
    """A clock as those who watch over it need it.

    Attributes:
        key, kind, state: which one and how it stands: running, paused, met, missed, cancelled.
        due_at, stopped_at: when it was due, and when it ended, or None.
        order_id, number, calendar_id: its order, and the calendar that it is counted by.
        unit_id: the unit whose share it is about; of the order's own clocks None.
    """

    key: int
    kind: str
    state: str
    due_at: datetime
    stopped_at: datetime | None
    order_id: int
    number: str
    calendar_id: int
    unit_id: int | None


@dataclass(frozen=True)
class Doing:
    """One line of a timeline, as far as it is counted."""

    order_id: int
    number: str
    at: datetime
    unit_id: int | None
    seq: int
    to_state: str


def replies_of(order: WorkOrder) -> list[Reply]:
    """All replies of the order's units, with their shares and units, the newest first."""
    rows = Reply.objects.filter(assignment__order=order).select_related("assignment__unit")
    return list(rows.order_by("-created_at", "-pk"))


def callbacks_of(order: WorkOrder) -> list[CallbackRecord]:
    """All attempts to call the citizen back, the newest first."""
    return list(CallbackRecord.objects.filter(order=order).order_by("-at", "-pk"))


def clocks_by_key(keys: Iterable[int]) -> dict[int, LateClock]:
    """Clocks as they stand now: one query."""
    return {clock.key: clock for clock in _clocks(Deadline.objects.filter(pk__in=list(keys)))}


def clocks_over(kinds: Iterable[str], *, since: datetime, until: datetime) -> Iterator[LateClock]:
    """Clocks that were over before ``until`` and had not ended by ``since``, whoever they are for."""
    rows = Deadline.objects.filter(kind__in=list(kinds), overdue_at__isnull=False, due_at__lt=until)
    rows = rows.exclude(stopped_at__lt=since).exclude(state__in=("met", "cancelled"))
    return _clocks(rows.order_by("due_at", "pk"))


def doings(verb: Verb, *, order_id: int, upto: int) -> list[Doing]:
    """How often something was done to an order, up to a line of its timeline."""
    rows = TimelineEvent.objects.filter(order_id=order_id, verb=verb.value, seq__lte=upto)
    return list(_doings(rows))


def doings_between(verb: Verb, *, since: datetime, until: datetime) -> Iterator[Doing]:
    """Every time that something was done to any order in a span; reads the whole history of the orders."""
    return _doings(TimelineEvent.objects.filter(verb=verb.value, at__gte=since, at__lt=until))


def doings_of(verb: Verb, *, order_ids: Iterable[int]) -> Iterator[Doing]:
    """Every time that something was done to these orders, order by order."""
    return _doings(TimelineEvent.objects.filter(verb=verb.value, order_id__in=list(order_ids)))


def doings_said(verbs: Iterable[Verb], *, order_ids: Iterable[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What was said with some verbs, by order and in order: who, the verb's name, the words."""
    rows = TimelineEvent.objects.filter(
        verb__in=[verb.value for verb in verbs], order_id__in=list(order_ids)
    ).order_by("order_id", "seq")
    units = units_by_id({row.unit_id for row in rows if row.unit_id})
    found: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows:
        who = str(units[row.unit_id]) if row.unit_id in units else row.actor_name
        found.setdefault(row.order_id, []).append((who, row.get_verb_display(), row.note))
    return found


def merged_count(order_id: int) -> int:
    """How many orders were merged into this one."""
    return WorkOrder.objects.filter(merged_into_id=order_id).count()


def merged_target(order_id: int) -> int | None:
    """The order that this one was merged into."""
    return WorkOrder.objects.filter(pk=order_id).values_list("merged_into_id", flat=True).first()


def orders_by_key(keys: Iterable[int]) -> dict[int, WorkOrder]:
    """Orders without their texts, for what the platform does by itself; never to be shown to a person."""
    return WorkOrder.objects.defer("content", "public_answer").in_bulk(list(keys))


def _clocks(rows: QuerySet[Deadline]) -> Iterator[LateClock]:
    values = rows.values_list(
        "pk",
        "kind",
        "state",
        "due_at",
        "stopped_at",
        "order_id",
        "order__number",
        "order__calendar_id",
        "assignment__unit_id",
    )
    return (LateClock(*row) for row in values.iterator())


def _doings(rows: QuerySet[TimelineEvent]) -> Iterator[Doing]:
    values = rows.order_by("order_id", "seq").values_list(
        "order_id", "order__number", "at", "unit_id", "seq", "to_state"
    )
    return (Doing(*row) for row in values.iterator())
