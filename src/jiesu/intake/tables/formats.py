"""How a number in a cell is meant: as a moment, or as text exactly as a person would read it."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Number formats of ECMA-376 §18.8.30 that are dates or times, the Chinese ones among them."""

_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile("[ymdhs]", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[Ee][+-]?[0-9]{1,3})?")
_SMALLEST, _EXACT = 1e-9, 1e15  # Excel keeps no more than 15 digits of a number
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_950_000  # late in the year 9976, counted from 1900


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a date or time: by its built-in number, or by its own code."""
    if code is None:
        return number in _BUILT_IN_DATES
    first = _NOT_FORMAT.sub("", code.partition(";")[0])
    return first.lower() != "general" and _DATE_LETTERS.search(first) is not None


def moment_text(number: str, *, since_1904: bool) -> str:
    """The moment that a serial day number means, to the second, such as ``2019-02-28 11:25:05``.

    A number below one is a time of day; one that is no day stays as it is.
    """
    try:
        serial = float(number)
    except ValueError:
        return number
    if not 0 <= serial <= _LAST_SERIAL:
        return number
    if 0 < serial < 60 and not since_1904:
        serial += serial >= 1  # the calendar of 1900 has a 29 February that never was
    moment = (_EPOCH_1904 if since_1904 else _EPOCH_1900) + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    return moment.isoformat(sep=" ").removesuffix(" 00:00:00")


def number_text(number: str) -> str:
    """A number as text: without ``.0``, without an exponent as long as all its digits are known.

    A long number that Excel has already cut (more than 15 digits) keeps its exponent, so that nobody takes
    the made-up digits for a telephone or identity number.
    """
    if (number.isascii() and number.isdigit()) or not _NUMBER.fullmatch(number):
        return number
    value = float(number)
    if value and not _SMALLEST <= abs(value) < _EXACT:
        return number
    return f"{value:.0f}" if value.is_integer() else f"{Decimal(repr(value)):f}"
