"""Background entry points of the core: deliveries, and the upkeep of the queue itself."""

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from jiesu.core import events, limits

MAX_ATTEMPTS = 20
STALLED_AFTER = 30.0  # seconds without a heartbeat, which a worker sends every ten
LONGEST_WAIT = 3600  # seconds
FAILED_JOBS_KEPT = 90 * 24  # hours


class Patience(BaseRetryStrategy):
    """Try again after 2, 4, 8 … seconds, never more than an hour apart, twenty times: about ten hours."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again, or None to give up and leave the job as failed."""
        del exception
        if job.attempts >= MAX_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** (job.attempts + 1), LONGEST_WAIT)})


@app.task(queue="events", name="core.deliver_entry", retry=Patience())
def deliver_entry(entry_id: int, subscriber: str) -> None:
    """Hand one journal entry to one subscriber; safe to run twice."""
    events.deliver(entry_id, subscriber=subscriber)


@app.periodic(cron="* * * * *")
@app.task(
    queue="upkeep",
    name="core.retry_stalled_jobs",
    queueing_lock="core.retry_stalled_jobs",
    pass_context=True,
    priority=10,
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back every job whose worker died: one that sent no heartbeat for half a minute.

    A job that took down its worker twenty times is marked as failed, so that it cannot take down all of them.
    """
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        if job.attempts >= MAX_ATTEMPTS:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(
    queue="upkeep", name="core.forget_old_jobs", queueing_lock="core.forget_old_jobs", pass_context=True
)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Remove jobs that failed or were cancelled three months ago; those that succeeded are gone already."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="41 3 * * *")
@app.task(queue="upkeep", name="core.forget_old_counts", queueing_lock="core.forget_old_counts")
def forget_old_counts(timestamp: int) -> None:
    """Remove the counts that no limit looks back to; safe to run twice."""
    del timestamp
    limits.forget_old()
