from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from jiesu.core import audit
from jiesu.core.models import AuditEntry


@dataclass
class Person:
    user_id: int | None
    name: str


def _entry():
    return audit.record(
        "disclose_citizen", subject="9901002026030200001", by=Person(7, "张敏"), reason="回访", field="phone"
    )


@pytest.mark.django_db
def test_the_log_says_who_did_what_when_and_why(held_clock):
    _entry()
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.action) == (7, "张敏", "disclose_citizen")
    assert (entry.subject, entry.reason, entry.data) == ("9901002026030200001", "回访", {"field": "phone"})
    assert entry.at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert str(entry) == "2026-03-02 01:00:00 张敏 disclose_citizen 9901002026030200001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE core_auditentry SET reason = 'x'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_log(change):
    _entry()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert AuditEntry.objects.get().reason == "回访"
