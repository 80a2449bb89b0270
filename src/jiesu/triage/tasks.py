"""Scheduled and deferred work of triage; each is safe to run twice."""

from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.triage.actions import (
    cool_issues,
    note_new_orders,
    recount_history,
    run_learning,
    take_up,
    update_issues,
)

MOST_ROUNDS = 40
"""So many times a few hundred orders are put where they belong before the next turn of the schedule."""


@app.task(queue="learning", name="triage.learn_model", retry=Patience())
def learn_model(version_id: int) -> None:
    """Learn a version of a model that was begun."""
    run_learning(version_id)


@app.task(queue="triage", name="triage.take_up_history", retry=Patience())
def take_up_history() -> None:
    """Take up the orders that were there before triage was."""
    take_up()


@app.periodic(cron="* * * * *")
@app.task(queue="triage", name="triage.note_new_orders", queueing_lock="triage.note_new_orders")
def note_new(timestamp: int) -> None:
    """Once a minute: suggest for the orders that came in."""
    del timestamp
    note_new_orders()


@app.periodic(cron="20 2 * * *")
@app.task(queue="triage", name="triage.recount_history", queueing_lock="triage.recount_history")
def recount(timestamp: int) -> None:
    """Once a night: count what units kept and returned."""
    del timestamp
    recount_history()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="triage", name="triage.update_issues", queueing_lock="triage.update_issues")
def update(timestamp: int) -> None:
    """Every five minutes: put the orders that came in where they belong, all of them if need be."""
    del timestamp
    for _round in range(MOST_ROUNDS):
        if not update_issues():
            break


@app.periodic(cron="50 * * * *")
@app.task(queue="triage", name="triage.cool_issues", queueing_lock="triage.cool_issues")
def cool(timestamp: int) -> None:
    """Once an hour: issues nobody writes about any more cool down."""
    del timestamp
    cool_issues()
