"""Whoever is to hear of an event is told: every event of the orders and of the oversight comes by here."""

from jiesu.core.events import Event, subscribe
from jiesu.messaging import templates
from jiesu.oversight import wordings
from jiesu.oversight.actions.telling import tell
from jiesu.oversight.actions.urging import urge_by_rule
from jiesu.oversight.events import OrderEscalated
from jiesu.oversight.selectors.noticing import announced


def notice(event: Event) -> None:
    """Write the messages that the rules ask for; the same event again writes none."""
    tell(event)


@subscribe(OrderEscalated)
def urge_as_the_ladder_says(event: OrderEscalated) -> None:
    """A step of the ladder that urges the unit is an urging like any other."""
    if event.urged:
        urge_by_rule(
            event.subject,
            key=f"step-{event.step_id}",
            why=event.why,
            unit_id=event.unit_id,
            at=event.occurred_at,
        )


for _group in wordings.GROUPS:
    templates.offer_variables(_group)
templates.offer(wordings.PRESETS)
for _kind in announced():
    subscribe(_kind)(notice)
