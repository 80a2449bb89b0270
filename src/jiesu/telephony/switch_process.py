"""Starting, stopping and reloading the switch, as a child of nobody: it goes on when Jiesu is restarted."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from jiesu.telephony.switch_plan import SwitchPlace
from jiesu.telephony.switch_tree import SwitchTree, SwitchUnavailable, hosts_line

_BOOT = 60.0
_STOP = 10.0


@dataclass(frozen=True)
class Switch:
    """One node: its programs and its directories."""

    tree: SwitchTree
    place: SwitchPlace

    def write(self, contents: Mapping[str, str]) -> list[str]:
        """Write the configuration; names of the files that changed."""
        self.place.make()
        (self.place.base / "hosts").write_text(hosts_line())
        changed = [name for name, text in contents.items() if self._differs(name, text)]
        for name in changed:
            draft = self.place.etc / f".{name}"
            draft.touch(0o600)
            draft.write_text(contents[name])
            draft.replace(self.place.etc / name)
        return changed

    def _differs(self, name: str, text: str) -> bool:
        path = self.place.etc / name
        return not path.exists() or path.read_text() != text

    def start(self) -> int:
        """Start it and wait until it answers; its process id. Does nothing while it runs.

        Raises:
            SwitchUnavailable: it is not installed or configured, or does not come up.
        """
        if (running := self.pid()) is not None:
            return running
        self.tree.version()
        if not (self.place.etc / "asterisk.conf").exists():
            raise SwitchUnavailable(reason="it has no configuration: run `jiesu switch configure`")
        for stale in (self.place.base / "run").iterdir():
            stale.unlink()
        done = subprocess.run(  # noqa: S603 - our own program, which leaves itself running
            self.tree.command("sbin/asterisk", "-C", self._conf()),
            env=self._environment(),
            cwd=self.place.base,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_BOOT,
            check=False,
            start_new_session=True,
        )
        return self._await_boot(done.stdout + done.stderr)

    def _await_boot(self, said: str) -> int:
        patience = time.monotonic() + _BOOT
        while time.monotonic() < patience:
            with contextlib.suppress(SwitchUnavailable):
                if "fully booted" in self.ask("core waitfullybooted").lower() and (pid := self.pid()):
                    return pid
            time.sleep(0.1)
        self.kill()
        raise SwitchUnavailable(
            reason=f"it did not come up in {_BOOT:.0f} s: {' '.join(said.split())[-300:]}"
        )

    def stop(self) -> bool:
        """End it and the calls it carries; False when it does not run."""
        running = self.pid()
        if running is None:
            return False
        with contextlib.suppress(SwitchUnavailable):
            self.ask("core stop now")
        if not self._gone(running, within=_STOP):
            self.kill()
        return True

    def kill(self) -> None:
        """As a power cut would: nothing is written any more."""
        running = self.pid()
        if running is not None:
            os.kill(running, signal.SIGKILL)
            self._gone(running, within=_STOP)

    def _gone(self, pid: int, *, within: float) -> bool:
        patience = time.monotonic() + within
        while time.monotonic() < patience:
            if not psutil.pid_exists(pid) or self.pid() is None:
                return True
            time.sleep(0.05)
        return False

    def pid(self) -> int | None:
        """Its process id while it runs."""
        try:
            process = psutil.Process(int((self.place.base / "run" / "asterisk.pid").read_text()))
            alive = process.status() != psutil.STATUS_ZOMBIE and str(self._conf()) in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return process.pid if alive else None

    def reload(self) -> None:
        """Read the configuration anew; calls go on."""
        for module in ("res_pjsip.so", "app_queue.so", "pbx_config.so", "cel_custom.so"):
            self.ask(f"module reload {module}")
        self.ask("dialplan reload")

    def ask(self, words: str) -> str:
        """What the running switch answers to a command of its console.

        Raises:
            SwitchUnavailable: it does not run.
        """
        done = subprocess.run(  # noqa: S603 - our own program
            self.tree.command("sbin/asterisk", "-C", self._conf(), "-rx", words),
            env=self._environment(),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_BOOT,
            check=False,
        )
        if done.returncode:
            raise SwitchUnavailable(reason=" ".join((done.stdout + done.stderr).split())[:300])
        return done.stdout

    def _conf(self) -> Path:
        return self.place.etc / "asterisk.conf"

    def _environment(self) -> dict[str, str]:
        return self.tree.environment(self.place.base / "hosts")
