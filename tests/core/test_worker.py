"""Workers that are killed with SIGKILL in the middle of a delivery."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.exceptions import AlreadyEnqueued

from jiesu.core import events, tasks
from jiesu.core.models import JournalEntry, Receipt
from tests import jobs
from tests.core import killable

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys, django
django.setup()
from tests.core import killable
killable.main(sys.argv[1])
"""


@pytest.fixture
def worker():
    """Starts a worker that stops at a point; none outlives the test."""
    started = []

    def start(point):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", START, point],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def published(transactional_db, monkeypatch):
    monkeypatch.setitem(events._subscribers, killable.Knocked.name, {killable.SUBSCRIBER: killable.note})
    with transaction.atomic():
        events.publish(killable.knock())


def _deliveries():
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'core.deliver_entry'")
        return [status for (status,) in cursor.fetchall()]


def _effects():
    return JournalEntry.objects.filter(name="noted").count(), Receipt.objects.count()


@pytest.mark.parametrize(
    ("point", "left_behind"), [("before the commit", (0, 0)), ("after the commit", (1, 1))]
)
def test_a_delivery_counts_once_wherever_its_worker_is_killed(published, worker, point, left_behind):
    victim = worker(point)
    assert victim.stdout.readline() == "holding\n"
    victim.kill()
    victim.wait()
    assert _effects() == left_behind
    assert _deliveries() == ["doing"]  # still the dead worker's
    time.sleep(1.1)
    with suppress(AlreadyEnqueued):  # by the dead worker's own schedule
        tasks.retry_stalled_jobs.defer(timestamp=0)
    assert worker("nowhere").wait(120) == 0
    assert _effects() == (1, 1)
    assert _deliveries() == []


def test_a_job_that_takes_down_every_worker_is_given_up(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts) "
            "VALUES ('events', 'core.deliver_entry', 'doing', %s), "
            "('events', 'core.deliver_entry', 'doing', 3)",
            [tasks.MAX_ATTEMPTS],
        )
    tasks.retry_stalled_jobs.defer(timestamp=0)
    jobs.run_next()
    with connection.cursor() as cursor:
        cursor.execute("SELECT attempts, status FROM procrastinate_jobs ORDER BY attempts")
        assert cursor.fetchall() == [(4, "todo"), (tasks.MAX_ATTEMPTS + 1, "failed")]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 2), (1, 4), (9, 1024), (10, 2048), (11, 3600), (19, 3600)]
)
def test_a_failed_delivery_waits_longer_each_time(attempts, seconds):
    from datetime import UTC, datetime

    from procrastinate.jobs import Job

    job = Job(id=1, queue="events", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
    decision = tasks.Patience().get_retry_decision(exception=ValueError(), job=job)
    assert round((decision.retry_at - datetime.now(tz=UTC)).total_seconds()) == seconds


def test_after_twenty_times_it_is_given_up():
    from procrastinate.jobs import Job

    job = Job(id=1, queue="events", lock=None, queueing_lock=None, task_name="x", attempts=20)
    assert tasks.Patience().get_retry_decision(exception=ValueError(), job=job) is None
