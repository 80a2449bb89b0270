"""Units are named by their codes outside, by their keys inside."""

from collections.abc import Sequence

from jiesu.core.errors import NotFound
from jiesu.organisations import selectors
from jiesu.workorders.errors import UnknownReference


def unit_id(code: str, *, field: str) -> int:
    """The key of the unit with this code.

    Raises:
        UnknownReference: there is none; ``field`` names where it was asked for.
    """
    try:
        return selectors.unit_by_code(code).pk
    except NotFound as error:
        raise UnknownReference(field=field, what="单位", value=code) from error


def unit_ids(codes: Sequence[str], *, field: str) -> list[int]:
    """The keys of the units with these codes, in their order.

    Raises:
        UnknownReference: one does not exist.
    """
    return [unit_id(code, field=field) for code in codes]
