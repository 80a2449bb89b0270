"""Scheduled work of supervision and ledgers."""

from procrastinate.contrib.django import app

from jiesu.oversight.actions.ledgers import remind_reviews
from jiesu.oversight.actions.sweeping import sweep_watches


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", name="oversight.sweep_watches", queueing_lock="oversight.sweep_watches")
def sweep(timestamp: int) -> None:
    """Once a minute: take the steps of the ladder whose moment has come; safe to run twice."""
    del timestamp
    sweep_watches()


@app.periodic(cron="10 0 * * *")
@app.task(queue="upkeep", name="oversight.remind_reviews", queueing_lock="oversight.remind_reviews")
def remind(timestamp: int) -> None:
    """At eight in the morning, Shanghai time: say which entries are to be looked at again today."""
    del timestamp
    remind_reviews()
