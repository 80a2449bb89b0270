"""Scheduled work of the callback."""

from procrastinate.contrib.django import app

from jiesu.oversight.actions.callback_queue import draw_rechecks, sweep_callbacks


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clocks", name="oversight.sweep_callbacks", queueing_lock="oversight.sweep_callbacks")
def sweep(timestamp: int) -> None:
    """Every five minutes: begin what was missed, end what nobody answers; safe to run twice."""
    del timestamp
    sweep_callbacks()


@app.periodic(cron="11 * * * *")
@app.task(queue="upkeep", name="oversight.draw_rechecks", queueing_lock="oversight.draw_rechecks")
def draw(timestamp: int) -> None:
    """Once an hour: draw the calls that somebody else makes again; safe to run twice."""
    del timestamp
    draw_rechecks()
