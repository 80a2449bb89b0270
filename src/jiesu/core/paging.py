"""Keyset paging: the next page starts after the last row seen, so deep pages cost what the first does."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from jiesu.core.errors import InvalidInput

T = TypeVar("T", bound=Model)


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
        by: an indexed column that is never null.
        cursor: what the previous page gave as ``next_cursor``.
        size: rows a page, at most 200.
        descending: newest first.

    Raises:
        BadCursor: the cursor was not made by this function for this ordering.
    """
    size = max(1, min(size, 200))
    if cursor:
        rows = rows.filter(_after(by, _decode(cursor, by), descending=descending))
    sign = "-" if descending else ""
    items = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    more = len(items) > size
    items = items[:size]
    return Page(items, _encode(by, items[-1]) if more else None)


def _after(by: str, position: tuple[Any, int], *, descending: bool) -> Q:
    value, key = position
    beyond = "lt" if descending else "gt"
    if by in ("pk", "id"):
        return Q(**{f"pk__{beyond}": key})
    return Q(**{f"{by}__{beyond}e": value}) & (Q(**{f"{by}__{beyond}": value}) | Q(**{f"pk__{beyond}": key}))


def _encode(by: str, row: Model) -> str:
    value = getattr(row, by)
    kind = "t" if isinstance(value, datetime) else "v"
    plain = value.isoformat() if kind == "t" else value
    return base64.urlsafe_b64encode(json.dumps([by, kind, plain, row.pk]).encode()).decode().rstrip("=")


def _decode(cursor: str, by: str) -> tuple[Any, int]:
    read: dict[str, Callable[[Any], Any]] = {"t": datetime.fromisoformat, "v": lambda value: value}
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        column, kind, value, key = json.loads(raw)
        if column != by or not isinstance(key, int):
            raise BadCursor(field="cursor")
        return read[kind](value), key
    except (ValueError, KeyError, TypeError) as error:
        raise BadCursor(field="cursor") from error
