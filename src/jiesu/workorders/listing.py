"""Orders of a list told cell by cell, page after page: what files hold; and a person's own exports."""

from collections.abc import Callable, Iterator, Sequence

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.core.errors import NotFound
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.workorders.exports import Column
from jiesu.workorders.filters import OrderFilter, Sorting, narrowed, sorted_by
from jiesu.workorders.models import OrderExport, WorkOrder
from jiesu.workorders.selectors import citizen_of
from jiesu.workorders.states import (
    RESOLUTION_LABELS,
    SATISFACTION_LABELS,
    STATE_LABELS,
    OrderState,
    Resolution,
    Satisfaction,
)

PAGE = 200
_SHOWN = 50


def pages_of(
    filters: OrderFilter, *, for_user: Actor, sorting: Sorting = Sorting.NEWEST
) -> Iterator[Sequence[WorkOrder]]:
    """The whole list, with units and citizens, a page in memory at a time."""
    rows = narrowed(WorkOrder.objects.visible_to(for_user), filters).select_related("lead_unit", "citizen")
    rows, column, descending = sorted_by(rows, sorting)
    cursor = None
    while True:
        page = page_of(rows, by=column, cursor=cursor, size=PAGE, descending=descending)
        if page.items:
            yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def cells_of(order: WorkOrder, columns: Sequence[Column], *, for_user: Actor, unmasked: bool) -> list[object]:
    """One order as a row of these columns; who is confidential to this person is never told."""
    citizen = citizen_of(order, for_user=for_user)
    hidden = "保密" if order.is_confidential and citizen is None else ""
    masked = "" if unmasked else "masked_"
    person = {
        Column.CITIZEN_NAME: getattr(citizen, f"{masked}name", hidden),
        Column.CITIZEN_PHONE: getattr(citizen, f"{masked}phone", hidden),
    }
    return [person[column] if column in person else _CELLS[column](order) for column in columns]


def exports_of(owner: Actor) -> list[OrderExport]:
    """What this person exported, the newest first."""
    rows = OrderExport.objects.filter(owner_id=owner.user_id or 0)
    return list(rows.order_by("-requested_at", "-pk")[:_SHOWN])


def export_of(export_id: int, *, owner: Actor) -> OrderExport:
    """One of this person's exports.

    Raises:
        NotFound: it is not one of theirs.
    """
    found = OrderExport.objects.filter(pk=export_id, owner_id=owner.user_id or 0).first()
    if found is None:
        raise NotFound(what="导出 export")
    return found


def _topic(order: WorkOrder) -> str:
    node = catalogue.topic_by_code(order.topic_code, order.topic_version_id) if order.topic_code else None
    return node.full_name if node else order.topic_code


_CELLS: dict[Column, Callable[[WorkOrder], object]] = {
    Column.NUMBER: lambda order: order.number,
    Column.TITLE: lambda order: order.title,
    Column.CONTENT: lambda order: order.content,
    Column.NATURE: lambda order: NATURE_LABELS[Nature(order.nature)],
    Column.URGENCY: lambda order: URGENCY_LABELS[Urgency(order.urgency)],
    Column.CHANNEL: lambda order: CHANNEL_LABELS[Channel(order.channel)],
    Column.TOPIC: _topic,
    Column.AREA: lambda order: order.area_code,
    Column.ADDRESS: lambda order: order.address,
    Column.STATE: lambda order: STATE_LABELS[OrderState(order.state)],
    Column.UNIT: lambda order: str(order.lead_unit or ""),
    Column.REGISTERED_AT: lambda order: order.registered_at,
    Column.DISPATCHED_AT: lambda order: order.dispatched_at,
    Column.DUE_AT: lambda order: order.due_at,
    Column.CLOSED_AT: lambda order: order.closed_at,
    Column.SATISFACTION: lambda order: (
        SATISFACTION_LABELS[Satisfaction(order.final_satisfaction)] if order.final_satisfaction else ""
    ),
    Column.RESOLUTION: lambda order: (
        RESOLUTION_LABELS[Resolution(order.final_resolution)] if order.final_resolution else ""
    ),
    Column.REWORKS: lambda order: order.rework_count,
    Column.ANSWER: lambda order: order.public_answer,
}
