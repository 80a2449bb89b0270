"""What lists of orders are narrowed and ordered by: one thing for pages, programs and exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from jiesu.core.errors import InvalidInput
from jiesu.workorders.actions.citizens import phone_hash
from jiesu.workorders.cleaning import clean_phone
from jiesu.workorders.finding import matching
from jiesu.workorders.models import Application, Assignment, WorkOrder
from jiesu.workorders.states import ApplicationState


class Sorting(StrEnum):
    """Orders in which a list can be turned page by page, however long it is."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


SORTING_LABELS: dict[Sorting, str] = {
    Sorting.NEWEST: "最新登记在前",
    Sorting.OLDEST: "最早登记在前",
    Sorting.DUE: "办理期限最近在前",
}


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a list of orders is narrowed by; every field may be left out.

    Attributes:
        states, nature, topic, area: exact states and nature; topic and area codes match as prefixes.
        unit: holds a current share.
        overdue_at: only orders whose handling time was over at this moment.
        registered_from, registered_until: half-open span of registration.
        phone: of the citizen, found by its keyed hash.
        number: the order's number, or its beginning.
        words: that occur in title, content, place or public answer.
        applications: an application of one of these kinds waits for its decision.
    """

    states: Sequence[str] = ()
    nature: str = ""
    urgency: str = ""
    channel: str = ""
    topic: str = ""
    area: str = ""
    unit: int | None = None
    overdue_at: datetime | None = None
    registered_from: datetime | None = None
    registered_until: datetime | None = None
    phone: str = ""
    number: str = ""
    words: str = ""
    is_problem: bool | None = None
    applications: Sequence[str] = ()


def narrowed(rows: QuerySet[WorkOrder], filters: OrderFilter) -> QuerySet[WorkOrder]:
    """The rows that the filter lets through."""
    given = {
        "state__in": list(filters.states),
        "nature": filters.nature,
        "urgency": filters.urgency,
        "channel": filters.channel,
        "topic_code__startswith": filters.topic,
        "area_code__startswith": filters.area,
        "due_at__lt": filters.overdue_at,
        "registered_at__gte": filters.registered_from,
        "registered_at__lt": filters.registered_until,
        "number__startswith": filters.number,
    }
    if not all(value.isprintable() for value in given.values() if isinstance(value, str)):
        return rows.none()
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if filters.phone:
        rows = _of_phone(rows, filters.phone)
    if filters.unit is not None:
        held = Assignment.objects.filter(unit_id=filters.unit, is_current=True)
        rows = rows.filter(pk__in=held.values("order_id"))
    if filters.is_problem is not None:
        rows = rows.filter(is_problem=filters.is_problem)
    if filters.applications:
        asked = Application.objects.filter(
            state=ApplicationState.PENDING.value, kind__in=list(filters.applications)
        )
        rows = rows.filter(pk__in=asked.values("order_id"))
    return matching(rows, filters.words)


def sorted_by(rows: QuerySet[WorkOrder], sorting: Sorting) -> tuple[QuerySet[WorkOrder], str, bool]:
    """The rows that can be put in this order, the column they are ordered by, and whether from its end.

    Orders whose handling time does not run have no place among those ordered by it.
    """
    if sorting is Sorting.DUE:
        return rows.filter(due_at__isnull=False), "due_at", False
    return rows, "registered_at", sorting is Sorting.NEWEST


def _of_phone(rows: QuerySet[WorkOrder], phone: str) -> QuerySet[WorkOrder]:
    try:
        wanted = phone_hash(clean_phone(phone))
    except InvalidInput:
        return rows.none()
    return rows.filter(citizen__phone_hash=wanted) if wanted else rows.none()
