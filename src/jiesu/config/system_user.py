"""The system user that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root. Started by root, it runs as whoever owns its data, and new data belongs
to the user ``pgserver``, who is made when missing. Started by anybody else it runs as that person.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiesu.config.trouble import Trouble

NAME = "pgserver"


@dataclass(frozen=True)
class SystemUser:
    """Who the server's programs run as; ``switch`` when that is somebody else than we are."""

    uid: int
    gid: int
    switch: bool

    @classmethod
    def for_data(cls, data: Path) -> "SystemUser":
        """The user for a data directory that may not exist yet.

        Raises:
            Trouble: the data belongs to somebody else and we may not become them.
        """
        owner = data.stat().st_uid if data.exists() else None
        if os.geteuid() == 0:
            return cls._for_root(owner or None)
        if owner not in (None, os.geteuid()):
            raise Trouble(
                f"{data} belongs to another user: run as that user or as root, or choose another JIESU_VAR"
            )
        return cls(uid=os.geteuid(), gid=os.getegid(), switch=False)

    @classmethod
    def _for_root(cls, owner: int | None) -> "SystemUser":
        entry = pwd.getpwuid(owner) if owner else _entry_of(NAME)
        return cls(uid=entry.pw_uid, gid=entry.pw_gid, switch=True)

    def run(self, command: Sequence[str | Path], *, cwd: Path, timeout: float) -> str:
        """Run a program as this user and return what it printed; a failure is a Trouble with its words."""
        with tempfile.TemporaryFile("w+") as output:  # not a pipe: the server would hold it open
            done = subprocess.run(  # noqa: S603 - our own programs and arguments
                [str(part) for part in command],
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
                **self._identity(),
            )
            output.seek(0)
            printed = output.read()
        if done.returncode:
            raise Trouble(f"{Path(command[0]).name} failed: {' '.join(printed.split())[-500:]}")
        return printed

    def _identity(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def own(self, path: Path, *, mode: int) -> None:
        """Give a file or directory to this user."""
        path.chmod(mode)
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def let_through(self, paths: Iterable[Path]) -> None:
        """Let this user reach the paths: directories on the way become passable, not listable."""
        if not self.switch:
            return
        for directory in {parent for path in paths for parent in (path, *path.parents)}:
            mode = stat.S_IMODE(directory.stat().st_mode)
            if not mode & stat.S_IXOTH and directory.stat().st_uid != self.uid:
                directory.chmod(mode | stat.S_IXOTH)

    def let_read(self, tree: Path) -> None:
        """Let this user read and run the installed programs below ``tree``."""
        if not self.switch:
            return
        for path in (tree, *tree.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if wanted != mode:
                path.chmod(wanted)


def _entry_of(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        pass
    program = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
    if program is None:
        raise Trouble(
            f"PostgreSQL does not run as root, and useradd is not here to make the user {name}: "
            "run as an ordinary user, or set DATABASE_URL"
        )
    made = subprocess.run(  # noqa: S603 - a fixed command
        [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Trouble(f"useradd could not make the user {name}: {made.stderr.strip()}")
    return pwd.getpwnam(name)
