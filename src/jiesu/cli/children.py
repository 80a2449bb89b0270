"""Child processes that are kept running, and stopped with whoever started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import psutil

from jiesu.config.trouble import Trouble

_PARENT = "JIESU_PARENT"
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
GRACE = 30.0  # seconds from being asked to stop to being killed
_LOOK_EVERY = 0.25
_SHORT_LIFE = 10.0
_SHORT_LIVES_ALLOWED = 5


def end_with_parent() -> bool:
    """In a child: be asked to stop when the parent dies, however it dies (on Linux; elsewhere do nothing).

    Returns whether there is such a parent.
    """
    parent = os.environ.pop(_PARENT, "")
    if not parent:
        return False
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != int(parent):
        sys.exit(0)  # it died before we could ask
    return True


def is_orphan() -> bool:
    """Whether the parent is dead or dying; its threads may outlive it for a moment, holding its locks."""
    try:
        return psutil.Process(os.getppid()).status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return True


@dataclass
class _Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    short_lives: int = 0


class Household:
    """Several child processes: started together, each started again when it dies, stopped together.

    Args:
        commands: arguments of ``jiesu`` by the name the child goes by.
        say: tells the person at the terminal.
        watch: called several times a second besides; keeps other things alive.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        say: Callable[[str], None],
        watch: Callable[[], None] = lambda: None,
    ) -> None:
        self._commands = commands
        self._say = say
        self._watch = watch
        self._stop = threading.Event()
        self._hurry = threading.Event()

    def run(self) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP; a second signal does not wait for work in progress.

        Raises:
            Trouble: a child dies again and again.
        """
        previous = {kind: signal.signal(kind, self._asked_to_stop) for kind in _SIGNALS}
        children: list[_Child] = []
        try:
            children += [_started(name, command) for name, command in self._commands.items()]
            while not self._stop.wait(_LOOK_EVERY):
                self._watch()
                children[:] = [self._kept_alive(child) for child in children]
        finally:
            self._end(children)
            for kind, handler in previous.items():
                signal.signal(kind, handler)

    def _asked_to_stop(self, *_: object) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def _kept_alive(self, child: _Child) -> _Child:
        status = child.process.poll()
        if status is None:
            return child
        _kill_group(child)
        lived = time.monotonic() - child.started
        short_lives = child.short_lives + 1 if lived < _SHORT_LIFE else 0
        if short_lives >= _SHORT_LIVES_ALLOWED:
            raise Trouble(f"the {child.name} keeps stopping (status {status}): see what it said above")
        self._say(f"the {child.name} stopped unexpectedly (status {status}) and is started again")
        self._stop.wait(min(2.0**short_lives / 4, 5.0) if short_lives else 0)
        successor = _started(child.name, child.command)
        successor.short_lives = short_lives
        return successor

    def _end(self, children: Sequence[_Child]) -> None:
        for child in children:
            child.process.terminate()
        patience = time.monotonic() + GRACE
        while any(child.process.poll() is None for child in children):
            if time.monotonic() > patience or self._hurry.is_set():
                break
            time.sleep(0.05)
        for child in children:
            _kill_group(child)
            child.process.wait()


_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _started(name: str, command: Sequence[str]) -> _Child:
    """Start it in a process group of its own: the terminal's Ctrl-C reaches us alone, and we pass it on."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "jiesu.cli", *command],
        env={**os.environ, _PARENT: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        process_group=0,
    )
    return _Child(name, command, process)


def _kill_group(child: _Child) -> None:
    """What is left of the child and of its own children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
