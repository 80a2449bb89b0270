"""What triage does when something happens to an order."""

from jiesu.core.events import subscribe
from jiesu.triage.actions import forget_merge, note_merge, settle
from jiesu.workorders.events import OrderClosed, OrderReopened


@subscribe(OrderClosed)
def note_what_was_chosen(event: OrderClosed) -> None:
    """An order came to its end: what people chose is noted beside what was suggested."""
    settle([event.order_id], at=event.occurred_at)


@subscribe(OrderClosed)
def note_what_was_merged(event: OrderClosed) -> None:
    """Orders that people merged are one matter: material to learn from."""
    note_merge(event.order_id, at=event.occurred_at, by=event.actor_id)


@subscribe(OrderReopened)
def forget_what_was_merged(event: OrderReopened) -> None:
    """An order that was taken up again is a matter of its own after all."""
    forget_merge(event.order_id)
