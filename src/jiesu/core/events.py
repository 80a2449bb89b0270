"""The outbox: facts announced in the transaction that made them true.

:func:`publish` writes one journal row and defers one background job for each subscriber, both in the
running transaction: nothing is lost between commit and sending, nothing is sent for work that rolled
back. Delivery is at least once; :func:`deliver` writes a receipt in the subscriber's own transaction, so
the effect in our tables counts once. The journal can be replayed from any entry.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from django.db import connection, transaction

from jiesu.core.models import JournalEntry, Receipt

E = TypeVar("E", bound="Event")

type_of: dict[str, type["Event"]] = {}
_subscribers: dict[str, dict[str, Callable[[Any], None]]] = {}


@dataclasses.dataclass(frozen=True)
class Event:
    """A fact in the past tense. Subclasses are frozen dataclasses of plain values.

    Attributes:
        subject: what it is about, such as an order's number; the journal is indexed by it.
        occurred_at: when it became true.
    """

    subject: str
    occurred_at: datetime
    name: ClassVar[str] = "event"

    def __init_subclass__(cls) -> None:
        """Register the event under ``package.ClassName``."""
        cls.name = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        type_of[cls.name] = cls


def subscribe(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Decorate a function of a ``subscribers`` module: it is called once for each event of ``kind``."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _subscribers.setdefault(kind.name, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def publish(*events: Event) -> list[int]:
    """Announce facts inside the running transaction; returns the journal ids.

    Raises:
        RuntimeError: called outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction that makes the event true")
    entries = JournalEntry.objects.bulk_create(_entry(event) for event in events)
    _defer_deliveries(entries)
    return [entry.pk for entry in entries]


def deliver(entry_id: int, *, subscriber: str) -> bool:
    """Hand one journal entry to one subscriber; False when it was already dealt with."""
    entry = JournalEntry.objects.get(pk=entry_id)
    handler = _subscribers[entry.name][subscriber]
    with transaction.atomic():
        _, first = Receipt.objects.get_or_create(entry=entry, subscriber=subscriber)
        if first:
            handler(event_of(entry))
    return first


def replay(*, since: int, subscriber: str, batch: int = 1000) -> int:
    """Hand every entry after ``since`` to one subscriber again where it has no receipt; returns how many."""
    names = [name for name, handlers in _subscribers.items() if subscriber in handlers]
    done = 0
    while ids := list(
        JournalEntry.objects.filter(pk__gt=since, name__in=names)
        .order_by("pk")
        .values_list("pk", flat=True)[:batch]
    ):
        done += sum(deliver(entry_id, subscriber=subscriber) for entry_id in ids)
        since = ids[-1]
    return done


def event_of(entry: JournalEntry) -> Event:
    """Rebuild the event from its journal row."""
    kind = type_of[entry.name]
    values: dict[str, Any] = {"subject": entry.subject, "occurred_at": entry.occurred_at}
    for field in dataclasses.fields(kind):
        if field.name in entry.payload:
            values[field.name] = _read(field, entry.payload[field.name])
    return kind(**values)


def _read(field: dataclasses.Field[Any], value: object) -> object:
    if isinstance(value, str) and field.type in (datetime, datetime | None):
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _entry(event: Event) -> JournalEntry:
    payload = {
        field.name: _plain(getattr(event, field.name))
        for field in dataclasses.fields(event)
        if field.name not in ("subject", "occurred_at")
    }
    return JournalEntry(
        name=event.name, subject=event.subject, occurred_at=event.occurred_at, payload=payload
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _defer_deliveries(entries: Iterable[JournalEntry]) -> None:
    from jiesu.core.tasks import deliver_entry  # noqa: PLC0415 - tasks need the application registry

    jobs = [
        {"entry_id": entry.pk, "subscriber": subscriber}
        for entry in entries
        for subscriber in _subscribers.get(entry.name, ())
    ]
    if jobs:
        deliver_entry.batch_defer(*jobs)
