"""Statements put together once: rows go in and change as the ORM would have written them."""

import pytest
from django.db import IntegrityError, connection, transaction

from jiesu.core import clock, statements
from jiesu.core.models import AuditEntry, JournalEntry, NumberBase, Receipt

pytestmark = pytest.mark.django_db


def entries(count):
    return [
        JournalEntry(name="t.E", subject=f"甲{i}\t\\N\n", occurred_at=clock.now(), payload={"数": [i, None]})
        for i in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, statements.FEW, statements.FEW + 1, 300])
def test_rows_come_back_as_they_were_given_with_keys_in_their_order(count):
    given = statements.insert(entries(count))
    kept = JournalEntry.objects.in_bulk([row.pk for row in given])
    assert len(kept) == count
    assert [row.pk for row in given] == sorted(row.pk for row in given)
    for row in given:
        stored = kept[row.pk]
        assert (stored.subject, stored.payload, stored.occurred_at) == (
            row.subject,
            row.payload,
            row.occurred_at,
        )
        assert not row._state.adding


def test_nothing_is_written_of_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert statements.insert([]) == []


@pytest.mark.parametrize("count", [1, statements.FEW + 1])
def test_a_broken_constraint_writes_no_row_of_the_lot(count):
    (entry,) = statements.insert(entries(1))
    statements.insert([Receipt(entry=entry, subscriber="s")])
    rows = [Receipt(entry=entry, subscriber=f"n{i}") for i in range(count - 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert([*rows, Receipt(entry=entry, subscriber="s")])
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("count", [1, statements.FEW + 1])
def test_a_text_that_is_too_long_is_refused_and_never_cut(count):
    rows = [
        JournalEntry(name="n" * 81, subject="s", occurred_at=clock.now(), payload={}) for _ in range(count)
    ]
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        statements.insert(rows)
    assert not JournalEntry.objects.exists()


def test_a_row_that_refers_to_one_not_yet_written_is_refused():
    entry = entries(1)[0]
    with pytest.raises(ValueError, match="unsaved"):
        statements.insert([Receipt(entry=entry, subscriber="s")])


def test_an_update_writes_the_fields_named_and_no_other():
    (entry,) = statements.insert(entries(1))
    entry.subject, entry.name = "乙", "t.F"
    statements.update(entry, "subject")
    stored = JournalEntry.objects.get()
    assert (stored.subject, stored.name) == ("乙", "t.E")


def test_an_update_of_a_row_that_is_gone_is_an_error():
    (entry,) = statements.insert(entries(1))
    JournalEntry.objects.all().delete()
    with pytest.raises(LookupError, match="JournalEntry"):
        statements.update(entry, "subject")


def test_what_runs_often_is_prepared_and_is_counted(django_assert_num_queries):
    with django_assert_num_queries(6):
        for number in range(6):
            assert statements.fetch("SELECT %s::int + 1 AS bench", [number]) == [(number + 1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS bench%'")
        assert cursor.fetchone()[0] == 1
    assert statements.execute("UPDATE core_numberbase SET base = 1 WHERE series = %s", ["none"]) == 0
    assert not NumberBase.objects.exists()
    assert not AuditEntry.objects.exists()


def test_whole_rows_are_read_as_the_orm_reads_them(django_assert_num_queries):
    given = statements.insert(entries(3))
    with django_assert_num_queries(1):
        found = statements.rows_of(JournalEntry, "id > %s ORDER BY id", [given[0].pk])
    assert found == list(JournalEntry.objects.order_by("pk"))[1:]
    assert [row.payload for row in found] == [{"数": [1, None]}, {"数": [2, None]}]
