"""What quality does when something happens to an order."""

from jiesu.core.events import subscribe
from jiesu.oversight.actions.hinting import note_reply_hints
from jiesu.workorders.events import OrderReplied


@subscribe(OrderReplied)
def judge_replies(event: OrderReplied) -> None:
    """A reply was approved and sent: it is judged, once."""
    note_reply_hints(event.subject, at=event.occurred_at)
