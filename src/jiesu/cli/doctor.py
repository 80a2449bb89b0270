"""``doctor``: everything the installation needs, looked at one by one, with what to do about it."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from jiesu.cli import migrating
from jiesu.cli.surface import set_up_django
from jiesu.config import env, postgres

_GIB = 1024**3
_OLDEST_SERVER = 150_000
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class Level(StrEnum):
    """How a finding is to be taken: all well, worth a look, or broken."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line of the examination."""

    level: Level
    subject: str
    fact: str
    advice: str = ""

    def __str__(self) -> str:
        """The line as printed, with the advice below it."""
        line = f"{self.level:<5} {self.subject:<11} {self.fact}"
        return f"{line}\n{'':<18}→ {self.advice}" if self.advice else line


def examine() -> list[Finding]:
    """All findings, the outermost first; without a database the rest cannot be looked at."""
    findings = [*_guarded("disk", disk), *_guarded("keys", kept_keys)]
    try:
        with postgres.available(env.var_dir()):
            set_up_django()
            for subject, check in _CHECKS.items():
                findings += _guarded(subject, check)
            _close_connections()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        advice = "look at DATABASE_URL, or at the log in var/postgres/log"
        findings.append(Finding(Level.FAIL, "database", _one_line(error), advice))
    return findings


def _guarded(subject: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - a check that cannot be made is a finding too
        return [Finding(Level.FAIL, subject, _one_line(error))]


def disk() -> Iterator[Finding]:
    """Room left where the data lies."""
    place = env.var_dir()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    fact = f"{free / _GIB:.1f} GiB free in {place}"
    if free < _GIB:
        yield Finding(Level.FAIL, "disk", fact, "free some room: without it the database stops")
    elif free < 10 * _GIB:
        yield Finding(
            Level.WARN, "disk", fact, "a busy city fills a gibibyte in a few days: make room in time"
        )
    else:
        yield Finding(Level.OK, "disk", fact)


def kept_keys() -> Iterator[Finding]:
    """The keys of the personal data: there, readable by their owner only, and kept elsewhere too."""
    path = env.var_dir() / "secrets.json"
    env.key_ring(env.secrets_of(env.var_dir()))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding(Level.FAIL, "keys", f"{path} may be read by others", f"chmod 600 {path}")
    elif env.text("JIESU_DATA_KEYS") and env.text("JIESU_INDEX_KEY"):
        yield Finding(Level.OK, "keys", "from the environment")
    else:
        advice = "keep a copy apart from the database's backups: without it citizens' data cannot be read"
        yield Finding(Level.OK, "keys", f"in {path}", advice)


def front_end() -> Iterator[Finding]:
    """The pages' third-party files."""
    from jiesu.config import frontend

    if missing := frontend.missing_files():
        advice = "run `make install` where npm's registry can be reached"
        yield Finding(Level.WARN, "pages", f"{', '.join(missing)} not installed: pages look plain", advice)
    else:
        yield Finding(Level.OK, "pages", "their files are installed")


def server() -> Iterator[Finding]:
    """Which PostgreSQL, and whether it keeps what it acknowledged."""
    version, number, *durable = _one(
        "SELECT current_setting('server_version'), current_setting('server_version_num')::int, "
        "current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
    )
    where = "external" if env.database_url() else "embedded"
    if number < _OLDEST_SERVER:
        yield Finding(Level.FAIL, "database", f"PostgreSQL {version}, {where}", "15 or later is needed")
    else:
        yield Finding(Level.OK, "database", f"PostgreSQL {version}, {where}")
    off = [name for name, value in zip(_DURABLE, durable, strict=True) if value == "off"]
    if off:
        advice = "turn it on in postgresql.conf: a power cut may lose registrations"
        yield Finding(Level.FAIL, "database", f"{', '.join(off)} is off", advice)


def migrations() -> Iterator[Finding]:
    """Whether the tables are as this release wants them."""
    if missing := migrating.missing_migrations():
        fact = f"{len(missing)} missing, the first is {missing[0]}"
        yield Finding(Level.FAIL, "migrations", fact, "run `jiesu migrate`")
    else:
        yield Finding(Level.OK, "migrations", "up to date")


def vector() -> Iterator[Finding]:
    """The extension for finding similar appeals."""
    found = _one("SELECT (SELECT default_version FROM pg_available_extensions WHERE name = 'vector')")[0]
    if found:
        yield Finding(Level.OK, "pgvector", f"{found} available")
    else:
        advice = "install pgvector on the database server: finding similar appeals will need it"
        yield Finding(Level.WARN, "pgvector", "not available", advice)


def workers() -> Iterator[Finding]:
    """Whether somebody does the background work, and what has been left undone."""
    if migrating.missing_migrations():
        return
    alive, failed, oldest = _one(
        "SELECT "
        "(SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'), "
        "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'), "
        "(SELECT min(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id "
        " WHERE j.status = 'todo' AND j.scheduled_at IS NULL AND e.type = 'deferred')"
    )
    if alive:
        yield Finding(Level.OK, "workers", f"{alive} alive")
    else:
        advice = "start `jiesu serve`, or `jiesu worker` on any machine: warnings and notices wait for it"
        yield Finding(Level.WARN, "workers", "none alive", advice)
    if oldest and datetime.now(tz=UTC) - oldest > timedelta(minutes=10):
        advice = "start more workers: `jiesu worker` on any machine"
        yield Finding(Level.WARN, "jobs", f"one has been waiting since {oldest:%F %R} UTC", advice)
    if failed:
        advice = "see `jiesu manage procrastinate shell`, or the page of jobs in the configuration"
        yield Finding(Level.WARN, "jobs", f"{failed} failed for good", advice)


def clocks() -> Iterator[Finding]:
    """Whether this machine and the database agree on the time: deadlines depend on it."""
    before = datetime.now(tz=UTC)
    theirs: datetime = _one("SELECT clock_timestamp()")[0]
    apart = max(before - theirs, theirs - datetime.now(tz=UTC), timedelta(0)).total_seconds()
    fact = f"{apart:.1f} s apart from the database's"
    advice = "let both machines set their clocks by NTP"
    if apart > 60:
        yield Finding(Level.FAIL, "clock", fact, advice)
    elif apart > 2:
        yield Finding(Level.WARN, "clock", fact, advice)
    else:
        yield Finding(Level.OK, "clock", fact)


def exposure() -> Iterator[Finding]:
    """Whether what is reachable from elsewhere is reachable safely."""
    from django.conf import settings
    from django.core.checks import run_checks

    hosts = ", ".join(settings.ALLOWED_HOSTS)
    if env.only_this_machine(settings.ALLOWED_HOSTS):
        advice = "set JIESU_HOSTS to the name that others reach it by, and put TLS in front"
        yield Finding(Level.OK, "exposure", f"this machine only ({hosts})", advice)
        return
    if not (settings.PLAIN_HTTP or settings.BEHIND_PROXY):
        advice = "set JIESU_BEHIND_PROXY=1 where a proxy speaks TLS and sets X-Forwarded-Proto"
        yield Finding(
            Level.WARN, "exposure", "pages redirect to https, and nothing says that they came so", advice
        )
    problems = run_checks(include_deployment_checks=True)
    for problem in problems:
        yield Finding(
            Level.WARN, "exposure", f"{problem.id}: {_one_line(problem.msg)}", "see JIESU_PLAIN_HTTP"
        )
    if not problems:
        yield Finding(Level.OK, "exposure", f"TLS expected for {hosts}")


_CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "database": server,
    "migrations": migrations,
    "pgvector": vector,
    "workers": workers,
    "clock": clocks,
    "pages": front_end,
    "exposure": exposure,
}


def _one(query: str) -> tuple:  # type: ignore[type-arg]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple = cursor.fetchone()  # type: ignore[type-arg]
    return row


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
