"""Whether an order tells what another one tells already: a stated rule with its reasons, no database.

An order earns points, 100 at most: for what is said (:data:`WORDS`), for the place (:data:`PLACE`), for
coming from the same citizen (:data:`CITIZEN`), for the topic (:data:`TOPIC`) and for being near in time
(:data:`TIME`). Two that name different places lose :data:`ELSEWHERE`. From :data:`ENOUGH` points on it is
shown, and each point has its reason beside it. Nothing is merged by points: a person looks and decides.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from jiesu.triage.reasons import Reason, Why, told

WORDS, PLACE, CITIZEN, TOPIC, TIME = 50.0, 20.0, 15.0, 10.0, 5.0
ELSEWHERE = 20.0

ENOUGH = 35.0
"""So many points make an order worth a look."""

LEAST_WORDS = 0.2
"""Orders that say less of the same are two matters, whoever and wherever they come from."""

_NEAR_DAYS = 30.0
_METRES = 300.0
_DEGREE = 111_320.0
_WORTH_TELLING = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is known of an appeal when it is compared.

    Attributes:
        at: when it was registered.
        names: places that its words and its address name.
        area_code, topic_code, citizen: empty where not known; the citizen is any key that tells people apart.
        point: longitude and latitude in degrees.
    """

    at: datetime
    names: frozenset[str] = frozenset()
    area_code: str = ""
    topic_code: str = ""
    citizen: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How far two appeals are one matter.

    Attributes:
        points: from 0 to 100.
        why: the reasons, the weightiest first.
        same_citizen, same_topic, same_place: what of it was the same.
    """

    points: float
    why: tuple[Reason, ...]
    same_citizen: bool
    same_topic: bool
    same_place: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons, each in Chinese; delivery renders them itself."""
        return tuple(told([reason]) for reason in self.why)

    @property
    def is_near(self) -> bool:
        """Whether it is worth a look."""
        return self.points >= ENOUGH


def likeness_of(one: Told, other: Told, *, words: float) -> Likeness:
    """Compare two appeals.

    Args:
        one: an appeal.
        other: another.
        words: how alike their words are, from 0 to 1.
    """
    citizen = bool(one.citizen) and one.citizen == other.citizen
    topic, topic_reason = _topic(one.topic_code, other.topic_code)
    place, place_reason = _place(one, other)
    days = abs((one.at - other.at).total_seconds()) / 86_400
    parts = [
        (
            WORDS * words,
            Reason(Why.WORDS_ALIKE, {"percent": round(100 * words)}) if words >= _WORTH_TELLING else None,
        ),
        (PLACE * place if place >= 0 else ELSEWHERE * place, place_reason),
        (CITIZEN * citizen, Reason(Why.SAME_CITIZEN) if citizen else None),
        (TOPIC * topic, topic_reason),
        (TIME * math.exp(-days / _NEAR_DAYS), _time_reason(days)),
    ]
    parts.sort(key=lambda part: -abs(part[0]))
    points = sum(value for value, _ in parts) if words >= LEAST_WORDS else 0.0
    return Likeness(
        points=round(min(100.0, max(0.0, points)), 1),
        why=tuple(reason for _, reason in parts if reason),
        same_citizen=citizen,
        same_topic=topic == 1.0,
        same_place=place >= _WORTH_TELLING,
    )


def _topic(one: str, other: str) -> tuple[float, Reason | None]:
    """1 for the same topic; a half for the same second level of the tree."""
    if not one or not other:
        return 0.0, None
    if one == other:
        return 1.0, Reason(Why.SAME_TOPIC)
    return (0.5, Reason(Why.TOPIC_BESIDE)) if one[:4] == other[:4] else (0.0, None)


def _place(one: Told, other: Told) -> tuple[float, Reason | None]:
    """From -1 (two places) to 1 (one place), 0 where it cannot be told."""
    if one.point and other.point and (metres := _metres(one.point, other.point)) < _METRES:
        return 1.0, Reason(Why.NEAR, {"metres": max(10, round(metres / 10) * 10)})
    shared = sorted(one.names & other.names, key=lambda name: (-len(name), name))
    if shared:
        return 1.0, Reason(Why.SAME_PLACE, {"place": (shared[0],)})
    if _apart(one.area_code, other.area_code):
        return -1.0, Reason(Why.OTHER_AREA)
    if one.names and other.names:
        return -0.5, Reason(Why.OTHER_PLACE)
    same_township = len(one.area_code) >= 9 and one.area_code[:9] == other.area_code[:9]
    return (0.4, Reason(Why.SAME_TOWNSHIP)) if same_township else (0.0, None)


def _apart(one: str, other: str) -> bool:
    """Whether two divisions lie beside each other, neither in the other."""
    first, second = _bare(one), _bare(other)
    return bool(first and second) and not (first.startswith(second) or second.startswith(first))


def _bare(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    wide = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(wide, one[1] - other[1]) * _DEGREE


def _time_reason(days: float) -> Reason | None:
    if days < 1:
        return Reason(Why.SAME_DAY)
    return Reason(Why.DAYS_APART, {"days": round(days)}) if days <= _NEAR_DAYS else None
