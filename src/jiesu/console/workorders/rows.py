"""A queue's rows as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.console.clocks import ClockFace, face
from jiesu.workorders.queues import QueueItem
from jiesu.workorders.states import (
    APPLICATION_LABELS,
    SHARE_LABELS,
    STATE_LABELS,
    ApplicationKind,
    OrderState,
    Share,
)

MARKS = CONFIDENTIAL, PROBLEM, REWORKED, RETURNED = ("保密", "问题工单", "重办", "曾退单")
"""Words for what is unusual about an order, beside its urgency and what is asked for it."""


@dataclass(frozen=True)
class Row:
    """One row: what is needed to decide which to take next.

    ``marks`` are short words such as 保密, 特急, 重办 2 次, each with the tone it is shown in.
    """

    number: str
    title: str
    nature: str
    state: str
    unit: str
    share: str
    address: str
    clock: ClockFace | None
    marks: Sequence[tuple[str, str]]


def row_of(item: QueueItem) -> Row:
    """One row of a queue."""
    order, share = item.order, item.share
    calendar = catalogue.calendar_of(order.calendar_id)
    unit = share.unit if share else order.lead_unit
    return Row(
        number=order.number,
        title=order.title,
        nature=NATURE_LABELS[Nature(order.nature)],
        state=STATE_LABELS[OrderState(order.state)],
        unit=str(unit) if unit else "",
        share=SHARE_LABELS[Share(share.kind)] if share else "",
        address=order.address,
        clock=face(item.clock, calendar, rules=catalogue.pack_of(order.pack_id).name) if item.clock else None,
        marks=marks_of(item),
    )


def marks_of(item: QueueItem) -> list[tuple[str, str]]:
    """What is unusual about an order."""
    order = item.order
    marks = [
        (URGENCY_LABELS[Urgency(order.urgency)], "strong", order.urgency != Urgency.NORMAL),
        (CONFIDENTIAL, "strong", order.is_confidential),
        (PROBLEM, "strong", order.is_problem),
        (REWORKED, "plain", order.rework_count > 0),
        (RETURNED, "plain", order.return_count > 0),
    ]
    asked = [
        (APPLICATION_LABELS[ApplicationKind(kind)], "plain", True) for kind in order.pending_applications
    ]
    return [(word, tone) for word, tone, holds in [*marks, *asked] if holds]
