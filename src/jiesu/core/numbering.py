"""Numbers that people can read, without duplicates and without a lock.

A number is ``{series}{serial}``. The serial comes from one database sequence, which never gives the
same value twice, less the value at which the series began, so each series starts near 1. A number that
is not used (a rolled-back registration) leaves a gap, which the service allows; a duplicate cannot occur.
"""

from django.db import connection, transaction

from jiesu.core import statements

_known_bases: dict[str, int] = {}


def next_number(series: str) -> str:
    """The next number of a series, the serial padded to six digits (wider when a day needs more)."""
    return next_numbers(series, count=1)[0]


def next_numbers(series: str, *, count: int) -> list[str]:
    """``count`` numbers of one series, ascending.

    The first number of a series must be taken inside the transaction that uses it; whoever takes numbers
    of several series in one transaction takes them in sorted order, or two of them could wait for each other.
    """
    values = _take(count)
    base = _known_bases.get(series)
    if base is None:
        base = _base_of(series, first=values[0])
        values = [value for value in values if value > base]
        values += _take(count - len(values))  # drawn before a faster transaction began the series
    return [f"{series}{value - base:06d}" for value in values]


def forget_bases() -> None:
    """Read the bases anew; for tests, whose databases come and go."""
    _known_bases.clear()


def _take(count: int) -> list[int]:
    if not count:
        return []
    rows = statements.fetch("SELECT nextval('core_serial') FROM generate_series(1, %s::int)", [count])
    return [row[0] for row in rows]


def _base_of(series: str, *, first: int) -> int:
    """The stored base, made on first use; remembered only once it is certain to be committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_numberbase (series, base) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [series, first - 1],
        )
        cursor.execute("SELECT base FROM core_numberbase WHERE series = %s", [series])
        base: int = cursor.fetchone()[0]
    transaction.on_commit(lambda: _known_bases.__setitem__(series, base))
    return base
