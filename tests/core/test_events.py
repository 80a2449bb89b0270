from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from django.db import transaction

from jiesu.core import events
from jiesu.core.models import JournalEntry, Receipt
from tests import jobs


class Colour(StrEnum):
    GREEN = "green"


@dataclass(frozen=True)
class LampLit(events.Event):
    colour: Colour
    until: datetime | None = None
    day: date | None = None
    watts: Decimal = Decimal(1)
    rooms: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    count: int = 0


AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
FULL = LampLit(
    subject="lamp-1",
    occurred_at=AT,
    colour=Colour.GREEN,
    until=AT,
    day=date(2026, 3, 2),
    watts=Decimal("0.10"),
    rooms=(1, 2),
    people=("甲",),
    count=3,
)


@pytest.fixture
def seen(monkeypatch):
    """A subscriber of the lamp that remembers what it was told."""
    told = []
    monkeypatch.setitem(events._subscribers, LampLit.name, {"tests.lamp": told.append})
    return told


def test_an_event_is_named_after_its_package():
    assert LampLit.name == "core.LampLit"


@pytest.mark.django_db
def test_an_event_comes_back_from_the_journal_as_it_was():
    events.publish(FULL)
    assert events.event_of(JournalEntry.objects.get()) == FULL
    assert type(events.event_of(JournalEntry.objects.get()).colour) is Colour


@pytest.mark.django_db
def test_an_older_entry_without_a_newer_field_still_reads():
    entry = JournalEntry(
        name=LampLit.name, subject="lamp-1", occurred_at=AT, payload={"colour": "green", "gone": 1}
    )
    assert events.event_of(entry) == LampLit(subject="lamp-1", occurred_at=AT, colour=Colour.GREEN)


@pytest.mark.django_db
def test_a_subscriber_is_told_once(seen, run_jobs):
    (entry_id,) = events.publish(FULL)
    assert jobs.waiting() == ["core.deliver_entry"]
    assert seen == []
    assert run_jobs() == 1
    assert events.deliver(entry_id, subscriber="tests.lamp") is False
    assert seen == [FULL]
    assert Receipt.objects.count() == 1


@pytest.mark.django_db
def test_an_event_without_subscribers_is_only_written_down():
    events.publish(FULL, FULL)
    assert jobs.waiting() == []
    assert JournalEntry.objects.count() == 2


@pytest.mark.django_db
def test_a_subscriber_that_fails_leaves_no_receipt_and_may_be_told_again(monkeypatch, seen):
    def fail(_):
        raise ValueError("no")

    (entry_id,) = events.publish(FULL)
    with monkeypatch.context() as patch:
        patch.setitem(events._subscribers[LampLit.name], "tests.lamp", fail)
        with pytest.raises(ValueError, match="no"):
            events.deliver(entry_id, subscriber="tests.lamp")
    assert Receipt.objects.count() == 0
    assert events.deliver(entry_id, subscriber="tests.lamp") is True
    assert seen == [FULL]


@pytest.mark.django_db
def test_a_delivery_to_nobody_says_so():
    (entry_id,) = events.publish(FULL)
    with pytest.raises(events.UnknownSubscriber, match=r"tests\.nobody does not subscribe to core\.LampLit"):
        events.deliver(entry_id, subscriber="tests.nobody")


@pytest.mark.django_db(transaction=True)
def test_what_rolled_back_was_neither_written_nor_sent(seen):
    with transaction.atomic():
        events.publish(FULL)
        assert jobs.waiting() == ["core.deliver_entry"]
        transaction.set_rollback(True)
    assert JournalEntry.objects.count() == 0
    assert jobs.waiting() == []


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.publish(FULL)
    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db
def test_the_journal_is_replayed_from_any_entry_to_whoever_has_no_receipt(seen):
    first, second, third, fourth = events.publish(FULL, FULL, FULL, FULL)
    events.deliver(third, subscriber="tests.lamp")
    assert events.replay(since=first, subscriber="tests.lamp", batch=1) == 2
    taken = Receipt.objects.order_by("entry_id").values_list("entry_id", flat=True)
    assert list(taken) == [second, third, fourth]
