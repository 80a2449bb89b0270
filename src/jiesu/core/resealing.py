"""Personal data sealed again: after a change of key or cipher, so that the old key can be put away."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from jiesu.core.fields import SealedTextField, key_ring

_STALE = sql.SQL(
    "SELECT {key}, {column} FROM {table} WHERE {column} <> '' AND NOT starts_with({column}, %s) "
    "ORDER BY {key} LIMIT %s FOR UPDATE"
)
_WRITE = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s")


def reseal(*, batch: int = 500) -> Iterator[tuple[str, int]]:
    """Seal with the current key what was sealed with another; safe to interrupt and to run again.

    Yields:
        After each batch, the column and how many of its values were sealed again.

    Raises:
        CannotOpen: a value was sealed with a key that is not here.
    """
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:  # noqa: SLF001 - documented API
            if isinstance(field, SealedTextField):
                while done := _reseal_batch(model, field, batch=batch):
                    yield f"{model._meta.db_table}.{field.column}", done  # noqa: SLF001 - documented API


@transaction.atomic
def _reseal_batch(model: type[models.Model], field: SealedTextField, *, batch: int) -> int:
    ring = key_ring()
    meta = model._meta  # noqa: SLF001 - documented API
    names = {"table": meta.db_table, "column": field.column, "key": meta.pk.column}
    place = {part: sql.Identifier(str(name)) for part, name in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(_STALE.format(**place), [ring.prefix, batch])
        stale = cursor.fetchall()
        cursor.executemany(
            _WRITE.format(**place), [(ring.seal(ring.open(sealed)), key) for key, sealed in stale]
        )
    return len(stale)
