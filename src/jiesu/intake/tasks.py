"""Background entry points of the intake."""

from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.intake.actions import phone_checks


@app.task(queue="messages", name="intake.send_code", retry=Patience())
def send_code(check_id: int) -> None:
    """Send a one-time code to a number with which something was told; safe to run twice."""
    phone_checks.send_asked_code(check_id)


@app.periodic(cron="29 3 * * *")
@app.task(queue="upkeep", name="intake.forget_old_checks", queueing_lock="intake.forget_old_checks")
def forget_old_checks(timestamp: int) -> None:
    """Remove one-time codes that are over for a day; safe to run twice."""
    del timestamp
    phone_checks.forget_old_checks()
