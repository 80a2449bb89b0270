"""Statements that run at every step of every order: put together once, bound by the server, prepared.

Django puts a statement together anew each time, which takes longer than the database takes to run one of
these, and sends it with its values written out, so that the database plans it anew as well. What is here does
what ``save(update_fields=…)`` and ``bulk_create`` do for plain rows, and reads with a fixed text; everything
else goes through the ORM.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from django.db import connection, connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import AutoField, Field, Model

M = TypeVar("M", bound=Model)
Parameters = Sequence[object] | Mapping[str, object]

FEW = 4
"""Up to so many rows go in with INSERT: COPY takes two more round trips."""

_PLAIN = frozenset(
    {
        models.CharField,
        models.TextField,
        models.BooleanField,
        models.SmallIntegerField,
        models.IntegerField,
        models.BigIntegerField,
        models.BigAutoField,
        models.PositiveSmallIntegerField,
        models.PositiveIntegerField,
        models.PositiveBigIntegerField,
        models.FloatField,
    }
)
_Bound: Any = ServerBindingCursor
_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


class _BoundCursor(_Bound):  # type: ignore[misc]
    """Keeps the text of what it ran, which Django's log of statements shows."""

    def _convert_query(self, query: Any, params: Any = None) -> Any:  # noqa: ANN401 - psycopg's signature
        self._query = super()._convert_query(query, params)
        return self._query


def fetch(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows, with values bound by the server.

    Its text must be one of few, as every connection keeps it prepared; where the database cannot tell a
    value's type by itself, the text says it (``%s::bigint[]``).
    """
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def rows_of(model: type[M], condition: str, parameters: Parameters) -> list[M]:
    """Whole rows of a model, by what stands after WHERE: like :func:`fetch`, a text that is one of few."""
    names = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - documented API
    found = [list(values) for values in fetch(_select_of(model, condition), parameters)]
    for position, read in _readers(model):
        for values in found:
            values[position] = read(values[position], None, connection)
    return [model.from_db(connection.alias, names, values) for values in found]


def execute(statement: str, parameters: Parameters = ()) -> int:
    """Run a statement that returns nothing; how many rows it touched."""
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def insert(rows: Sequence[M]) -> list[M]:
    """Write new rows of one model, in one statement or none; each row gets its key.

    As ``bulk_create``: no signals, and a broken constraint is an ``IntegrityError``. Many rows go in with
    COPY, which is several times as fast.
    """
    if not rows:
        return []
    for row in rows:
        cast("Any", row)._prepare_related_fields_for_save("insert")  # noqa: SLF001 - as bulk_create begins
    if len(rows) > FEW:
        _copy(rows)
    else:
        values = [value for row in rows for value in _stored(row, _written(type(row)), add=True)]
        for row, (key,) in zip(rows, fetch(_insert_of(type(rows[0]), len(rows)), values), strict=True):
            row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - documented API
    return list(rows)


def update(row: Model, *names: str) -> None:
    """Write some fields of a row that is in the database.

    Raises:
        LookupError: it is not there any more.
    """
    model = type(row)
    fields = [_field(model, name) for name in names]
    if execute(_update_of(model, names), [*_stored(row, fields, add=False), row.pk]) != 1:
        raise LookupError(f"{model.__name__} {row.pk} is not there to be updated")


def _cursor() -> Any:  # noqa: ANN401 - Django does not type its cursors
    connection.ensure_connection()
    wrapper = cast("Any", connection)
    return wrapper._prepare_cursor(_BoundCursor(connection.connection))  # noqa: SLF001 - counts, logs, translates


def _stored(row: Model, fields: "Sequence[Field[Any, Any]]", *, add: bool) -> list[object]:
    """The values as they go to the database; of text, numbers and flags they are what the row holds."""
    own = connections[connection.alias]
    return [
        getattr(row, field.attname)
        if type(field) in _PLAIN
        else field.get_db_prep_save(field.pre_save(row, add), own)
        for field in fields
    ]


@cache
def _written(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented API
    return tuple(field for field in fields if not isinstance(field, AutoField))


@cache
def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", model._meta.get_field(name))  # noqa: SLF001 - documented API


def _copy(rows: Sequence[M]) -> None:
    model = type(rows[0])
    meta = model._meta  # noqa: SLF001 - documented API
    assert meta.pk is not None  # noqa: S101 - every model has one
    for row, (key,) in zip(rows, fetch(_KEYS, [meta.db_table, meta.pk.column, len(rows)]), strict=True):
        row.pk = key
    fields = (meta.pk, *_written(model))
    columns = ", ".join(_quoted(field.column) for field in fields)
    statement = f"COPY {_quoted(meta.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(_stored(row, fields, add=True))


@cache
def _readers(model: type[Model]) -> list[tuple[int, Any]]:
    """The fields whose values are read in another form than they are stored in, by position."""
    fields = enumerate(model._meta.concrete_fields)  # noqa: SLF001 - documented API
    return [(i, cast("Any", field).from_db_value) for i, field in fields if hasattr(field, "from_db_value")]


@cache
def _select_of(model: type[Model], condition: str) -> str:
    meta = model._meta  # noqa: SLF001 - documented API
    columns = ", ".join(_quoted(field.column) for field in meta.concrete_fields)
    return f"SELECT {columns} FROM {_quoted(meta.db_table)} WHERE {condition}"  # noqa: S608 - texts of ours


@cache
def _insert_of(model: type[Model], count: int) -> str:
    meta = model._meta  # noqa: SLF001 - documented API
    assert meta.pk is not None  # noqa: S101 - every model has one
    fields = _written(model)
    columns = ", ".join(_quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    values = ", ".join([row] * count)
    table, key = _quoted(meta.db_table), _quoted(meta.pk.column)
    return f"INSERT INTO {table} ({columns}) VALUES {values} RETURNING {key}"  # noqa: S608 - names of ours


@lru_cache(maxsize=512)
def _update_of(model: type[Model], names: tuple[str, ...]) -> str:
    meta = model._meta  # noqa: SLF001 - documented API
    assert meta.pk is not None  # noqa: S101 - every model has one
    settings = ", ".join(f"{_quoted(_field(model, name).column)} = %s" for name in names)
    table, key = _quoted(meta.db_table), _quoted(meta.pk.column)
    return f"UPDATE {table} SET {settings} WHERE {key} = %s"  # noqa: S608 - names of ours


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
