"""``jiesu demo``: builds the city, runs the main job before the newcomer's eyes, says how to look at it."""

import json
import secrets
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from jiesu.catalogue.selectors import current_rules
from jiesu.core import clock
from jiesu.demo import telling
from jiesu.demo.appeals import appeals
from jiesu.demo.city import City, city_is_installed, find_city, give_passwords, install_city
from jiesu.demo.desk import SOURCE, journey
from jiesu.demo.messages import arrivals, message_journey, table_of
from jiesu.demo.schedule import play, regularly
from jiesu.demo.staff import StaffRow, cast, unit_staff
from jiesu.demo.stage import Stage, Steps
from jiesu.demo.summary import find
from jiesu.demo.tempo import day_of
from jiesu.intake.opening import digest_of
from jiesu.intake.rejects import RejectsFile, rejects_file
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.actions import sweep_deadlines
from jiesu.workorders.selectors import state_counts

SEED = 12345
APPEALS = 600
DAYS = 30
_SWEEPS = 180
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_UNIT_PEOPLE = ("shui-clerk", "shui-leader", "chenghu-clerk", "chenghu-001-clerk")


@dataclass
class _Run:
    """One run: the stories to be told, and what was turned away before."""

    stage: Stage
    stories: list[Steps]
    since: datetime
    until: datetime


def run_demo(*, file: Path | None = None, address: str | None = None, out: Console | None = None) -> None:
    """Build the demo city and run the main job on its own appeals, or on those of a file.

    What was done before is not done again: the city stays, a finished run is only summed up, an interrupted
    one goes on with what it had not begun.

    Args:
        file: the newcomer's own messages, CSV or XLSX.
        address: where the server will be reached, if one is to run.
        out: where to talk to.

    Raises:
        UnreadableFile: the file cannot be read at all.
    """
    out = out or Console()
    folder = _folder()
    if file:
        table_of(file)  # a file that cannot be read is said before the work and not after it
    with out.status("正在建立演示城市云泽市 …"):
        city = find_city() if city_is_installed() else install_city(today=day_of(clock.now()))
        password = _password(folder)
    name = digest_of(file)[:16] if file else SOURCE
    summary = _finished(folder, name) or _carried_out(out, city, folder, name=name, file=file)
    _write(folder / "summary.json", summary)
    telling.show(out, summary)
    telling.invite(out, introduced(), password=password, address=address)


def introduced() -> list[StaffRow]:
    """One person for each role, and those of a few units."""
    first: dict[str, StaffRow] = {}
    for person in cast():
        first.setdefault(person.role, person)
    units = {person.username: person for person in unit_staff()}
    return [*first.values(), *(units[username] for username in _UNIT_PEOPLE)]


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


def _carried_out(out: Console, city: City, folder: Path, *, name: str, file: Path | None) -> dict[str, Any]:
    stage = new_stage(city)
    with _rejects(file) as rejects:
        run = _of_file(file, stage, rejects) if file and rejects else _of_the_city(stage, folder)
        began = time.monotonic()
        with telling.Bar(out, stage, total=len(run.stories)) as bar:
            play([*run.stories, _sweeps(run)], until=run.until, watch=bar.watch)
        seconds = time.monotonic() - began
        turned_away = rejects.count if rejects else 0
    with out.status("正在汇总 …"):
        summary = _summed_up(stage, seconds=seconds, rejected=turned_away, file=file)
    _write(folder / f"{name}.json", summary)
    return summary


def _of_the_city(stage: Stage, folder: Path) -> _Run:
    """The city's own appeals; an interrupted run keeps the present of its beginning."""
    note = folder / f"{SOURCE}.began.json"
    if not note.exists():
        _write(note, {"until": clock.now().isoformat()})
    until = datetime.fromisoformat(json.loads(note.read_text())["until"])
    stream = appeals(APPEALS, seed=SEED, until=until.astimezone(clock.SHANGHAI), days=DAYS)
    stories = [journey(appeal, stage=stage) for appeal in stream]
    return _Run(stage, stories, since=stream[0].received_at, until=until)


def _of_file(file: Path, stage: Stage, rejects: RejectsFile) -> _Run:
    now = clock.now()
    rows = list(arrivals(table_of(file), now=now, rejects=rejects))
    stories = [message_journey(row, stage=stage, rejects=rejects) for row in rows]
    return _Run(stage, stories, since=min((row.at for row in rows), default=now), until=now)


def _sweeps(run: _Run) -> Steps:
    every = max((run.until - run.since) / _SWEEPS, timedelta(hours=4))
    return regularly(lambda at: sweep_deadlines(at=at), since=run.since, every=every)


@contextmanager
def _rejects(file: Path | None) -> Iterator[RejectsFile | None]:
    if file is None:
        yield None
        return
    path: Path = settings.VAR / "imports" / f"{file.stem}.rejects.csv"
    with rejects_file(path, table_of(file).mapping.columns) as rejects:
        yield rejects


def _summed_up(stage: Stage, *, seconds: float, rejected: int, file: Path | None) -> dict[str, Any]:
    actions = stage.done.total()
    orders = len(stage.numbers)
    place = settings.VAR / "imports" / f"{file.stem}.rejects.csv" if file else None
    return {
        "source": file.name if file else SOURCE,
        "at": clock.now().isoformat(timespec="seconds"),
        **find(stage, at=clock.now()).as_plain(),
        "actions": actions,
        "actions_by_name": dict(stage.done.most_common()),
        "refused": dict(stage.refused.most_common()),
        "begun_before": stage.known,
        "rejected_rows": rejected,
        "rejects_file": str(place) if place and rejected else None,
        "throughput": {
            "seconds": round(seconds, 2),
            "orders_per_second": round((orders - stage.known) / max(seconds, 0.01), 2),
            "actions_per_second": round((actions - stage.known) / max(seconds, 0.01), 2),
        },
    }


def _finished(folder: Path, name: str) -> dict[str, Any] | None:
    """The summary of a run that came to its end on this very database."""
    path = folder / f"{name}.json"
    if not path.exists() or not state_counts(for_user=SYSTEM):
        return None
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def _password(folder: Path) -> str:
    """One password for the people whom the demo introduces, made once for each installation."""
    path = folder / "password"
    fresh = not path.exists()
    if fresh:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        path.touch(mode=0o600)
        path.write_text("-".join(groups))
    password = path.read_text().strip()
    give_passwords([person.username for person in introduced()], password=password, sure=fresh)
    return password


def _folder() -> Path:
    folder: Path = settings.VAR / "demo"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, content: object) -> None:
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
