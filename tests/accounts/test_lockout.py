from datetime import UTC, datetime, timedelta

import pytest

from jiesu.accounts.lockout import LIMIT, WINDOW, account_key, locked_until, printable

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def _failures(*minutes_ago):
    return [NOON - timedelta(minutes=minutes) for minutes in minutes_ago]


@pytest.mark.parametrize(
    ("minutes_ago", "free_in"),
    [
        ((), None),
        ((1, 2, 3, 4), None),
        ((1, 2, 3, 4, 5), 10),
        ((5, 4, 3, 2, 1), 10),
        ((0, 0, 0, 0, 0), 15),
        ((1, 2, 3, 4, 15), None),
        ((1, 2, 3, 4, 14), 1),
        ((1, 2, 3, 4, 5, 6), 10),
    ],
)
def test_five_failures_within_fifteen_minutes_lock(minutes_ago, free_in):
    expected = None if free_in is None else NOON + timedelta(minutes=free_in)
    assert locked_until(_failures(*minutes_ago), limit=LIMIT, at=NOON) == expected


def test_the_lock_opens_at_the_moment_that_was_named():
    failures = _failures(1, 2, 3, 4, 5)
    until = locked_until(failures, limit=LIMIT, at=NOON)
    assert locked_until(failures, limit=LIMIT, at=until - timedelta(seconds=1)) == until
    assert locked_until(failures, limit=LIMIT, at=until) is None
    assert timedelta(minutes=15) == WINDOW


def test_all_spellings_of_an_account_count_as_one():
    assert {account_key(name) for name in ("ZhangMin", " zhangmin ", "ｚｈａｎｇｍｉｎ", "zhang\x00min")} == {
        "zhangmin"
    }


def test_what_is_stored_is_printable_and_short():
    assert printable("a\x00\ud800b" + "c" * 200, longest=5) == "abccc"
