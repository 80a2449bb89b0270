"""The program as a person starts it: its own processes and database, to be killed at will."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from jiesu.config.cluster import Cluster

_TIMEOUT = 180.0  # seconds: other things may run on the machine


def environment(var: Path, **more: str) -> dict[str, str]:
    """What a fresh installation in ``var`` sees: no external database, no settings but ours."""
    foreign = ("DATABASE_URL", "JIESU_", "DJANGO_")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    settings = os.environ.get("JIESU_TEST_SETTINGS", "jiesu.config.settings")
    return {**mine, "JIESU_VAR": str(var), "DJANGO_SETTINGS_MODULE": settings, **more}


def jiesu(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "jiesu.cli", *arguments],
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
    )


def start(var: Path, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a command that stays; what it says goes to ``var/said.log``."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "said.log").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "jiesu.cli", *arguments],
            env=environment(var, **more),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


def wait_until(
    look: Callable[[], Any], *, timeout: float = _TIMEOUT, otherwise: Callable[[], str] = str
) -> Any:
    """What ``look`` gives as soon as it gives something; ``otherwise`` says more when it does not."""
    patience = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < patience, f"waited {timeout} s in vain; {otherwise()}"
        time.sleep(0.05)
    return found


def answers(port: int) -> bool:
    """Whether the server on this machine says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(process: subprocess.Popen[bytes], word: str) -> list[psutil.Process]:
    """The children of a process, and theirs, whose command line has this word."""
    found = []
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if word in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.Error:
            continue
    return found


def stop(process: subprocess.Popen[bytes], kind: int = signal.SIGINT) -> int:
    """Ask it to stop and wait for its exit status."""
    if process.poll() is None:
        process.send_signal(kind)
    return process.wait(_TIMEOUT)


def cluster(var: Path) -> Cluster:
    """The embedded server of the installation in ``var``."""
    return Cluster(var / "postgres")


@contextmanager
def joined(var: Path) -> Iterator[Cluster]:
    """The embedded server of an installation, held running for the block."""
    server = cluster(var)
    server.join()
    try:
        yield server
    finally:
        server.leave()
