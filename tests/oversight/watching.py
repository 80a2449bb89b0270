"""What the tests of the ladder share: orders that become late, and what was done about them."""

from datetime import datetime

from jiesu.core import clock
from jiesu.oversight import actions as oversight
from jiesu.oversight.models import EscalationStep, LedgerEntry, Supervision
from jiesu.workorders import actions
from tests.jobs import run_due


def at(text: str) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.SHANGHAI)


def with_the_water_company(cast, **more) -> str:
    """An order that the water company has signed for; its answer is due on 9 March at half past five."""
    number = cast.register(**more)
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    return number


def a_minute(held_clock, moment: str) -> int:
    """What the workers do at a moment: mark clocks, deliver what was announced, take steps, deliver that."""
    held_clock.move_to(at(moment))
    actions.sweep_deadlines()
    run_due()
    looked_at = oversight.sweep_watches()
    run_due()
    return looked_at


def steps(number: str) -> list[tuple[str, str, str]]:
    """The steps taken for an order: level, why, what."""
    rows = EscalationStep.objects.filter(order__number=number).order_by("due_at", "place")
    return [(row.level, row.why, "、".join(row.acts)) for row in rows]


def supervised(number: str) -> list[tuple[str, str, str]]:
    """The supervision orders of an order: colour, state, when the answer is due."""
    rows = Supervision.objects.filter(order__number=number).order_by("pk")
    return [
        (row.colour, row.state, f"{row.feedback_due.astimezone(clock.SHANGHAI):%m-%d %H:%M}") for row in rows
    ]


def ledgers(number: str) -> list[str]:
    """The ledgers that an order stands in."""
    rows = LedgerEntry.objects.open().filter(order__number=number).order_by("pk")
    return [row.ledger for row in rows]
