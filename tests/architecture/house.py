"""What the architecture tests read: the sources as syntax trees, the floors, the files of the project."""

import ast
import functools
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jiesu"
DELIVERY = ("console", "portal", "api")


@functools.cache
def project() -> dict:
    """``pyproject.toml``."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@functools.cache
def contract(name_begins: str) -> dict:
    """One contract of import-linter, by the beginning of its name."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["name"].startswith(name_begins))


@functools.cache
def floors() -> dict[str, int]:
    """The floor of every package, the lowest is the greatest number."""
    layers = contract("The house")["layers"]
    return {package.strip(" ()"): floor for floor, line in enumerate(layers) for package in line.split("|")}


def sources(*packages: str) -> Iterator[Path]:
    """Our Python files, without migrations; of all packages when none is named."""
    for top in [SOURCE / package for package in packages] or [SOURCE]:
        for path in sorted(top.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), filename=str(path))


def shown(path: Path, line: int | None = None) -> str:
    """A place in the project, as an editor opens it."""
    place = str(path.relative_to(ROOT))
    return f"{place}:{line}" if line else place


def package_of(path: Path) -> str:
    """The package of the house that a source file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def files() -> Iterator[Path]:
    """Every file that is, or is about to be, committed."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (path := ROOT / name).is_file():
            yield path
