"""What escalates: clocks that are over or run on, reworks, returns, appeals merged into one."""

from contextlib import suppress

from jiesu.core.events import subscribe
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.actions.escalating import note_doing, note_gathering
from jiesu.oversight.actions.ledgers import enter_ledger
from jiesu.oversight.actions.watching import wake_watches, watch_clock
from jiesu.oversight.errors import AlreadyInLedger
from jiesu.oversight.events import PerfunctoryReplyFound
from jiesu.oversight.problems import Ledger
from jiesu.workorders.events import (
    DeadlineMissed,
    OrderClosed,
    OrderResumed,
    OrderReworked,
    OrderSentBack,
    ReturnRequested,
)
from jiesu.workorders.states import OrderState, Verb


@subscribe(DeadlineMissed)
def watch_what_is_late(event: DeadlineMissed) -> None:
    """The ladder begins to count."""
    watch_clock(event.deadline_id)


@subscribe(OrderResumed)
def watch_what_goes_on(event: OrderResumed) -> None:
    """A late clock that stood still goes on."""
    wake_watches(event.order_id)


@subscribe(OrderSentBack)
def watch_what_runs_on(event: OrderSentBack) -> None:
    """A late clock that had ended runs on with its old due time."""
    wake_watches(event.order_id)


@subscribe(OrderReworked)
def count_reworks(event: OrderReworked) -> None:
    """The so-many-th rework."""
    note_doing(event.order_id, Verb.REWORK, seq=event.seq, at=event.occurred_at)


@subscribe(ReturnRequested)
def count_returns(event: ReturnRequested) -> None:
    """The so-many-th return of the order as a whole; a part that is returned counts for nothing here."""
    if event.to_state == OrderState.RETURN_REQUESTED:
        note_doing(event.order_id, Verb.REQUEST_RETURN, seq=event.seq, at=event.occurred_at)


@subscribe(OrderClosed)
def count_citizens(event: OrderClosed) -> None:
    """One more appeal was merged into an order."""
    if event.verb == Verb.MERGE:
        note_gathering(event.order_id, at=event.occurred_at)


@subscribe(PerfunctoryReplyFound)
def enter_what_is_perfunctory(event: PerfunctoryReplyFound) -> None:
    """The order stands in the ledger of perfunctory replies until somebody settles it."""
    with suppress(AlreadyInLedger):
        enter_ledger(
            event.subject,
            Ledger.PERFUNCTORY,
            reason="答复质量检查判为敷衍",
            by=SYSTEM,
            at=event.occurred_at,
        )
