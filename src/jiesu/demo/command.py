"""``jiesu demo``: builds the city, runs the main job before the newcomer's eyes, says how to look at it."""

import json
import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from jiesu.core import clock
from jiesu.demo import runs, telling
from jiesu.demo.callbacks import call_back_the_city
from jiesu.demo.city import City, city_is_installed, find_city, give_passwords, install_city
from jiesu.demo.desk import SOURCE
from jiesu.demo.messages import table_of
from jiesu.demo.quality import inspect_the_city
from jiesu.demo.staff import StaffRow, cast, unit_staff
from jiesu.demo.stage import Stage
from jiesu.demo.summary import find
from jiesu.demo.supervision import supervise_the_city
from jiesu.demo.tempo import day_of
from jiesu.demo.urgings import urge_in_the_city
from jiesu.intake.opening import digest_of
from jiesu.organisations.actors import SYSTEM
from jiesu.triage.actions import begin_from_history
from jiesu.workorders.selectors import state_counts

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_UNIT_PEOPLE = ("shui-clerk", "shui-leader", "chenghu-clerk", "chenghu-001-clerk")


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
    with out.status("正在准备演示城市云泽市 …"):
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


def _carried_out(out: Console, city: City, folder: Path, *, name: str, file: Path | None) -> dict[str, Any]:
    stage = runs.new_stage(city)
    rejected, rejects = 0, Path()
    began = time.monotonic()
    if file:
        rejected, rejects = runs.play_file(stage, file, out=out)
    else:
        runs.play_city(stage, note=folder / f"{SOURCE}.began.json", out=out)
    begin_from_history()
    inspect_the_city(stage)
    supervise_the_city(stage)
    urge_in_the_city(stage)
    call_back_the_city(stage)
    seconds = time.monotonic() - began
    with out.status("正在汇总 …"):
        summary = {
            "source": file.name if file else SOURCE,
            "rejected_rows": rejected,
            "rejects_file": str(rejects) if rejected else None,
            **_summed_up(stage, seconds=seconds),
        }
    _write(folder / f"{name}.json", summary)
    return summary


def _summed_up(stage: Stage, *, seconds: float) -> dict[str, Any]:
    now, taken = clock.now(), max(seconds, 0.01)
    actions, orders = stage.done.total(), len(stage.numbers)
    return {
        "at": now.isoformat(timespec="seconds"),
        **find(stage, at=now).as_plain(),
        "actions": actions,
        "actions_by_name": dict(stage.done.most_common()),
        "refused": dict(stage.refused.most_common()),
        "begun_before": stage.known,
        "throughput": {
            "seconds": round(seconds, 2),
            "orders_per_second": round((orders - stage.known) / taken, 2),
            "actions_per_second": round((actions - stage.known) / taken, 2),
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
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
