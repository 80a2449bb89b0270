"""Scheduled work of leaders' instructions."""

from procrastinate.contrib.django import app

from jiesu.oversight.actions.reminding import remind_of_instructions


@app.periodic(cron="30 0 * * *")
@app.task(
    queue="oversight", name="oversight.remind_instructions", queueing_lock="oversight.remind_instructions"
)
def remind_instructions(timestamp: int) -> None:
    """At half past eight in the morning, Shanghai time; safe to run twice."""
    del timestamp
    remind_of_instructions()
