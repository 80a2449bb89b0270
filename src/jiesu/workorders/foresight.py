"""What a dispatch would set going, told before it is done."""

from datetime import datetime

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.calendar import time_left
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind
from jiesu.core import clock
from jiesu.workorders import deadlines
from jiesu.workorders.deadlines import Rules
from jiesu.workorders.lamps import ClockReading, lamp_of
from jiesu.workorders.models import WorkOrder

_TOLD = (ClockKind.SIGN, ClockKind.FIRST_CONTACT, ClockKind.HANDLE)


def share_clocks(order: WorkOrder, *, at: datetime | None = None) -> list[ClockReading]:
    """The clocks that a lead unit would have if the order were dispatched at a moment (now when not given).

    A deadline that a returned order would keep is not considered: these are fresh clocks.
    """
    moment = at or clock.now()
    rules = Rules(catalogue.pack_of(order.pack_id), catalogue.calendar_of(order.calendar_id))
    nature, urgency = Nature(order.nature), Urgency(order.urgency)
    begun = [deadlines.begin(rules, kind, nature=nature, urgency=urgency, at=moment) for kind in _TOLD]
    return [
        ClockReading(
            kind=item.kind.value,
            state="running",
            share=None,
            amount=f"{item.limit.amount.normalize():f}",
            measure=item.limit.measure.value,
            started_at=moment,
            due_at=item.due_at,
            warn_at=item.warn_at,
            paused_at=None,
            stopped_at=None,
            left=time_left(rules.calendar, at=moment, due=item.due_at, measure=item.limit.measure),
            lamp=lamp_of(at=moment, due=item.due_at, warn=item.warn_at),
        )
        for item in begun
        if item is not None
    ]
