"""Telephone numbers 号码: one spelling for each, which may be dialled, which are for emergencies."""

import re
from enum import StrEnum

from jiesu.telephony.errors import NotANumber

EMERGENCY = {"110": "公安报警", "119": "消防", "120": "急救", "122": "交通事故"}
"""Numbers that a call is handed to at once, whatever lists say (国办函〔2025〕66号)."""

_ANONYMOUS = {"", "anonymous", "unavailable", "unknown", "restricted", "private", "asterisk"}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SERVICE = re.compile(r"1[0-9]\d{1,4}|[48]00\d{7}|9[56]\d{3,6}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")


class NumberKind(StrEnum):
    """What a number belongs to."""

    EMERGENCY = "emergency"
    MOBILE = "mobile"
    FIXED = "fixed"
    SERVICE = "service"
    FOREIGN = "foreign"
    HIDDEN = "hidden"
    OTHER = "other"


def normal(number: str, *, area: str = "") -> str:
    """The one spelling of a number; empty for a hidden one.

    ``+86 138-1234-5678`` and ``008613812345678`` become ``13812345678``; a mobile with the long-distance zero
    loses it; a local number gets the area code when that is known.
    """
    text = number.strip().translate(_FULL_WIDTH)
    if text.lower() in _ANONYMOUS:
        return ""
    sign, digits = text.startswith("+"), re.sub(r"\D", "", text)
    if (sign and digits.startswith("86")) or digits.startswith("0086"):
        return _home(digits.removeprefix("00").removeprefix("86"), area)
    if sign:
        return "00" + digits
    return _home(digits, area)


def _home(digits: str, area: str) -> str:
    if _MOBILE.fullmatch(digits.removeprefix("0")):
        return digits.removeprefix("0")
    if _LOCAL.fullmatch(digits) and area and not _SERVICE.fullmatch(digits):
        return area + digits
    if not digits.startswith("0") and _FIXED.fullmatch("0" + digits) and not _LOCAL.fullmatch(digits):
        return "0" + digits
    return digits


def kind_of(number: str) -> NumberKind:
    """What a number in its one spelling belongs to."""
    if not number:
        return NumberKind.HIDDEN
    if number in EMERGENCY:
        return NumberKind.EMERGENCY
    for kind, pattern in (
        (NumberKind.MOBILE, _MOBILE),
        (NumberKind.FIXED, _FIXED),
        (NumberKind.SERVICE, _SERVICE),
    ):
        if pattern.fullmatch(number):
            return kind
    return NumberKind.FOREIGN if number.startswith("00") else NumberKind.OTHER


def dialable(number: str, *, area: str = "") -> str:
    """The number as the trunk is given it.

    Raises:
        NotANumber: it is hidden, or of no kind that can be dialled.
    """
    found = normal(number, area=area)
    if kind_of(found) in (NumberKind.HIDDEN, NumberKind.OTHER):
        raise NotANumber(number=number)
    return found
