"""Scheduled work on orders."""

from procrastinate.contrib.django import app

from jiesu.workorders.actions.sweeping import sweep_deadlines


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", name="workorders.sweep_deadlines", queueing_lock="workorders.sweep_deadlines")
def sweep(timestamp: int) -> None:
    """Once a minute: mark the clocks whose moment has come; safe to run twice."""
    del timestamp
    sweep_deadlines()
