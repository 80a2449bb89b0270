"""The database server of a test run.

Every run has a PostgreSQL of its own in a throwaway directory, started when the first test needs it and
stopped when the run ends, however it ends; or uses the server named by ``TEST_DATABASE_URL`` (any database of
it, with the right to create databases). Migrations run once, into a template that each process copies.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from jiesu.config.cluster import Cluster

_RUN = "JIESU_TEST_RUN"
_PREFIX = "jiesu-tests-"
# Nothing of a test run has to survive a power cut, and many small runs share a machine.
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "autovacuum": "off",
    "logging_collector": "off",
}


def begin_run() -> None:
    """Choose the run's directory and names before Django reads its settings; workers inherit the choice."""
    if _RUN not in os.environ:
        _sweep()
        os.environ[_RUN] = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
        Path(os.environ[_RUN]).chmod(0o755)
    os.environ["JIESU_VAR"] = str(_directory() / "var")
    os.environ["JIESU_POOL_SIZE"] = "0"
    os.environ["DATABASE_URL"] = url_of(own_name())


def end_run() -> None:
    """Stop the server and remove everything, in the process that began the run."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if _external():
        _drop_all()
    else:
        _cluster().stop()
    shutil.rmtree(_directory(), ignore_errors=True)
    del os.environ[_RUN]


def new_directory() -> Path:
    """An empty directory that goes when the run ends."""
    made = Path(tempfile.mkdtemp(dir=_directory()))
    made.chmod(0o755)
    return made


def own_name() -> str:
    """The database of this process."""
    return f"{_run_name()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def url_of(database: str) -> str:
    """The address of one database of the run's server."""
    if external := _external():
        return urlunsplit(urlsplit(external)._replace(path=f"/{database}"))
    return _cluster().url(database)


def ensure_template() -> None:
    """Start the server and run the migrations, once a run."""
    with _once("template") as first:
        if first:
            if not _external():
                _cluster().revive()
            _execute(f'CREATE DATABASE "{_template()}"')
            _migrate(_template())


def make_own() -> None:
    """A fresh copy of the template as this process's database, in place of the one it has."""
    _execute(
        f'DROP DATABASE IF EXISTS "{own_name()}" WITH (FORCE)',
        f'CREATE DATABASE "{own_name()}" TEMPLATE "{_template()}" STRATEGY file_copy',
    )


def _migrate(database: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own_name()


@contextmanager
def _once(name: str) -> Iterator[bool]:
    """One process at a time; true for the first, and for the next when the first failed."""
    done = _directory() / f"{name}.done"
    with (_directory() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        first = not done.exists()
        yield first
        done.touch()


def _execute(*statements: str) -> None:
    with psycopg.connect(_external() or url_of("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _drop_all() -> None:
    with psycopg.connect(_external(), autocommit=True) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{_run_name()}_"]
        ).fetchall()
        for (name,) in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _sweep() -> None:
    """Clear away what killed runs left behind."""
    for directory in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = directory.name.removeprefix(_PREFIX).partition("-")[0]
        if not (owner.isdecimal() and psutil.pid_exists(int(owner))):
            with suppress(Exception):
                Cluster(directory / "postgres").stop()
            shutil.rmtree(directory, ignore_errors=True)


def _external() -> str:
    return os.environ.get("TEST_DATABASE_URL", "")


def _directory() -> Path:
    return Path(os.environ[_RUN])


def _cluster() -> Cluster:
    return Cluster(_directory() / "postgres", overrides=_FAST)


def _run_name() -> str:
    return "jiesu_test_" + _directory().name.removeprefix(_PREFIX).replace("-", "_").lower()


def _template() -> str:
    return f"{_run_name()}_template"
