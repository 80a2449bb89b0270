"""What the intake does when something happens to an order."""

from jiesu.core.events import subscribe
from jiesu.intake.actions import settle_contacts
from jiesu.workorders.events import OrderClosed


@subscribe(OrderClosed)
def settle(event: OrderClosed) -> None:
    """The contacts of an order that came to its end are settled."""
    settle_contacts(event.order_id, at=event.occurred_at)
