"""What triage does when something happens to an order."""

from jiesu.core.events import subscribe
from jiesu.triage.actions import settle
from jiesu.workorders.events import OrderClosed


@subscribe(OrderClosed)
def note_what_was_chosen(event: OrderClosed) -> None:
    """An order came to its end: what people chose is noted beside what was suggested."""
    settle([event.order_id], at=event.occurred_at)
