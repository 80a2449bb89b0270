"""Background entry points of the core."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jiesu.core import events


@app.task(
    queue="events",
    name="core.deliver_entry",
    retry=RetryStrategy(max_attempts=20, exponential_wait=2),
)
def deliver_entry(entry_id: int, subscriber: str) -> None:
    """Hand one journal entry to one subscriber; safe to run twice."""
    events.deliver(entry_id, subscriber=subscriber)
