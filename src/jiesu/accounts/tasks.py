"""Scheduled work of the accounts."""

from procrastinate.contrib.django import app

from jiesu.accounts import actions


@app.periodic(cron="*/15 * * * *")
@app.task(queue="housekeeping", name="accounts.forget_failed_sign_ins")
def forget_failed_sign_ins(timestamp: int) -> None:  # noqa: ARG001 - given by the schedule
    """Delete failed sign-ins that no longer count; safe to run twice."""
    actions.forget_failed_sign_ins()


@app.periodic(cron="40 3 * * *")
@app.task(queue="housekeeping", name="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:  # noqa: ARG001 - given by the schedule
    """Delete sessions that are over; safe to run twice."""
    actions.forget_sessions()
