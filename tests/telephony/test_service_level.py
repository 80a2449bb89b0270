from datetime import UTC, datetime, timedelta

import pytest

from jiesu.telephony.service_level import Served, Wait, served

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
IN_TIME = timedelta(seconds=15)


def _wait(*, ago, answered=None, gone=None):
    began = NOON - timedelta(seconds=ago)
    after = {
        name: began + timedelta(seconds=value) if value is not None else None
        for name, value in (("answered_at", answered), ("ended_at", gone))
    }
    return Wait(queued_at=began, **after)


@pytest.mark.parametrize(
    ("wait", "counts"),
    [
        (_wait(ago=60, answered=15), (1, 1, 1)),
        (_wait(ago=60, answered=16), (1, 1, 0)),
        (_wait(ago=60, answered=3, gone=30), (1, 1, 1)),
        (_wait(ago=60, gone=5), (0, 0, 0)),
        (_wait(ago=60, gone=6), (1, 0, 0)),
        (_wait(ago=15), (0, 0, 0)),
        (_wait(ago=16), (1, 0, 0)),
    ],
)
def test_what_counts_as_offered_answered_and_in_time(wait, counts):
    told = served([wait], within=IN_TIME, at=NOON)
    assert (told.offered, told.answered, told.in_time) == counts


def test_shares_carry_what_they_are_shares_of():
    told = served(
        [_wait(ago=60, answered=10), _wait(ago=60, answered=20), _wait(ago=60, gone=40)],
        within=IN_TIME,
        at=NOON,
    )
    assert told == Served(offered=3, answered=2, in_time=1)
    assert (told.answer_rate, told.level) == (2 / 3, 1 / 3)


def test_without_a_call_there_is_no_share():
    told = served([], within=IN_TIME, at=NOON)
    assert (told.answer_rate, told.level) == (None, None)
