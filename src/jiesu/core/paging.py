"""Keyset paging: the next page starts after the last row seen, so deep pages cost what the first does."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet

from jiesu.core.errors import InvalidInput

T = TypeVar("T", bound=Model)

_BIGGEST_KEY = 2**63 - 1


class BadCursor(InvalidInput):
    """The cursor is not one of ours."""

    code = "bad_cursor"
    zh = "翻页标记无效，请从第一页重新开始。"
    en = "The cursor is not valid; start again from the first page."


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list and the cursor of the next, or None at the end."""

    items: Sequence[T]
    next_cursor: str | None


def page_of(
    rows: QuerySet[T], *, by: str, cursor: str | None = None, size: int = 50, descending: bool = True
) -> Page[T]:
    """One page of ``rows`` ordered by the column ``by`` and the primary key.

    Args:
        rows: a filtered queryset, unordered.
        by: an indexed column, or an annotation, that is never null.
        cursor: what the previous page gave as ``next_cursor``.
        size: rows a page, at most 200.
        descending: newest first.

    Raises:
        BadCursor: the cursor was not made by this function for this ordering.
    """
    size = max(1, min(size, 200))
    if cursor:
        column = _column(rows, by)
        rows = rows.filter(_after(by, _decode(cursor, column, by), descending=descending))
    sign = "-" if descending else ""
    items = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    more = len(items) > size
    items = items[:size]
    return Page(items, _encode(by, items[-1]) if more else None)


def _column(rows: QuerySet[T], by: str) -> "Field[Any, Any]":
    if by in rows.query.annotations:
        column: object = rows.query.annotations[by].output_field
    else:
        meta = rows.model._meta  # noqa: SLF001 - documented API
        column = meta.pk if by == "pk" else meta.get_field(by)
    assert isinstance(column, Field)  # noqa: S101 - a mistake of the caller, not of the input
    return column


def _after(by: str, position: tuple[Any, int], *, descending: bool) -> Q:
    value, key = position
    beyond = "lt" if descending else "gt"
    if by in ("pk", "id"):
        return Q(**{f"pk__{beyond}": key})
    return Q(**{f"{by}__{beyond}e": value}) & (Q(**{f"{by}__{beyond}": value}) | Q(**{f"pk__{beyond}": key}))


def _encode(by: str, row: Model) -> str:
    value = getattr(row, by)
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([by, plain, row.pk]).encode()).decode().rstrip("=")


def _decode(cursor: str, column: "Field[Any, Any]", by: str) -> tuple[Any, int]:
    """The position in a cursor, which may come from anywhere: every part is checked."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        name, plain, key = json.loads(raw)
        value = column.to_python(plain)
    except (ValueError, TypeError, ValidationError, OverflowError, RecursionError) as error:
        raise BadCursor(field="cursor") from error
    if name != by or value is None or "\0" in str(value) or type(key) is not int or abs(key) > _BIGGEST_KEY:
        raise BadCursor(field="cursor")
    return value, key
