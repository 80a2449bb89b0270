"""Scheduled work of quality; safe to run twice."""

from procrastinate.contrib.django import app

from jiesu.oversight.actions.sampling import draw_due_samples


@app.periodic(cron="25 22 * * *")
@app.task(queue="oversight", name="oversight.draw_samples", queueing_lock="oversight.draw_samples")
def draw_samples(timestamp: int) -> None:
    """Every morning (06:25 in Shanghai): draw the periods that are over and were not drawn."""
    del timestamp
    draw_due_samples()
