"""Codes: topics in the form 2+2+2 digits, areas and their prefixes, kinds of reason.

There is no national topic code; two digits a level is what running systems use, with the codes of a province
kept beside in a mapping of its own.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from jiesu.core.errors import InvalidInput

TOPIC_LEVELS = 3
PATH_MARK = "/"
_TOPIC = re.compile(r"(?:[0-9]{2}){1,3}")
_PER_LEVEL = 99


class ReasonKind(StrEnum):
    """For what a reason code is chosen."""

    TRANSFER = "transfer"
    GUIDE = "guide"
    INVALID = "invalid"
    MERGE = "merge"
    RETURN = "return"
    SUSPENSION = "suspension"
    UNRESOLVED = "unresolved"


REASON_KIND_LABELS: dict[ReasonKind, str] = {
    ReasonKind.TRANSFER: "转接",
    ReasonKind.GUIDE: "告知引导",
    ReasonKind.INVALID: "无效",
    ReasonKind.MERGE: "并单",
    ReasonKind.RETURN: "退单",
    ReasonKind.SUSPENSION: "挂起",
    ReasonKind.UNRESOLVED: "未解决原因",
}


def is_topic_code(text: str) -> bool:
    """Whether ``text`` has the form of a topic code: two, four or six digits."""
    return _TOPIC.fullmatch(text) is not None


def topic_level(code: str) -> int:
    """1 for ``01``, 2 for ``0102``, 3 for ``010203``."""
    return len(code) // 2


def topic_prefixes(code: str) -> tuple[str, ...]:
    """The code and its ancestors, the most specific first: ``010203``, ``0102``, ``01``."""
    return tuple(code[:length] for length in range(len(code), 0, -2))


def area_stem(code: str) -> str:
    """A division's code without the zeros that only fill it up: ``990100`` becomes ``9901``.

    Codes have six digits (province 2, city 2, county 2), nine with the township, twelve with the village.
    """
    if len(code) > 6:
        tail, head = code[6:], code[:6]
        while tail.endswith("000"):
            tail = tail[:-3]
        return head + tail if tail else area_stem(head)
    while code.endswith("00"):
        code = code[:-2]
    return code


def area_prefixes(code: str) -> tuple[str, ...]:
    """The stems of an area and of everything around it, the most specific first, ``""`` (everywhere) last."""
    stem = area_stem(code)
    return tuple(stem[:length] for length in (12, 9, 6, 4, 2, 0) if length <= len(stem))


Path = tuple[str, ...]
"""Names from the first level down: ``("市政设施", "井盖设施", "井盖缺失破损")``."""


def assign_codes(paths: Iterable[Path], known: Mapping[Path, str]) -> dict[Path, str]:
    """A code for each path of names and for its ancestors, in the order of first appearance.

    A path that ever had a code keeps it, and no code is given to a second path, so statistics over years stay
    comparable.

    Raises:
        InvalidInput: more than 99 children below one parent, ever.
    """
    codes: dict[Path, str] = {}
    last: dict[str, int] = {}
    for code in known.values():
        last[code[:-2]] = max(last.get(code[:-2], 0), int(code[-2:]))
    for path in paths:
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            if part not in codes:
                codes[part] = known.get(part) or _next_code(codes.get(part[:-1], ""), last, part)
    return codes


def _next_code(parent: str, last: dict[str, int], path: Path) -> str:
    serial = last.get(parent, 0) + 1
    if serial > _PER_LEVEL:
        name = PATH_MARK.join(path[:-1])
        raise InvalidInput(
            field="level",
            reason_zh=f"“{name}”下的分类超过{_PER_LEVEL}个。",
            reason_en=f"There are more than {_PER_LEVEL} topics below “{name}”.",
        )
    last[parent] = serial
    return f"{parent}{serial:02d}"
