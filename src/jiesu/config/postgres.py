"""The database: an external server named by ``DATABASE_URL``, or the embedded PostgreSQL under ``var/``."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg

from jiesu.config import env
from jiesu.config.cluster import Cluster
from jiesu.config.trouble import Trouble


def cluster(var: Path) -> Cluster:
    """The embedded server of an installation."""
    return Cluster(var / "postgres")


def url(var: Path) -> str:
    """The connection address in force: ``DATABASE_URL``, or the embedded server's socket."""
    return env.database_url() or cluster(var).url()


PREPARED_AFTER = 3
"""Statements of ``core.statements`` are prepared when a connection runs them for the fourth time."""


def database(var: Path) -> dict[str, object]:
    """Django's entry for the database. Nothing is started here: see :func:`available`.

    ``JIESU_PREPARE=0`` is for poolers in between that do not keep prepared statements.
    """
    entry = env.database_from(url(var))
    options: dict[str, object] = {
        "connect_timeout": "10",
        "application_name": "jiesu",
        **entry.pop("OPTIONS"),
    }
    if size := env.number("JIESU_POOL_SIZE", default=8):
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
    if env.flag("JIESU_PREPARE", default=True):
        options["prepare_threshold"] = PREPARED_AFTER
    return {**entry, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}


@contextlib.contextmanager
def available(var: Path) -> Iterator[Cluster | None]:
    """Hold the database for the duration of the block.

    The embedded server is started when nobody has started it, and stopped when nobody else uses it. An
    external server is only looked at: nothing is ever started for it.

    Raises:
        Trouble: the server cannot be reached or started.
    """
    if address := env.database_url():
        _look_at(address)
        yield None
        return
    embedded = cluster(var)
    embedded.join()
    try:
        yield embedded
    finally:
        with _undisturbed():
            embedded.leave()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Being asked again to end does not interrupt the ending."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {kind: signal.signal(kind, signal.SIG_IGN) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for kind, handler in previous.items():
            signal.signal(kind, handler)


def _look_at(address: str) -> None:
    try:
        psycopg.connect(address, connect_timeout=10).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise Trouble(f"the database in DATABASE_URL cannot be reached: {reason}") from error
