"""Supervision in the demo city: its pages are not empty, and a second run adds nothing."""

import time
from datetime import datetime, timedelta

import pytest

from jiesu.core import clock
from jiesu.demo.appeals import appeals
from jiesu.demo.desk import journey
from jiesu.demo.schedule import play, regularly
from jiesu.demo.supervision import supervise_the_city
from jiesu.workorders.actions import sweep_deadlines

NOW = datetime(2026, 3, 18, 15, 30, tzinfo=clock.SHANGHAI)


@pytest.fixture(scope="module")
def supervised(stage):
    stream = appeals(60, seed=5, until=NOW)
    sweeps = regularly(
        lambda at: sweep_deadlines(at=at), since=stream[0].received_at, every=timedelta(days=2)
    )
    play([*(journey(appeal, stage=stage) for appeal in stream), sweeps], until=NOW)
    with clock.held_at(NOW):
        begun = time.monotonic()
        supervise_the_city(stage)
        took = time.monotonic() - begun
        supervise_the_city(stage)
    return took


def test_the_pages_of_supervision_are_not_empty(supervised):
    from jiesu.oversight.models import Bulletin, LedgerEntry, Supervision

    assert Bulletin.objects.exclude(number="").count() == 1
    assert Supervision.objects.open().count() >= 3
    assert LedgerEntry.objects.open().exclude(plan="").count() == 3


def test_it_takes_three_seconds_at_most(supervised):
    assert supervised < 3
