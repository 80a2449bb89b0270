"""What the benchmarks share: a city of their own, a running server, tables and the log of results.

Each benchmark measures beside a reference in the same run and prints one table; each figure is appended
to ``var/bench/results.jsonl`` with its reference, ratio, machine and date. Nothing here touches the
installation's data: the benchmarks keep their own PostgreSQL under ``var/bench``.
"""

import contextlib
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("JIESU_BENCH_VAR") or ROOT / "var" / "bench").resolve()
os.environ["JIESU_VAR"] = str(VAR)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")

import psycopg  # noqa: E402 - the environment comes first
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from jiesu.config import cluster, env  # noqa: E402
from jiesu.config.postgres import cluster as embedded  # noqa: E402


@dataclass(frozen=True)
class Figure:
    """One measured value beside its reference.

    Attributes:
        name: what was measured.
        value, unit: the value.
        reference: the value it stands beside, in the same unit, or None.
        against: what the reference is.
        aim: what was aimed at, in words.
    """

    name: str
    value: float
    unit: str
    reference: float | None = None
    against: str = ""
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        """Value by reference."""
        return self.value / self.reference if self.reference else None


def report(title: str, figures: list[Figure]) -> None:
    """Print one table and append each figure to the log."""
    table = Table(title=title)
    for heading in ("measured", "value", "reference", "ratio", "aim"):
        table.add_column(heading, justify="left" if heading in ("measured", "aim") else "right")
    for figure in figures:
        reference = f"{figure.reference:,.1f} {figure.against}" if figure.reference is not None else "—"
        ratio = f"{figure.ratio:.3f}" if figure.ratio is not None else "—"
        table.add_row(figure.name, f"{figure.value:,.1f} {figure.unit}", reference, ratio, figure.aim)
    Console(width=150).print(table)
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "results.jsonl").open("a") as log:
        for figure in figures:
            row = asdict(figure) | {
                "ratio": figure.ratio,
                "machine": machine(),
                "date": datetime.now(UTC).isoformat(),
            }
            log.write(json.dumps(row, ensure_ascii=False) + "\n")


def machine() -> str:
    """Processor, cores and system in a few words."""
    name = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


@contextlib.contextmanager
def database(name: str) -> Iterator[str]:
    """A database of the benchmarks' own, installed with the demo city when it is new; yields its address."""
    server = embedded(VAR)
    server.join()
    try:
        url = _address(server.url(), name)
        os.environ["DATABASE_URL"] = url
        with psycopg.connect(_address(server.url(), "postgres"), autocommit=True) as admin:
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                admin.execute(f'CREATE DATABASE "{name}"')
        subprocess.run([sys.executable, "-m", "jiesu.cli", "migrate"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, str(ROOT / "bench" / "city.py")], check=True)
        yield url
    finally:
        server.leave()


def _address(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


@contextlib.contextmanager
def server(*, processes: int = 2) -> Iterator[int]:
    """The product's own web server on a free port of the loopback address; yields the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jiesu.cli", "web", "--port", str(port), "--processes", str(processes)]
    with (
        (VAR / "web.log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True) as child,
    ):
        try:
            _wait_for(port, child)
            yield port
        finally:
            os.killpg(child.pid, signal.SIGTERM)


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if child.poll() is not None:
            raise RuntimeError(f"the web server ended: {(VAR / 'web.log').read_text()[-2000:]}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the web server did not start within 30 seconds")


def tokens() -> dict[str, str]:
    """Bearer tokens of the benchmark's people by job, as ``city.py`` issued them."""
    stored: dict[str, str] = json.loads((VAR / f"tokens-{_database_name()}.json").read_text())
    return stored


def _database_name() -> str:
    return env.database_url().partition("?")[0].rpartition("/")[2]


def token_file() -> Path:
    """Where ``city.py`` leaves the tokens of a database."""
    return VAR / f"tokens-{_database_name()}.json"


def pgbench(url: str, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second that pgbench reaches with ``script``."""
    path = VAR / "script.sql"
    path.write_text(script)
    command = [
        cluster.programs() / "pgbench",
        "-n",
        "-c",
        str(clients),
        "-j",
        "2",
        "-T",
        str(seconds),
        "-f",
        path,
        url,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def fill_once(url: str, count: int, fill: Callable[..., None]) -> None:
    """Fill a database up to ``count`` orders, once."""
    with psycopg.connect(url) as connection:
        stored = connection.execute("SELECT count(*) FROM workorders_workorder").fetchone()[0]
    if stored < count:
        fill(url, count=count - stored)
