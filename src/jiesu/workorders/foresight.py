"""What a dispatch would set going, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.calendar import WorkingCalendar, time_left
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind, Pack
from jiesu.core import clock
from jiesu.workorders import deadlines
from jiesu.workorders.deadlines import Rules
from jiesu.workorders.lamps import ClockReading, lamp_of
from jiesu.workorders.models import WorkOrder

_TOLD = (ClockKind.SIGN, ClockKind.FIRST_CONTACT, ClockKind.HANDLE)


@dataclass(frozen=True)
class Ahead:
    """Clocks that do not run yet, and the rules that they are read by."""

    readings: Sequence[ClockReading]
    pack: Pack
    calendar: WorkingCalendar


def share_clocks(
    order: WorkOrder, *, urgency: Urgency | None = None, at: datetime | None = None
) -> list[ClockReading]:
    """The clocks that a lead unit would have if the order were dispatched at a moment (now when not given).

    A deadline that a returned order would keep is not considered: these are fresh clocks.

    Args:
        order: the order.
        urgency: as it would be corrected first; as it is when not given.
        at: when it would be dispatched.
    """
    rules = Rules(catalogue.pack_of(order.pack_id), catalogue.calendar_of(order.calendar_id))
    haste = urgency or Urgency(order.urgency)
    return _readings(rules, Nature(order.nature), haste, at=at or clock.now())


def clocks_ahead(*, nature: Nature, urgency: Urgency, pack: str = "", at: datetime | None = None) -> Ahead:
    """The clocks of an order that would be registered and dispatched now.

    Args:
        nature: of the order.
        urgency: of the order.
        pack: code of the pack to try; the one in force when not given, or when there is none of that code.
        at: when; now if not given.
    """
    current = catalogue.current_rules()
    others = [item.pack for item in catalogue.packs_published()] if pack else []
    chosen = next((other for other in others if other.code == pack), current.pack)
    rules = Rules(chosen, current.calendar)
    return Ahead(_readings(rules, nature, urgency, at=at or clock.now()), chosen, current.calendar)


def _readings(rules: Rules, nature: Nature, urgency: Urgency, *, at: datetime) -> list[ClockReading]:
    begun = [deadlines.begin(rules, kind, nature=nature, urgency=urgency, at=at) for kind in _TOLD]
    return [
        ClockReading(
            kind=item.kind.value,
            state="running",
            share=None,
            amount=f"{item.limit.amount.normalize():f}",
            measure=item.limit.measure.value,
            started_at=at,
            due_at=item.due_at,
            warn_at=item.warn_at,
            paused_at=None,
            stopped_at=None,
            left=time_left(rules.calendar, at=at, due=item.due_at, measure=item.limit.measure),
            lamp=lamp_of(at=at, due=item.due_at, warn=item.warn_at),
        )
        for item in begun
        if item is not None
    ]
