"""Warnings and overdue marks: on time, once, and proportional to what is due."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from jiesu.core import clock, events
from jiesu.core.models import JournalEntry
from jiesu.workorders import actions, tasks
from jiesu.workorders.actions import sweeping
from jiesu.workorders.events import DeadlineMissed, DeadlineWarned
from jiesu.workorders.models import Deadline

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def announced():
    rows = JournalEntry.objects.filter(name__startswith="workorders.Deadline").order_by("pk")
    return [(row.name.partition(".")[2], row.subject, row.payload["kind"]) for row in rows]


def test_a_clock_warns_and_is_missed_at_its_moments_and_not_before(cast, held_clock):
    number = cast.register()  # due at half past two, to be warned of at 11:48
    for moment, swept in (
        ("11:48:00", 0), ("11:48:01", 1), ("11:49:00", 0), ("14:30:00", 0), ("14:30:01", 1), ("14:31:00", 0),
    ):  # fmt: skip
        held_clock.move_to(at(f"2026-03-02 {moment}"))
        assert actions.sweep_deadlines() == swept
    assert announced() == [("DeadlineWarned", number, "dispatch"), ("DeadlineMissed", number, "dispatch")]
    row = Deadline.objects.get()
    assert (row.warned_at, row.overdue_at) == (at("2026-03-02 11:48:01"), at("2026-03-02 14:30:01"))
    assert row.next_check_at is None


def test_a_clock_found_when_it_is_over_already_is_only_missed(cast, held_clock):
    number = cast.register()
    held_clock.move_to(at("2026-03-03 09:00"))
    assert actions.sweep_deadlines() == 1
    assert announced() == [("DeadlineMissed", number, "dispatch")]


def test_the_events_carry_the_moment_that_passed(cast, held_clock):
    cast.register()
    held_clock.move_to(at("2026-03-02 11:50"))
    actions.sweep_deadlines()
    held_clock.move_to(at("2026-03-02 14:40"))
    actions.sweep_deadlines()
    told = [
        events.event_of(row) for row in JournalEntry.objects.filter(name__startswith="workorders.Deadline")
    ]
    assert [(type(event), event.occurred_at, event.due_at) for event in told] == [
        (DeadlineWarned, at("2026-03-02 11:48"), at("2026-03-02 14:30")),
        (DeadlineMissed, at("2026-03-02 14:30"), at("2026-03-02 14:30")),
    ]


def test_a_sweep_that_dies_between_batches_repeats_nothing_and_forgets_nothing(cast, held_clock, monkeypatch):
    for _ in range(7):
        cast.register()
    held_clock.move(timedelta(days=2))
    batches = iter([None, None, RuntimeError("the worker was killed")])
    whole = sweeping._sweep_batch

    def dying(*args):
        if error := next(batches, None):
            raise error
        return whole(*args)

    monkeypatch.setattr(sweeping, "_sweep_batch", dying)
    with pytest.raises(RuntimeError):
        actions.sweep_deadlines(batch=2)
    assert len(announced()) == 4
    assert actions.sweep_deadlines(batch=2) == 3
    assert len({subject for _, subject, _ in announced()}) == len(announced()) == 7


def test_a_batch_that_fails_half_way_leaves_nothing_marked(cast, held_clock, monkeypatch):
    cast.register()
    held_clock.move(timedelta(days=2))

    def failing(*_):
        raise RuntimeError("the journal is full")

    monkeypatch.setattr(sweeping.events, "publish", failing)
    with pytest.raises(RuntimeError):
        actions.sweep_deadlines()
    assert Deadline.objects.get().overdue_at is None


def test_the_scheduled_entry_point_sweeps(cast, held_clock):
    cast.register()
    held_clock.move(timedelta(days=2))
    tasks.sweep(timestamp=0)
    assert Deadline.objects.get().overdue_at == clock.now()


def test_the_sweep_reads_the_index_of_next_moments(cast, held_clock):
    for _ in range(30):
        cast.register()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM workorders_deadline WHERE next_check_at <= now() AND state = 'running'"
            " ORDER BY next_check_at LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "deadline_sweep" in plan


def test_a_sweep_of_nothing_takes_one_look(cast, held_clock, django_assert_max_num_queries):
    cast.register()
    with django_assert_max_num_queries(3):
        assert actions.sweep_deadlines() == 0


def test_a_batch_takes_few_statements_however_large_it_is(cast, held_clock, django_assert_max_num_queries):
    for _ in range(40):
        cast.register()
    held_clock.move(timedelta(days=2))
    with django_assert_max_num_queries(10):
        assert actions.sweep_deadlines() == 40
