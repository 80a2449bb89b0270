"""``reset``: an installation forgotten, so that the next one begins anew."""

import shutil
from pathlib import Path

import click

from jiesu.config import env, postgres
from jiesu.config.trouble import Trouble

_KEPT = {"bench"}  # measurements are about the machine, not about the installation


def reset(*, sure: bool) -> None:
    """Remove the embedded database, the attachments and the keys. What the demo made goes without a question.

    Raises:
        Trouble: the database is not ours to remove, or somebody still uses it.
    """
    var = env.var_dir()
    if env.database_url():
        raise Trouble("DATABASE_URL names a database that is not ours to remove: drop and create it yourself")
    if not (sure or (var / "demo").exists()):
        click.confirm(f"{var} holds an installation that no demo made. Remove it for good?", abort=True)
    if not postgres.cluster(var).remove():
        raise Trouble("something still uses the database: stop `jiesu serve` and the like, then again")
    _empty(var)


def _empty(directory: Path) -> None:
    for path in directory.iterdir() if directory.exists() else ():
        if path.name in _KEPT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
