"""Getting the switch: Asterisk and what it needs, unpacked into a tree of its own beside the data.

The machine's own package client fetches the packages from the mirror that it is set up for anyway, and checks
their signatures; they are unpacked, not installed. Neither root nor a container is needed, and nothing of the
machine changes: the programs run with the tree's own libraries.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiesu.core.errors import Refusal

PACKAGES = ("asterisk", "libnss-wrapper", "espeak-ng")
SUITE = "forky"
"""The release of Debian that has Asterisk 22, the long-term one; ``JIESU_SWITCH_SUITE`` names another."""

_TOOLS = ("apt-get", "dpkg-deb", "tar")
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_LEFT_OUT = ("doc", "man", "locale", "lintian", "bug")
_PATIENCE = 900.0
_DONE = ".complete"


class SwitchUnavailable(Refusal):
    """The switch cannot be had or started here; the reason says what is missing."""

    code = "switch_unavailable"
    status = 503
    zh = "交换机不可用：{reason}"
    en = "The switch is not available: {reason}"


@dataclass(frozen=True)
class SwitchTree:
    """An unpacked tree and how its programs are run."""

    root: Path

    @property
    def is_complete(self) -> bool:
        """Whether the installation went through to its end."""
        return (self.root / _DONE).exists()

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """The command line of one of its programs: its own loader, its own libraries."""
        libraries = self._libraries()
        loader = next(iter(sorted((self.root / "usr").glob("lib*/ld-linux*.so.*"))), None)
        loader = loader or next(iter(sorted(libraries.glob("ld-linux*.so.*"))), None)
        if loader is None:
            raise SwitchUnavailable(reason=f"{self.root} has no program loader: run `jiesu switch install`")
        return [
            str(loader),
            *("--library-path", f"{libraries}:{libraries / 'pulseaudio'}"),
            *("--preload", str(libraries / "libnss_wrapper.so")),
            str(self.root / "usr" / program),
            *(str(argument) for argument in arguments),
        ]

    def environment(self, hosts: Path) -> dict[str, str]:
        """Names are looked up in ``hosts`` only: a name server that is slow would delay every call."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIESU_")},
            "NSS_WRAPPER_HOSTS": str(hosts),
            "ESPEAK_DATA_PATH": str(self._libraries() / "espeak-ng-data"),
        }

    @property
    def modules(self) -> Path:
        """Where Asterisk's modules lie."""
        return self._libraries() / "asterisk" / "modules"

    @property
    def data(self) -> Path:
        """Asterisk's own data: sounds, the documentation of its applications."""
        return self.root / "usr" / "share" / "asterisk"

    @property
    def defaults(self) -> Path:
        """The configuration as packaged."""
        return self.root / "etc" / "asterisk"

    def _libraries(self) -> Path:
        found = sorted((self.root / "usr" / "lib").glob("*-linux-gnu*"))
        return found[0] if found else self.root / "usr" / "lib"

    def version(self) -> str:
        """What the switch calls itself.

        Raises:
            SwitchUnavailable: it is not there, or does not run.
        """
        if not self.is_complete:
            raise SwitchUnavailable(reason=f"nothing is installed in {self.root}: run `jiesu switch install`")
        return _run(self.command("sbin/asterisk", "-V")).strip()


def install(root: Path, *, suite: str = SUITE) -> SwitchTree:
    """Fetch and unpack the switch; does nothing where that has been done.

    Raises:
        SwitchUnavailable: a tool, the mirror or the packages are missing; the reason names it.
    """
    tree = SwitchTree(root)
    if tree.is_complete:
        return tree
    _refuse_missing_tools()
    draft = root.with_name(f"{root.name}.{os.getpid()}")
    try:
        packages = _fetch(draft / "fetch", suite)
        for package in packages:
            _unpack(package, draft / "tree")
        shutil.rmtree(root, ignore_errors=True)
        (draft / "tree").rename(root)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _run(tree.command("sbin/asterisk", "-V"))
    (root / _DONE).touch()
    return tree


def _refuse_missing_tools() -> None:
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise SwitchUnavailable(
            reason=f"{', '.join(missing)} not found: this works on Debian and its kin; elsewhere install "
            "Asterisk 22 from the system's packages or an image, see docs/telephony.md"
        )
    if not _KEYS.exists():
        raise SwitchUnavailable(reason=f"{_KEYS} is missing: install debian-archive-keyring")


def _fetch(work: Path, suite: str) -> list[Path]:
    """The packages with all they depend on, as a machine would need them that has none."""
    for part in ("lists/partial", "cache/archives/partial"):
        (work / part).mkdir(parents=True)
    (work / "status").touch()
    (work / "sources.list").write_text(f"deb [signed-by={_KEYS}] {_mirror()} {suite} main\n")
    options = _options(work)
    _run(["apt-get", *options, "update", "-qq"], missing=f"the mirror has no usable suite {suite}")
    wanted = ["install", "-qq", "-y", "--download-only", *PACKAGES]
    _run(["apt-get", *options, *wanted], missing=f"{suite} does not have {' '.join(PACKAGES)}")
    return sorted((work / "cache" / "archives").glob("*.deb"))


def _options(work: Path) -> list[str]:
    given: Mapping[str, object] = {
        "Dir::State": work,
        "Dir::State::lists": work / "lists",
        "Dir::State::status": work / "status",
        "Dir::Cache": work / "cache",
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Acquire::Check-Valid-Until": "false",  # a mirror may be a snapshot; signatures still count
        "Acquire::Languages": "none",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "1",
    }
    return [part for name, value in given.items() for part in ("-o", f"{name}={value}")]


def _mirror() -> str:
    """Where the machine's package client gets its packages from."""
    told = _run(["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"])
    if not told.split():
        raise SwitchUnavailable(reason="apt knows no mirror: run `apt-get update` once, as root")
    return told.split()[0]


def _unpack(package: Path, root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    content = package.with_suffix(".tar")
    with content.open("wb") as file:
        subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=file, check=True)  # noqa: S603, S607
    left_out = [f"--exclude=./usr/share/{name}" for name in _LEFT_OUT]
    _run(["tar", "-x", "--no-same-owner", "-f", str(content), "-C", str(root), *left_out])
    content.unlink()
    package.unlink()


def _run(command: Sequence[str], *, missing: str = "") -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    if done.returncode:
        words = " ".join((done.stderr or done.stdout).split())[:300]
        raise SwitchUnavailable(reason=f"{missing or command[0]}: {words}")
    return done.stdout


def hosts_line() -> str:
    """The machine's own names for the loopback address, so that no name server is asked for them."""
    return f"127.0.0.1 localhost {socket.gethostname()}\n"
