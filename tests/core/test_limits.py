"""Counting in the database, for all processes together."""

from datetime import timedelta

import pytest

from jiesu.core import limits
from jiesu.core.limits import Limit
from jiesu.core.models import Tally

pytestmark = pytest.mark.django_db
FEW = Limit("few", times=2, seconds=60)


def test_so_many_are_allowed_and_then_none_until_the_time_is_over(held_clock):
    assert [FEW.count("a") for _ in range(3)] == [1, 2, 3]
    assert (FEW.allows("a"), FEW.used("a"), FEW.allows("b")) == (False, 3, True)

    held_clock.move(timedelta(seconds=59))
    assert not FEW.allows("a")
    held_clock.move(timedelta(seconds=1))
    assert FEW.allows("a")
    assert FEW.count("a") == 1


def test_limits_of_different_names_count_apart(held_clock):
    FEW.count("a")

    assert Limit("other", times=2, seconds=60).used("a") == 0


def test_who_it_was_cannot_be_read_from_the_table(held_clock):
    FEW.count("192.0.2.7")

    assert "192.0.2.7" not in Tally.objects.get().key


def test_old_counts_are_forgotten(held_clock):
    FEW.count("a")
    assert limits.forget_old() == 0
    held_clock.move(timedelta(days=3))

    assert limits.forget_old() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def once(_: int) -> int:
        try:
            return FEW.count("crowd")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(once, range(20))) == list(range(1, 21))
