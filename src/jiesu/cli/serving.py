"""``serve``, ``web`` and ``worker``: the long-running parts of the program."""

import gc
import importlib
import os
import socket
from collections.abc import Callable, Mapping
from typing import Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from jiesu.cli import children, migrating
from jiesu.cli.surface import database, set_up_django
from jiesu.config.cluster import Cluster
from jiesu.config.trouble import Trouble


def serve(*, host: str, port: int, processes: int, worker: bool) -> None:
    """Everything on one machine until Ctrl-C: the database, the web processes, a worker.

    Raises:
        Trouble: the port is taken, the database cannot be had, or a part keeps dying.
    """
    refuse_taken_port(host, port)
    with database() as cluster:
        migrating.migrate()
        keep_serving(cluster, host=host, port=port, processes=processes, worker=worker)


def keep_serving(
    cluster: Cluster | None,
    *,
    host: str,
    port: int,
    processes: int,
    worker: bool,
    beside: Mapping[str, list[str]] | None = None,
) -> None:
    """Run the web processes and a worker until asked to stop, on a database that is up and migrated.

    ``beside`` names further commands of ours that are kept running with them.
    """
    from jiesu.cli import streaming

    collect_front_end()
    commands = {"web server": ["web", "--host", host, "--port", str(port), "--processes", str(processes)]}
    commands |= streaming.beside(host, port)
    if worker:
        commands["worker"] = ["worker"]
    commands |= beside or {}
    children.Household(commands, say=_say, watch=_Watch(cluster, host, port=port)).run()
    _say("stopped")


def collect_front_end() -> None:
    """Write the pages' files under ``var/static``, unless they lie there already; Django must be set up."""
    from django.conf import settings

    from jiesu.config import frontend

    frontend.collect(settings.STATIC_ROOT)


def address(host: str, port: int) -> str:
    """Where a person reaches the server from this machine."""
    shown = "localhost" if _reachable(host) in ("127.0.0.1", "::1") else host
    return f"http://{shown}:{port}/"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared


def web(*, host: str, port: int, processes: int) -> None:
    """The web server alone. Its database must be up and migrated.

    The program is loaded once, before the processes part: they start sooner and share its memory.
    """
    refuse_taken_port(host, port)
    if not children.end_with_parent():  # which has collected already
        set_up_django()
        collect_front_end()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
    target = "jiesu.config.wsgi"
    importlib.import_module(target)
    gc.collect()
    gc.freeze()
    Granian(
        f"{target}:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve(target_loader=_application)


def _application(target: str) -> Callable[..., Any]:
    """The application in a process of its own, which reads the knowledge's index before anybody searches."""
    from jiesu.knowledge.selectors import warm_index

    module, name = target.split(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    warm_index()
    return application


def work(*, queues: list[str], concurrency: int) -> None:
    """A worker until it is asked to stop; it finishes the jobs it has begun."""
    children.end_with_parent()
    with database() as cluster:
        migrating.refuse_unmigrated()
        try:
            _run_jobs(queues=queues, concurrency=concurrency)
        finally:
            if cluster and children.is_orphan():
                cluster.patience = 5.0


def _run_jobs(*, queues: list[str], concurrency: int) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    options = {"queues": queues} if queues else {}
    with app.replace_connector(DjangoConnector().get_worker_connector()) as with_connection:
        with_connection.run_worker(concurrency=concurrency, **options)


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything is started.

    Raises:
        Trouble: something listens there already, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(
                f"cannot listen on {host} port {port} ({error.strerror}): "
                "stop what uses it, or choose another with --port"
            ) from error


class _Watch:
    """Looked at several times a second: is the server up yet, is the database still there."""

    def __init__(self, cluster: Cluster | None, host: str, *, port: int) -> None:
        self._cluster = cluster
        self._place = (host, port)
        self._announced = False

    def __call__(self) -> None:
        if self._cluster and self._cluster.revive():
            _say("PostgreSQL had stopped and was started again")
        if not self._announced and self._answers():
            self._announced = True
            _say(f"serving on {address(*self._place)} — Ctrl-C stops everything")

    def _answers(self) -> bool:
        host, port = self._place
        try:
            socket.create_connection((_reachable(host), port), timeout=0.2).close()
        except OSError:
            return False
        return True


def _say(text: str) -> None:
    click.echo(f"jiesu: {text}", err=True)
