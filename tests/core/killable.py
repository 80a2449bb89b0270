"""A worker that stops dead at a chosen point, to be killed there."""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from jiesu.core import events

HELD_AT = ("before the commit", "after the commit", "nowhere")
SUBSCRIBER = "tests.core.killable.note"


@dataclass(frozen=True)
class Knocked(events.Event):
    """Somebody knocked."""


def knock() -> Knocked:
    """The event of these tests."""
    return Knocked(subject="door", occurred_at=datetime(2026, 3, 2, tzinfo=UTC))


def note(event: Knocked) -> None:
    """The effect: one row for each time it is told."""
    from jiesu.core.models import JournalEntry

    JournalEntry.objects.create(
        name="noted", subject=event.subject, occurred_at=event.occurred_at, payload={}
    )


def _stand_still() -> None:
    sys.stdout.write("holding\n")
    sys.stdout.flush()
    time.sleep(600)


def _held(point: str) -> None:
    """Put the stop where it was asked for."""
    original = events.deliver

    def handler(event: Knocked) -> None:
        note(event)
        if point == "before the commit":
            _stand_still()

    def deliver(entry_id: int, *, subscriber: str) -> bool:
        done = original(entry_id, subscriber=subscriber)
        if point == "after the commit":
            _stand_still()
        return done

    events._subscribers.setdefault(Knocked.name, {})[SUBSCRIBER] = handler
    events.deliver = deliver


def main(point: str) -> None:
    """Work until killed; without a point to stop at, until there is no work."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from jiesu.core import tasks

    tasks.STALLED_AFTER = 1.0
    _held(point)
    with app.replace_connector(DjangoConnector().get_worker_connector()) as with_connection:
        with_connection.run_worker(queues=["events", "upkeep"], wait=point != "nowhere", listen_notify=False)
