"""Background entry points of the messaging."""

from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.messaging import actions


@app.task(queue="messages", name="messaging.carry", retry=Patience())
def carry(message_id: int) -> None:
    """Hand one message to the gateway; safe to run twice."""
    actions.carry_message(message_id)


@app.periodic(cron="23 3 * * *")
@app.task(queue="upkeep", name="messaging.forget_old", queueing_lock="messaging.forget_old")
def forget_old(timestamp: int) -> None:
    """Remove what was sent more than a month ago; safe to run twice."""
    del timestamp
    actions.forget_old_messages()
