"""``migrate``: the tables brought up to date, by one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from jiesu.config.trouble import Trouble

_LOCK = 6_212_345  # any number, the same in every process


def migrate() -> int:
    """Apply what is missing, and put in what every installation begins with; returns how many were applied.

    Several machines may start at once on one database: the others wait for the first.
    """
    from django.core.management import call_command
    from django.db import connections

    with _one_at_a_time():
        missing = missing_migrations()
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
        _install_presets()
    connections.close_all()
    return len(missing)


def missing_migrations() -> list[str]:
    """Names of the migrations that the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_unmigrated() -> None:
    """Say so instead of failing on a missing table.

    Raises:
        Trouble: the database is older than the program.
    """
    if missing := missing_migrations():
        raise Trouble(f"the database lacks {len(missing)} migrations: run `jiesu migrate`")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _install_presets() -> None:
    """What every installation begins with; written once, then kept as people have changed it."""
    from jiesu.accounts.actions import install_role_presets
    from jiesu.catalogue.actions import install_presets
    from jiesu.organisations.actors import SYSTEM
    from jiesu.oversight.actions import install_score_forms

    install_role_presets(by=SYSTEM)
    install_presets(by=SYSTEM)
    install_score_forms()
