"""Background jobs without a worker: what is due runs in the caller's transaction."""

import inspect

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from jiesu.core import clock

_NEXT = """
SELECT id, task_name, args FROM procrastinate_jobs
WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
ORDER BY priority DESC, id LIMIT 1
"""


def waiting() -> list[str]:
    """The names of the tasks that wait in the queue, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def run_due() -> int:
    """Run every job that is due by the clock, oldest first, and return how many there were."""
    done = 0
    while job := _next():
        _run(*job)
        done += 1
    return done


def run_next() -> None:
    """Run the job that is due and oldest."""
    _run(*_next())


def _next() -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [clock.now()])
        return cursor.fetchone()


def _run(job_id: int, name: str, args: dict | str) -> None:
    import json

    arguments = json.loads(args) if isinstance(args, str) else args
    task = app.tasks[name]
    leading = [_context(job_id, name, arguments)] if task.pass_context else []
    call = async_to_sync(task.func) if inspect.iscoroutinefunction(task.func) else task.func
    call(*leading, **arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])


def _context(job_id: int, name: str, arguments: dict) -> JobContext:
    job = Job(
        id=job_id,
        status=Status.DOING.value,
        queue=app.tasks[name].queue,
        lock=None,
        queueing_lock=None,
        task_name=name,
        task_kwargs=arguments,
    )
    return JobContext(app=app, job=job, start_timestamp=clock.now().timestamp(), abort_reason=lambda: None)
