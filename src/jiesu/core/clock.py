"""The one place that knows what time it is.

Actions take a moment as ``at=`` and fall back to :func:`now`; nothing else asks the machine for the
time. All moments are aware and in UTC; pages show them in Asia/Shanghai.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


class Clock:
    """A clock that tests and the demo can hold and move."""

    def __init__(self, at: datetime) -> None:
        self.move_to(at)

    def move(self, by: timedelta) -> datetime:
        """Advance the held clock and return the new moment."""
        later = now() + by
        _fixed.set(later)
        return later

    def move_to(self, at: datetime) -> datetime:
        """Put the held clock at a given moment."""
        _fixed.set(at)
        return at


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(tz=UTC)


@contextmanager
def held_at(at: datetime) -> Iterator[Clock]:
    """Hold the clock at ``at`` for the duration of the block."""
    previous = _fixed.get()
    clock = Clock(at)
    try:
        yield clock
    finally:
        _fixed.set(previous)
