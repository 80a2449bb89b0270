"""The stream of messages that is searched for same and hot issues, read from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jiesu.triage.errors import TooFewExamples
from jiesu.triage.tablefiles import Row, read_rows

_HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: who wrote it, when (none: unknown), and how many agreed or disagreed with it."""

    id: str
    user: str
    title: str
    content: str
    at: datetime | None
    reactions: int = 0


def read_messages(path: Path) -> list[Message]:
    """The messages of a CSV: id, title, content; user, created_at, likes and against where present.

    Raises:
        FileUnreadable, ColumnMissing: the file is not as it should be.
        TooFewExamples: it has no rows, or an id occurs twice.
    """
    rows = read_rows(path, needed=["id", "title", "content"])
    if not rows:
        raise TooFewExamples(why=f"{path.name} has no rows")
    if len({row["id"] for row in rows}) < len(rows):
        raise TooFewExamples(why=f"an id occurs twice in {path.name}")
    return [_message(row) for row in rows]


def _message(row: Row) -> Message:
    return Message(
        id=row["id"],
        user=row.get("user", "") or row["id"],
        title=row["title"],
        content=row["content"],
        at=_moment(row.get("created_at", "")),
        reactions=_number(row.get("likes", "")) + _number(row.get("against", "")),
    )


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.strip().replace("/", "-"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_HERE)


def positions(messages: Sequence[Message]) -> dict[str, int]:
    """Where each id is in the stream."""
    return {message.id: place for place, message in enumerate(messages)}
