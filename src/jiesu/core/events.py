"""The outbox: facts announced in the transaction that made them true.

:func:`publish` writes one journal row and defers one background job for each subscriber, both in the
running transaction: nothing is lost between commit and sending, nothing is sent for work that rolled
back. Delivery is at least once and in no promised order; :func:`deliver` writes a receipt in the
subscriber's own transaction, so the effect in our tables counts once. The journal can be replayed from any
entry.
"""

import dataclasses
import functools
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.db import connection, transaction
from django.db.models import Max
from procrastinate.types import JSONDict

from jiesu.core import statements
from jiesu.core.models import JournalEntry, Receipt

E = TypeVar("E", bound="Event")

CHANNEL = "jiesu_journal"
"""A trigger on the journal notifies it when a transaction that published something has committed."""

_kinds: dict[str, type["Event"]] = {}
_subscribers: dict[str, dict[str, Callable[[Any], None]]] = {}


class UnknownSubscriber(LookupError):
    """A delivery names an event or a subscriber that this release of the program does not have."""


@dataclasses.dataclass(frozen=True)
class Event:
    """A fact in the past tense.

    Subclasses are frozen dataclasses of plain values: text, numbers, decimals, dates, moments, members of a
    ``StrEnum``, tuples of these, or None.

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
        _kinds[cls.name] = cls


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
    entries = statements.insert([_entry_of(event) for event in events])
    _defer_deliveries(entries)
    return [entry.pk for entry in entries]


def deliver(entry_id: int, *, subscriber: str) -> bool:
    """Hand one journal entry to one subscriber; False when it was already dealt with.

    The receipt and the subscriber's own writes commit together or not at all.

    Raises:
        UnknownSubscriber: this release has no such subscriber or event.
    """
    entry = JournalEntry.objects.get(pk=entry_id)
    handler = _subscribers.get(entry.name, {}).get(subscriber)
    if handler is None:
        raise UnknownSubscriber(f"{subscriber} does not subscribe to {entry.name}")
    with transaction.atomic():
        _, first = Receipt.objects.get_or_create(entry=entry, subscriber=subscriber)
        if first:
            handler(event_of(entry))
    return first


def replay(*, since: int, subscriber: str, batch: int = 1000) -> int:
    """Hand every entry after ``since`` to one subscriber that has no receipt for it; returns how many."""
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


def newest_entry() -> int:
    """The journal's highest id so far; 0 while it is empty."""
    found: int | None = JournalEntry.objects.aggregate(newest=Max("pk"))["newest"]
    return found or 0


def entries_after(entry_id: int, *, limit: int = 5000) -> list[JournalEntry]:
    """The journal's entries with higher ids, oldest first."""
    return list(JournalEntry.objects.filter(pk__gt=entry_id).order_by("pk")[:limit])


def event_of(entry: JournalEntry) -> Event:
    """Rebuild the event from its journal row; fields that the row does not know keep their defaults.

    Raises:
        UnknownSubscriber: this release has no event of that name.
    """
    kind = _kinds.get(entry.name)
    if kind is None:
        raise UnknownSubscriber(f"no event is called {entry.name}")
    types = _types_of(kind.name)
    values = {name: _read(types[name], value) for name, value in _known(entry.payload, types).items()}
    return kind(subject=entry.subject, occurred_at=entry.occurred_at, **values)


def _known(payload: Mapping[str, object], types: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in payload.items() if name in types}


@functools.cache
def _types_of(name: str) -> dict[str, Any]:
    kind = _kinds[name]
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _read(hint: Any, value: object) -> object:  # noqa: ANN401 - a type annotation, whatever it is
    """A value of the payload as the annotation asks for it."""
    if value is None:
        return None
    inner = [argument for argument in typing.get_args(hint) if argument not in (type(None), Ellipsis)]
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_read(inner[0], item) for item in value)
    if len(inner) == 1:  # optional
        return _read(inner[0], value)
    return _READ[hint](value) if hint in _READ else _as_member(hint, value)


_READ: dict[Any, Callable[[Any], object]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}


def _as_member(hint: Any, value: object) -> object:  # noqa: ANN401 - a type annotation, whatever it is
    return hint(value) if isinstance(hint, type) and issubclass(hint, str) else value


def _entry_of(event: Event) -> JournalEntry:
    payload = {
        field.name: _plain(getattr(event, field.name))
        for field in dataclasses.fields(event)
        if field.name not in ("subject", "occurred_at")
    }
    return JournalEntry(
        name=event.name, subject=event.subject, occurred_at=event.occurred_at, payload=payload
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _defer_deliveries(entries: Iterable[JournalEntry]) -> None:
    from jiesu.core.tasks import deliver_entry  # noqa: PLC0415 - tasks need the application registry

    jobs: list[JSONDict] = [
        {"entry_id": entry.pk, "subscriber": subscriber}
        for entry in entries
        for subscriber in _subscribers.get(entry.name, ())
    ]
    if jobs:
        deliver_entry.batch_defer(*jobs)
