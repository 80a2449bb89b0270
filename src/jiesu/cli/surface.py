"""How the command line speaks: one line when something is wrong, never a stack trace."""

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from jiesu.config import env, postgres
from jiesu.config.cluster import Cluster
from jiesu.config.trouble import Trouble
from jiesu.core.errors import Refusal


class PlainSpoken(click.Group):
    """A group of commands whose failures are one line and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what it did not foresee goes to a file, with its place named."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except (Trouble, Refusal) as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            if env.flag("JIESU_DEBUG", default=False):
                raise
            raise click.ClickException(_described(error)) from error


def _described(error: Exception) -> str:
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, _database_errors()):
        return f"the database failed: {reason}; `jiesu doctor` says more"
    return f"unexpected: {type(error).__name__}: {reason} (details in {_written_down(error)})"


def _database_errors() -> tuple[type[Exception], ...]:
    import psycopg
    import psycopg_pool
    from django.db import OperationalError

    return (psycopg.OperationalError, psycopg_pool.PoolTimeout, OperationalError)


def _written_down(error: Exception) -> str:
    path = env.var_dir() / "log" / "errors.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return "no file: the directory of JIESU_VAR cannot be written; set JIESU_DEBUG=1 to see them"
    return str(path)


@contextmanager
def database() -> Iterator[Cluster | None]:
    """The database held and Django set up, for the duration of a command."""
    with postgres.available(env.var_dir()) as cluster:
        set_up_django()
        yield cluster


def set_up_django() -> None:
    """Let Django read the settings; imports of models come after this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
    import django

    django.setup()
