"""What follows on a check in the field."""

from contextlib import suppress

from jiesu.core.events import subscribe
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.actions.ledgers import enter_ledger
from jiesu.oversight.errors import AlreadyInLedger
from jiesu.oversight.events import FalseCompletionFound
from jiesu.oversight.problems import Ledger


@subscribe(FalseCompletionFound)
def enter_what_is_false(event: FalseCompletionFound) -> None:
    """The order stands in the ledger of perfunctory handling until somebody settles it."""
    with suppress(AlreadyInLedger):
        enter_ledger(
            event.subject,
            Ledger.PERFUNCTORY,
            reason="现场核查为虚假办结",
            by=SYSTEM,
            unit_id=event.unit_id,
            at=event.occurred_at,
        )
