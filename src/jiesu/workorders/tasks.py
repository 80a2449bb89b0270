"""Scheduled and deferred work on orders."""

from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.workorders.actions.exporting import expire_exports, run_export
from jiesu.workorders.actions.suggesting import suggest_articles
from jiesu.workorders.actions.sweeping import sweep_deadlines


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", name="workorders.sweep_deadlines", queueing_lock="workorders.sweep_deadlines")
def sweep(timestamp: int) -> None:
    """Once a minute: mark the clocks whose moment has come; safe to run twice."""
    del timestamp
    sweep_deadlines()


@app.task(queue="exports", name="workorders.write_export", retry=Patience())
def write_export(export_id: int) -> None:
    """Write the file of an export; begun anew where a worker was killed."""
    run_export(export_id)


@app.periodic(cron="23 * * * *")
@app.task(queue="upkeep", name="workorders.expire_exports", queueing_lock="workorders.expire_exports")
def expire(timestamp: int) -> None:
    """Once an hour: remove the files of exports whose time is over; safe to run twice."""
    del timestamp
    expire_exports()


@app.periodic(cron="45 17 * * *")
@app.task(queue="knowledge", name="workorders.suggest_articles", queueing_lock="workorders.suggest_articles")
def suggest(timestamp: int) -> None:
    """Once a night: suggest articles that orders answered alike ask for; safe to run twice."""
    del timestamp
    suggest_articles()
