"""Background entry points of the messages."""

from datetime import datetime

from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.messaging import actions


@app.task(queue="messages", name="messaging.carry", retry=Patience())
def carry(message_id: int) -> None:
    """Hand one message to the gateway; safe to run twice."""
    actions.carry_message(message_id)


def carry_at(message_id: int, due_at: datetime, *, now: datetime) -> None:
    """Defer :func:`carry`; the jobs of one message never run side by side."""
    later = {"schedule_at": due_at} if due_at > now else {}
    carry.configure(lock=f"message-{message_id}", **later).defer(message_id=message_id)  # type: ignore[arg-type]


@app.periodic(cron="*/5 * * * *")
@app.task(queue="messages", name="messaging.revive", queueing_lock="messaging.revive")
def revive(timestamp: int) -> None:
    """Look after messages whose job was lost; safe to run twice."""
    del timestamp
    actions.revive_messages()


@app.periodic(cron="23 3 * * *")
@app.task(queue="upkeep", name="messaging.forget_old", queueing_lock="messaging.forget_old")
def forget_old(timestamp: int) -> None:
    """Remove the messages whose time of keeping is over; safe to run twice."""
    del timestamp
    actions.forget_old_messages()
