"""The worker is killed after the gateway took a message: it is handed over again under the same key."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from jiesu.core import tasks
from jiesu.messaging import actions
from jiesu.messaging.models import Message
from tests.messaging.test_gateways import KEY, Provider

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys, django
django.setup()
from tests.messaging import killable
killable.main(sys.argv[1])
"""


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def worker(provider):
    """Starts a worker that hands over to the provider; none outlives the test."""
    started = []

    def start(point):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "jiesu.config.settings",
            "JIESU_SMS_URL": provider.url,
            "JIESU_SMS_KEY": KEY,
        }
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


def test_what_was_handed_over_but_not_noted_is_handed_over_again_and_sent_once(
    transactional_db, worker, provider
):
    message = actions.send_sms("13812345678", text="您好", purpose="test")
    victim = worker("before the commit")
    assert victim.stdout.readline() == "holding\n"
    victim.kill()
    victim.wait()
    assert Message.objects.get().state == "waiting"
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'messaging.carry'")
        assert cursor.fetchall() == [("doing",)]  # still the dead worker's

    time.sleep(1.1)
    with suppress(AlreadyEnqueued):  # by the dead worker's own schedule
        tasks.retry_stalled_jobs.defer(timestamp=0)
    assert worker("nowhere").wait(120) == 0

    message.refresh_from_db()
    assert message.state == "handed_over"
    assert [told["key"] for told, _, _ in provider.heard] == [str(message.pk)] * 2
    assert list(provider.sent) == [str(message.pk)]


def test_an_hour_of_misbehaving_loses_nothing_and_sends_nothing_twice(
    db, held_clock, run_jobs, settings, provider
):
    from datetime import timedelta

    settings.JIESU_SMS_URL, settings.JIESU_SMS_KEY = provider.url, KEY
    nonsense = [b"", b"HTTP/1.1 500 X\r\n\r\n", b"<html>", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n..."]
    provider.answers = [*nonsense * 5]
    for n in range(5):
        actions.send_sms("13812345678", text=f"第{n}条", purpose="test")
    for _ in range(60):
        run_jobs()
        held_clock.move(timedelta(minutes=1))
    run_jobs()

    assert [row.state for row in Message.objects.all()] == ["handed_over"] * 5
    assert sorted(provider.sent) == sorted(str(row.pk) for row in Message.objects.all())
    assert len(provider.heard) == 25
    assert all(
        len({told["text"] for told, _, _ in provider.heard if told["key"] == key}) == 1
        for key in provider.sent
    )
