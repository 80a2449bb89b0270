"""Rules of divisions: their five levels and their codes (GB/T 2260, GB/T 10114 and the statistical codes)."""

import re
from enum import StrEnum

_CODE = re.compile(r"[0-9]{2,12}")


class DivisionLevel(StrEnum):
    """How large a division is."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


LEVEL_LABELS: dict[DivisionLevel, str] = {
    DivisionLevel.PROVINCE: "省",
    DivisionLevel.CITY: "市",
    DivisionLevel.COUNTY: "县区",
    DivisionLevel.TOWNSHIP: "乡镇街道",
    DivisionLevel.VILLAGE: "村社区",
}

RANK: dict[DivisionLevel, int] = {level: rank for rank, level in enumerate(DivisionLevel)}


def is_division_code(text: str) -> bool:
    """Whether ``text`` can be a division's code: 2 to 12 digits."""
    return _CODE.fullmatch(text) is not None


def lies_below(level: DivisionLevel, parent: DivisionLevel) -> bool:
    """Whether a division of ``level`` may lie in one of ``parent``; levels may be skipped."""
    return RANK[level] > RANK[parent]


def path_below(parent_path: str, code: str) -> str:
    """The path of a division in another: ``320700.`` and ``320703`` give ``320700.320703.``."""
    return f"{parent_path}{code}."
