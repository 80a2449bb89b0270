"""The columns that a list may show between the number and the clock, and which of them somebody chose."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiesu.accounts.selectors import preference
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.console.templatetags.staff import moment
from jiesu.workorders.states import (
    APPLICATION_LABELS,
    SATISFACTION_LABELS,
    STATE_LABELS,
    ApplicationKind,
    OrderState,
    Satisfaction,
)

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


class Column(StrEnum):
    """What can be shown of an order in a list."""

    NATURE = "nature"
    URGENCY = "urgency"
    CHANNEL = "channel"
    TOPIC = "topic"
    ADDRESS = "address"
    APPLIED = "applied"
    UNIT = "unit"
    STATE = "state"
    SATISFACTION = "satisfaction"
    ATTEMPTS = "attempts"
    REGISTERED = "registered"
    CLOSED = "closed"


COLUMN_LABELS: dict[Column, str] = {
    Column.NATURE: "类型",
    Column.URGENCY: "紧急程度",
    Column.CHANNEL: "受理渠道",
    Column.TOPIC: "事项",
    Column.ADDRESS: "地址",
    Column.APPLIED: "申请",
    Column.UNIT: "单位",
    Column.STATE: "状态",
    Column.SATISFACTION: "满意度",
    Column.ATTEMPTS: "回访次数",
    Column.REGISTERED: "登记时间",
    Column.CLOSED: "办结时间",
}

MOST_COLUMNS = 6
"""More would leave no room for what the order is about."""


def key_of(place: str) -> str:
    """Under which preference the columns of a list are kept."""
    return f"columns:{place}"


def columns_of(user_id: int | None, place: str, *, usual: Sequence[Column]) -> list[Column]:
    """The columns that somebody chose for a list, or the usual ones."""
    chosen = preference(user_id, key_of(place)) if user_id else None
    if not isinstance(chosen, list):
        return list(usual)
    return [column for column in Column if column.value in chosen][:MOST_COLUMNS]


def cell(order: "WorkOrder", column: Column) -> str:
    """What stands in a column, in the reader's language."""
    return _CELLS[column](order)


def _topic(order: "WorkOrder") -> str:
    node = catalogue.topic_by_code(order.topic_code, order.topic_version_id) if order.topic_code else None
    return node.name if node else order.topic_code


def _applied(order: "WorkOrder") -> str:
    return "、".join(_(APPLICATION_LABELS[ApplicationKind(kind)]) for kind in order.pending_applications)


_CELLS: dict[Column, Callable[["WorkOrder"], str]] = {
    Column.NATURE: lambda order: _(NATURE_LABELS[Nature(order.nature)]),
    Column.URGENCY: lambda order: _(URGENCY_LABELS[Urgency(order.urgency)]),
    Column.CHANNEL: lambda order: _(CHANNEL_LABELS[Channel(order.channel)]),
    Column.TOPIC: _topic,
    Column.ADDRESS: lambda order: order.address,
    Column.APPLIED: _applied,
    Column.UNIT: lambda order: str(order.lead_unit or ""),
    Column.STATE: lambda order: _(STATE_LABELS[OrderState(order.state)]),
    Column.SATISFACTION: lambda order: (
        _(SATISFACTION_LABELS[Satisfaction(order.final_satisfaction)]) if order.final_satisfaction else ""
    ),
    Column.ATTEMPTS: lambda order: str(order.callback_attempts),
    Column.REGISTERED: lambda order: moment(order.registered_at),
    Column.CLOSED: lambda order: moment(order.closed_at),
}
