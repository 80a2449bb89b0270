"""``pg``: PostgreSQL's own programs, pointed at this installation's database."""

import os
import subprocess
from collections.abc import Sequence

from jiesu.config import env, postgres
from jiesu.config.cluster import programs
from jiesu.config.trouble import Trouble


def run(program: str, arguments: Sequence[str]) -> int:
    """Run one of them with the connection in its environment; returns its exit status.

    Raises:
        Trouble: there is no such program.
    """
    path = programs() / program
    if "/" in program or not path.exists():
        known = ", ".join(sorted(entry.name for entry in programs().iterdir()))
        raise Trouble(f"PostgreSQL has no program {program!r}; it has {known}")
    var = env.var_dir()
    with postgres.available(var):
        return subprocess.run([path, *arguments], env=_environment(postgres.url(var)), check=False).returncode  # noqa: S603 - a program of the list above


def _environment(url: str) -> dict[str, str]:
    """The variables of libpq, so that no password is visible among the processes."""
    entry = env.database_from(url)
    names = {
        "PGDATABASE": "NAME",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGHOST": "HOST",
        "PGPORT": "PORT",
    }
    connection = {name: entry[key] for name, key in names.items() if entry[key]}
    if mode := entry["OPTIONS"].get("sslmode"):
        connection["PGSSLMODE"] = mode
    return {**os.environ, **connection}
