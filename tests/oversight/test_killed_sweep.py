"""The sweep in a process of its own, killed with SIGKILL: nothing is lost and nothing is done twice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from jiesu.core.models import JournalEntry
from jiesu.oversight import actions as oversight
from jiesu.oversight.models import EscalationStep, LedgerEntry, Supervision
from tests.oversight.watching import a_minute, at, with_the_water_company

ROOT = Path(__file__).resolve().parents[2]
ORDERS = 10
START = """
import sys, django
django.setup()
from tests.oversight import killable_sweep
killable_sweep.main(*sys.argv[1:])
"""


@pytest.fixture
def late(transactional_db, held_clock):
    """Ten orders that were to be answered by Monday evening; it is Thursday, and the sweep has not run."""
    from tests.cast import Cast

    cast = Cast()
    numbers = [with_the_water_company(cast) for _ in range(ORDERS)]
    a_minute(held_clock, "03-09 17:31")
    held_clock.move_to(at("03-12 17:30"))
    return numbers


def steps() -> Counter:
    return Counter(EscalationStep.objects.values_list("order__number", "why"))


@pytest.mark.parametrize(("point", "left_behind"), [("before the commit", 3), ("after the commit", 6)])
def test_a_sweep_killed_in_the_middle_loses_nothing_and_repeats_nothing(late, point, left_behind):
    command = [sys.executable, "-c", START, point, at("03-12 17:30").isoformat()]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
    victim = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert victim.stdout.readline() == "holding\n"
    finally:
        victim.kill()
        victim.communicate()
    assert EscalationStep.objects.count() == 2 * left_behind

    again = 0
    while again < ORDERS - left_behind:  # the dead process's locks last until the database notices
        again += oversight.sweep_watches()

    assert steps() == Counter(
        {(number, why): 1 for number in late for why in ("办理时限超过1工作日", "办理时限超过3工作日")}
    )
    assert Supervision.objects.count() == LedgerEntry.objects.count() == ORDERS
    told = JournalEntry.objects.filter(name="oversight.OrderEscalated").values_list("subject", flat=True)
    assert Counter(told) == Counter(dict.fromkeys(late, 2))
    assert oversight.sweep_watches() == 0
    connection.close()


def test_two_sweeps_at_once_share_the_work(late):
    command = [sys.executable, "-c", START, "nowhere", at("03-12 17:30").isoformat()]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
    others = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(2)]
    assert [other.wait(120) for other in others] == [0, 0]

    oversight.sweep_watches()

    assert set(steps().values()) == {1}
    assert EscalationStep.objects.count() == 2 * ORDERS
