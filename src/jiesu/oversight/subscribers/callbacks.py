"""The callback follows the orders: a task for every accepted reply, none for what is over."""

from jiesu.core.events import subscribe
from jiesu.oversight.actions.callback_queue import begin_callback, follow_order
from jiesu.workorders.events import CalledBack, OrderClosed, OrderReopened, OrderReworked, ReplyAccepted


@subscribe(ReplyAccepted)
def call_back(event: ReplyAccepted) -> None:
    """The citizen is to be asked, or the rules ask for no call."""
    begin_callback(event.order_id)


@subscribe(OrderClosed)
def call_or_leave(event: OrderClosed) -> None:
    """An answer on the spot may be asked about; a call for any other closed order is not needed any more."""
    begin_callback(event.order_id)
    follow_order(event.order_id)


@subscribe(CalledBack)
def keep_in_step(event: CalledBack) -> None:
    """Rated by the citizen, or recorded on the order's page."""
    follow_order(event.order_id)


@subscribe(OrderReworked)
def begin_anew(event: OrderReworked) -> None:
    """The unit works again: whoever was to be called will be called when it has answered."""
    follow_order(event.order_id)


@subscribe(OrderReopened)
def leave(event: OrderReopened) -> None:
    """The order is dispatched again."""
    follow_order(event.order_id)
