"""The runs that the demo can make: the city's own appeals, or the messages of a file."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

from django.conf import settings
from rich.console import Console

from jiesu.catalogue.selectors import current_rules
from jiesu.core import clock
from jiesu.demo.appeals import appeals
from jiesu.demo.city import City
from jiesu.demo.crew import Ticker, orphaned, share
from jiesu.demo.desk import journey
from jiesu.demo.messages import MOST_ROWS, Arrival, arrivals, message_journey, table_of
from jiesu.demo.schedule import play, regularly
from jiesu.demo.staff import cast
from jiesu.demo.stage import Stage, Steps
from jiesu.demo.telling import Bar
from jiesu.intake.rejects import RejectsFile, rejects_file
from jiesu.workorders.actions import sweep_deadlines

SEED = 12345
APPEALS = 600
DAYS = 30
WORTH_A_HAND = 300
"""Messages for which it pays to start another process."""

_MOST_HANDS = 4
_SWEEPS = 180

TurnedAway = tuple[int, str, tuple[str, ...]]
"""Line, reason and cells of a row that could not be registered after all."""


@dataclass
class _Tally:
    """What one process has to report."""

    done: Counter[str]
    refused: Counter[str]
    numbers: dict[str, str]
    known: int
    turned_away: list[TurnedAway] = field(default_factory=list)


def new_stage(city: City) -> Stage:
    """A stage in the installed city under the rules in force."""
    turns: dict[str, list[str]] = defaultdict(list)
    for person in cast():
        turns[person.role].append(person.username)
    return Stage(
        city=city,
        calendar=current_rules().calendar,
        cast={role: tuple(usernames) for role, usernames in turns.items()},
    )


def play_city(stage: Stage, *, note: Path, out: Console) -> None:
    """Play the city's own appeals; ``note`` keeps the present of its beginning for an interrupted run."""
    if not note.exists():
        note.write_text(json.dumps({"until": clock.now().isoformat()}))
    until = datetime.fromisoformat(json.loads(note.read_text())["until"])
    stream = appeals(APPEALS, seed=SEED, until=until.astimezone(clock.SHANGHAI), days=DAYS)
    stories = [journey(appeal, stage=stage) for appeal in stream]
    with Bar(out, total=len(stories)) as bar:
        play(
            [*stories, _sweeps(stream[0].received_at, until)],
            until=until,
            watch=lambda moment, over: bar.step(moment, over, stage),
        )


def play_file(stage: Stage, file: Path, *, out: Console) -> tuple[int, Path]:
    """Play the messages of a file; returns how many rows were turned away, and the file that holds them."""
    now = clock.now()
    with _rejects(file) as rejects:
        rows = list(arrivals(table_of(file), now=now, rejects=rejects))
        if len(rows) + rejects.count >= MOST_ROWS:
            out.print(f"演示只取前 {MOST_ROWS:,} 行，全部请用 jiesu import · only the first rows are played")
        hands = min(os.cpu_count() or 1, _MOST_HANDS, max(1, len(rows) // WORTH_A_HAND))
        with Bar(out, total=len(rows)) as bar:
            turned_away = _play_together(stage, rows, now=now, hands=hands, bar=bar)
        for line, reason, cells in sorted(turned_away):
            rejects.add(line, reason, cells)
    return rejects.count, rejects.path


def _play_together(
    stage: Stage, rows: Sequence[Arrival], *, now: datetime, hands: int, bar: Bar
) -> list[TurnedAway]:
    if hands == 1:
        turned_away: list[TurnedAway] = []
        stories: list[Steps] = [*_stories(stage, rows, turned_away)]
        stories.append(_sweeps(min((row.at for row in rows), default=now), now))
        play(stories, until=now, watch=lambda moment, over: bar.step(moment, over, stage))
        return turned_away
    shares = [[row for row in rows if crc32(row.key.encode()) % hands == number] for number in range(hands)]
    tallies = share(
        lambda number, ticker: _part(stage, shares[number], now=now, ticker=ticker),
        hands=hands,
        watch=bar.sums,
    )
    for tally in tallies:
        stage.done += tally.done
        stage.refused += tally.refused
        stage.numbers |= tally.numbers
        stage.known += tally.known
    sweep_deadlines(at=now)
    return [row for tally in tallies for row in tally.turned_away]


def _part(stage: Stage, rows: Sequence[Arrival], *, now: datetime, ticker: Ticker) -> _Tally:
    """What one process does: its share of the messages, with counts of its own."""
    own = Stage(city=stage.city, calendar=stage.calendar, cast=stage.cast)
    tally = _Tally(own.done, own.refused, own.numbers, known=0)
    parent = os.getppid()

    def watch(_moment: datetime, over: int) -> None:
        ticker.write(over, len(own.numbers), own.done.total())
        if orphaned(parent):
            os._exit(1)

    play(_stories(own, rows, tally.turned_away), until=now, watch=watch)
    tally.known = own.known
    return tally


def _stories(stage: Stage, rows: Sequence[Arrival], turned_away: list[TurnedAway]) -> list[Steps]:
    return [
        message_journey(
            row, stage=stage, on_refusal=lambda told, why: turned_away.append((told.line, why, told.cells))
        )
        for row in rows
    ]


def _sweeps(since: datetime, until: datetime) -> Steps:
    every = max((until - since) / _SWEEPS, timedelta(hours=4))
    return regularly(lambda at: sweep_deadlines(at=at), since=since, every=every)


@contextmanager
def _rejects(file: Path) -> Iterator[RejectsFile]:
    path: Path = settings.VAR / "imports" / f"{file.stem}.rejects.csv"
    with rejects_file(path, table_of(file).mapping.columns) as rejects:
        yield rejects
