"""The switch's event log: its lines as values, and reading a file that grows and is put away."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from jiesu.telephony.switch_files import FIELDS

MOST = 512 * 1024
"""Bytes taken at a time, so that a long absence is made up for in steps."""
_NAMES = [name for name, _ in FIELDS]


@dataclass(frozen=True)
class LogPlace:
    """Which file, by its inode, and the byte after what was read."""

    file: int = 0
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One event of a channel: ``offset`` is the byte it begins at, ``extra`` what the switch adds to it."""

    file: int
    offset: int
    event: str
    at: datetime
    number: str
    exten: str
    context: str
    channel: str
    leg: str
    call: str
    mark: str
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """The telephone: ``PJSIP/8001-0000000a`` → ``8001``."""
        return self.channel.partition("/")[2].rpartition("-")[0]

    @property
    def told(self) -> str:
        """What the dial plan told with its own mark."""
        return str(self.extra.get("extra", ""))


def parse(raw: bytes, *, file: int, offset: int) -> LogLine | None:
    """A line as values; None for one that is none."""
    text = raw.decode("utf-8", "replace").strip()
    cells = next(csv.reader([text]), [])
    if len(cells) != len(_NAMES):
        return None
    named = dict(zip(_NAMES, cells, strict=True))
    try:
        at = datetime.fromtimestamp(float(named.pop("at")), tz=UTC)
        extra = json.loads(named.pop("extra") or "{}")
    except ValueError:
        return None
    if named["mark"]:  # the switch writes the mark in place of the kind
        named["event"] = "USER_DEFINED"
    return LogLine(file=file, offset=offset, at=at, extra=extra if isinstance(extra, dict) else {}, **named)


@dataclass(frozen=True)
class EventLog:
    """The log of one switch; ``path`` is where it writes, older files lie beside it under other names."""

    path: Path

    def read(self, after: LogPlace, *, most: int = MOST) -> tuple[list[LogLine], LogPlace]:
        """The next lines and the place after them; the same place when there is nothing new.

        A file that was put away is read to its end before the next one is begun.
        """
        current = self._find(after.file)
        if current is None:
            first = self._oldest_after(after.file)
            if first is None:
                return [], after
            current, after = first, LogPlace(first.stat().st_ino, 0)
        lines, place = self._lines(current, after, most)
        if not lines and place == after and current != self.path and self.path.exists():
            following = self._oldest_after(after.file)
            if following is not None:
                return self._lines(following, LogPlace(following.stat().st_ino, 0), most)
        return lines, place

    def _lines(self, path: Path, place: LogPlace, most: int) -> tuple[list[LogLine], LogPlace]:
        with path.open("rb") as file:
            file.seek(place.offset)
            block = file.read(most)
        whole = block[: block.rfind(b"\n") + 1]
        found, offset = [], place.offset
        for raw in whole.splitlines(keepends=True):
            if (line := parse(raw, file=place.file, offset=offset)) is not None:
                found.append(line)
            offset += len(raw)
        return found, LogPlace(place.file, offset)

    def _find(self, inode: int) -> Path | None:
        return next((path for path in self._files() if path.stat().st_ino == inode), None)

    def _oldest_after(self, inode: int) -> Path | None:
        files = self._files()
        known = [path.stat().st_ino for path in files]
        return next(iter(files[known.index(inode) + 1 if inode in known else 0 :]), None)

    def _files(self) -> Sequence[Path]:
        """Put away ones first, in the order of their names, then the one being written."""
        away = sorted(self.path.parent.glob(f"{self.path.stem}-*{self.path.suffix}"))
        return [*away, *([self.path] if self.path.exists() else [])]

    def put_away(self, *, larger_than: int, named: str) -> bool:
        """Let the switch begin a new file when this one has grown; it opens its file for each line."""
        if not self.path.exists() or self.path.stat().st_size <= larger_than:
            return False
        self.path.rename(self.path.with_name(f"{self.path.stem}-{named}{self.path.suffix}"))
        return True

    def forget_before(self, place: LogPlace) -> int:
        """Remove files that were read to their end; they name callers. Returns how many."""
        files = self._files()
        known = [path.stat().st_ino for path in files]
        if place.file not in known:
            return 0
        done = files[: known.index(place.file)]
        for path in done:
            path.unlink()
        return len(done)
