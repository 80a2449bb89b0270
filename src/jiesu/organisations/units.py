"""Rules of units: kinds and levels, codes, paths, working hours."""

import re
from collections.abc import Sequence
from datetime import time
from enum import StrEnum

CENTRE_LEVEL = 1
DEEPEST_LEVEL = 4


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    CENTRE = "centre"
    COUNTY = "county"
    DEPARTMENT = "department"
    UTILITY = "utility"
    SECTION = "section"
    TOWNSHIP = "township"
    STATION = "station"
    VILLAGE = "village"
    COMMUNITY = "community"
    OTHER = "other"


UNIT_KIND_LABELS: dict[UnitKind, str] = {
    UnitKind.CENTRE: "热线中心",
    UnitKind.COUNTY: "县区",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.UTILITY: "公用企业",
    UnitKind.SECTION: "科室",
    UnitKind.TOWNSHIP: "乡镇街道",
    UnitKind.STATION: "站所",
    UnitKind.VILLAGE: "村",
    UnitKind.COMMUNITY: "社区",
    UnitKind.OTHER: "其他",
}

LEVEL_LABELS: dict[int, str] = {1: "中心", 2: "二级单位", 3: "三级单位", 4: "四级单位"}

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")


def is_unit_code(text: str) -> bool:
    """Whether ``text`` can be a unit's code: letters, digits, ``_ . -``, at most 40."""
    return _CODE.fullmatch(text) is not None


def path_below(parent_path: str, unit_id: int) -> str:
    """The path of a unit below another: ``0001.`` and 7 give ``0001.0007.``."""
    return f"{parent_path}{unit_id:04d}."


def level_of(path: str) -> int:
    """How deep a path is; the centre's is 1."""
    return path.count(".")


def kind_suits(kind: UnitKind, level: int) -> bool:
    """Whether a unit of this kind may stand at this level: the centre at the first and nothing else there."""
    return (kind is UnitKind.CENTRE) == (level == CENTRE_LEVEL)


def parse_windows(value: object) -> list[list[str]]:
    """Working hours as pairs ``["08:30", "12:00"]`` in order and apart.

    Raises:
        ValueError: not such pairs.
    """
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise ValueError("not a list of windows")
    windows = [_window(pair) for pair in value]
    moments = [moment for window in windows for moment in window]
    if moments != sorted(set(moments)):
        raise ValueError("windows overlap or run backwards")
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in windows]


def _window(pair: object) -> tuple[time, time]:
    if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
        raise ValueError("a window is a start and an end")
    start, end = (time.fromisoformat(str(moment)) for moment in pair)
    return start, end
