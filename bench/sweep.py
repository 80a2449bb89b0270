"""The minute-by-minute sweep with 1,000,000 orders stored, 60,000 of them open: warnings, urging, escalation.

A minute's worth of clocks is made due, then ten times that, and nothing at all. Measured are the sweep of the
clocks, the deliveries that begin to watch what is late, and the sweep of the ladder, as the workers run them.
Each run checks that exactly what was due was touched, and that a second run touches nothing.
"""
# ruff: noqa: PLC0415 - the database comes before what reads its settings

import os
import time
from collections.abc import Callable
from datetime import datetime

import psycopg

import harness
from fill import fill

SIZE = 1_000_000
WATCHED = 12_000
"""Open orders that are late already and wait for their next rung."""

MINUTES = {"nothing due": 0, "a busy minute": 60, "ten times that": 600}
"""Clocks that warn or end in one minute, and late ones that reach a rung: 60,000 open orders whose clocks
have two moments in five working days of eight hours are 50 a minute."""

_WATCH = """
INSERT INTO oversight_watch (order_id, unit_id, ladder_id, condition, deadline_id, clock, since, next_at)
SELECT d.order_id, o.lead_unit_id, %(ladder)s, 'overdue', d.id, d.kind, d.due_at,
       now() + interval '9 days'
FROM workorders_deadline d JOIN workorders_workorder o ON o.id = d.order_id
WHERE d.state = 'running' AND d.kind = 'handle' AND NOT EXISTS
      (SELECT 1 FROM oversight_watch w WHERE w.deadline_id = d.id)
ORDER BY d.id LIMIT %(count)s
"""
_CLOCKS_DUE = """
WITH chosen AS (
    SELECT d.id, row_number() OVER (ORDER BY d.id) AS i FROM workorders_deadline d
    WHERE d.state = 'running' AND d.next_check_at > %(now)s
      AND NOT EXISTS (SELECT 1 FROM oversight_watch w WHERE w.deadline_id = d.id)
    ORDER BY d.id LIMIT %(count)s)
UPDATE workorders_deadline d SET
    due_at = CASE WHEN i %% 2 = 0 THEN %(now)s - interval '1 second' ELSE %(now)s + interval '2 days' END,
    warn_at = CASE WHEN i %% 2 = 1 THEN %(now)s - interval '1 second' END,
    warned_at = NULL, overdue_at = NULL, next_check_at = %(now)s - interval '1 second'
FROM chosen WHERE chosen.id = d.id
"""
_RUNGS_DUE = """
WITH chosen AS (
         SELECT id, deadline_id FROM oversight_watch
         WHERE next_at > now() + interval '8 days' ORDER BY id LIMIT %(count)s),
     moved AS (
         UPDATE workorders_deadline d
         SET due_at = %(since)s, overdue_at = %(since)s, next_check_at = NULL
               FROM chosen WHERE d.id = chosen.deadline_id RETURNING d.id)
UPDATE oversight_watch w SET since = %(since)s, next_at = %(now)s
FROM chosen WHERE w.id = chosen.id
"""
_FRESH = "SELECT count(*) FROM oversight_watch WHERE next_at > now() + interval '8 days'"
_COUNTS = (
    "SELECT (SELECT count(*) FROM oversight_escalationstep), (SELECT count(*) FROM oversight_supervision)"
)


def prepare(url: str) -> None:
    """As many watched orders as an ordinary backlog has."""
    from jiesu.oversight.actions.ladders import ladder_in_force

    ladder, _ = ladder_in_force()
    with psycopg.connect(url) as connection:
        there = connection.execute(_FRESH).fetchone()[0]
        connection.execute(_WATCH, {"ladder": ladder.pk, "count": max(WATCHED - there, 0)})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE workorders_deadline, oversight_watch")


def one_minute(url: str, due: int) -> dict[str, float]:
    """Seconds that each part of a minute takes in which so many clocks and so many rungs are due."""
    from jiesu.core import clock, events
    from jiesu.oversight.actions import sweep_watches
    from jiesu.workorders.actions import sweep_deadlines

    now = clock.now()
    make_due(url, due, now)
    last, before = events.newest_entry(), counted(url)
    took = {"clocks": timed(lambda: sweep_deadlines(at=now), expected=due)}
    took["beginning to watch"] = timed(lambda: deliver(last), expected=due // 2)
    took["ladder"] = timed(lambda: sweep_watches(at=now), expected=due)
    steps, supervised = (after - then for after, then in zip(counted(url), before, strict=True))
    if (steps, supervised) != (2 * due, due):  # 1 working day over: urged; 3: supervised
        raise RuntimeError(f"{due} watched orders took {steps} steps and {supervised} supervision orders")
    again = sweep_deadlines(at=now) + sweep_watches(at=now)
    if again:
        raise RuntimeError(f"a second sweep touched {again} rows")
    return took


def make_due(url: str, due: int, now: datetime) -> None:
    """So many clocks warn or end now, and so many late orders reach two rungs of the ladder at once."""
    from decimal import Decimal

    from jiesu.catalogue.calendar import Measure, TimeLimit, due_at
    from jiesu.catalogue.selectors import current_rules

    calendar = current_rules().calendar
    since = calendar.subtract_working_time(now, 4 * calendar.daily_working_time)
    limit = TimeLimit(Decimal(3), Measure.WORKING_DAYS)
    if due_at(calendar, since, limit) > now:
        raise RuntimeError("the second rung is not due yet")
    with psycopg.connect(url) as connection:
        connection.execute(_CLOCKS_DUE, {"now": now, "count": due})
        connection.execute(_RUNGS_DUE, {"now": now, "count": due, "since": since})


def deliver(last: int) -> int:
    """Tell the ladder of every clock that was missed since a journal entry, as the workers do."""
    from jiesu.core import events

    missed = [entry for entry in events.entries_after(last) if entry.name == "workorders.DeadlineMissed"]
    name = "jiesu.oversight.subscribers.supervision.watch_what_is_late"
    return sum(events.deliver(entry.pk, subscriber=name) for entry in missed)


def counted(url: str) -> tuple[int, int]:
    """Steps and supervision orders so far."""
    with psycopg.connect(url) as connection:
        row = connection.execute(_COUNTS).fetchone()
    return int(row[0]), int(row[1])


def timed(work: Callable[[], int], *, expected: int) -> float:
    """Seconds that some work takes, which must touch exactly what was due."""
    begun = time.perf_counter()
    done = work()
    took = time.perf_counter() - begun
    if done != expected:
        raise RuntimeError(f"{done} were touched, {expected} were due")
    return took


def main() -> None:
    """Fill once, then measure three minutes, each five times; the slowest counts."""
    figures = []
    with harness.database("bench_1m") as url:
        os.environ["DATABASE_URL"] = url
        harness.fill_once(url, SIZE, fill)
        import django

        django.setup()
        prepare(url)
        for name, due in MINUTES.items():
            runs = [one_minute(url, due) for _ in range(5)]
            slowest = max(runs, key=lambda run: sum(run.values()))
            parts = ", ".join(f"{part} {seconds:.2f}" for part, seconds in slowest.items())
            figures.append(
                harness.Figure(
                    f"{name}: {due} clocks and {due} rungs due ({parts})",
                    sum(slowest.values()),
                    "s",
                    reference=2.0,
                    against="s",
                    aim="under 2 s" if due <= 60 else "for comparison",
                )
            )
        from django.db import connection

        connection.close()
    harness.report("One minute of oversight with 1,000,000 orders, 60,000 open", figures)


if __name__ == "__main__":
    main()
