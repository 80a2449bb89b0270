"""The reads that begin every action, their statements built once.

Django takes three times as long to build one of these statements as the database takes to answer it, and
every action begins with both.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from jiesu.core import statements
from jiesu.workorders.models import Assignment, WorkOrder

M = TypeVar("M", bound=Model)
K = TypeVar("K", str, int)


class Prepared(Generic[M, K]):
    """A query of whole rows with one parameter.

    Args:
        rows: the query for a given parameter.
        example: any parameter of the right kind, to build the statement with.
    """

    def __init__(self, rows: Callable[[K], QuerySet[M]], *, example: K) -> None:
        self._rows: Callable[[K], QuerySet[M]] = rows
        self._example: K = example

    def fetch(self, parameter: K) -> list[M]:
        """The rows for this parameter, as the query itself would give them."""
        found = statements.fetch(self._statement, [parameter])
        return [self._model.from_db(connection.alias, self._names, values) for values in found]

    @cached_property
    def _model(self) -> type[M]:
        model: type[M] = self._rows(self._example).model
        return model

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._model._meta.concrete_fields]  # noqa: SLF001 - documented API

    @cached_property
    def _statement(self) -> str:
        statement, parameters = self._rows(self._example).query.sql_with_params()
        assert parameters == (self._example,)  # noqa: S101 - a mistake of the programmer, not of the input
        return str(statement)


LOCKED_ORDER = Prepared[WorkOrder, str](
    lambda number: WorkOrder.objects.select_for_update(no_key=True).filter(number=number), example="0"
)
"""The order of a number, locked until the transaction ends."""

SHARES = Prepared[Assignment, int](
    lambda order: Assignment.objects.filter(order_id=order).order_by("pk"), example=0
)
"""All shares of an order, past ones too, oldest first."""
