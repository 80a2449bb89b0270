"""Drawing what is inspected 抽样: by chance or by risk, by person or unit, again the same from a seed."""

import random
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from jiesu.core.clock import SHANGHAI


class Method(StrEnum):
    """How a sample is drawn 抽样方式."""

    RANDOM = "random"
    RISK = "risk"


METHOD_LABELS: dict[Method, str] = {Method.RANDOM: "随机", Method.RISK: "按风险加权"}


class Spread(StrEnum):
    """Over what a sample is spread: its size is then the size for each 抽样范围."""

    ALL = "all"
    PERSON = "person"
    UNIT = "unit"


SPREAD_LABELS: dict[Spread, str] = {Spread.ALL: "合计", Spread.PERSON: "每人", Spread.UNIT: "每单位"}


class Period(StrEnum):
    """How often a plan draws 抽样周期."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


PERIOD_LABELS: dict[Period, str] = {Period.DAY: "每日", Period.WEEK: "每周", Period.MONTH: "每月"}


class Risk(StrEnum):
    """Why something is drawn more easily 风险."""

    PERFUNCTORY = "perfunctory"
    WEAK = "weak"
    UNSATISFIED = "unsatisfied"
    OVERDUE = "overdue"
    REWORKED = "reworked"


RISK_LABELS: dict[Risk, str] = {
    Risk.PERFUNCTORY: "提示为敷衍",
    Risk.WEAK: "质量提示较差",
    Risk.UNSATISFIED: "诉求人不满意",
    Risk.OVERDUE: "办理超期",
    Risk.REWORKED: "曾重办",
}
RISK_WEIGHTS: dict[Risk, int] = {
    Risk.PERFUNCTORY: 6,
    Risk.WEAK: 3,
    Risk.UNSATISFIED: 4,
    Risk.OVERDUE: 2,
    Risk.REWORKED: 2,
}
"""What each risk adds to the weight of one that everything has; this product's own."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that may be drawn.

    Attributes:
        key: of the order, the reply or the recording.
        person: who is scored; None where nobody is known.
        unit: whose they are; None for the centre.
        risks: what speaks for looking at it.
        order: the order it belongs to, if there is one.
    """

    key: int
    person: int | None
    unit: int | None = None
    risks: frozenset[Risk] = field(default=frozenset())
    order: int | None = None

    @property
    def weight(self) -> int:
        """How easily it is drawn by risk."""
        return 1 + sum(RISK_WEIGHTS[risk] for risk in self.risks)


@dataclass(frozen=True, kw_only=True)
class Window:
    """One period of a plan: its key, and its span; the span lies wholly in the past when it is drawn."""

    key: str
    since: datetime
    until: datetime


def draw(
    candidates: Iterable[Candidate], *, method: Method, spread: Spread, size: int, seed: int
) -> list[Candidate]:
    """The sample, in the order of its keys; the same candidates and seed give the same sample.

    By risk, each is drawn with a chance that grows with its weight (Efraimidis and Spirakis: the greatest
    ``u ** (1 / weight)``); what nobody can be scored for is left out.
    """
    groups: dict[object, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda one: one.key):
        if candidate.person is not None:
            groups.setdefault(_group(candidate, spread), []).append(candidate)
    chance = random.Random(seed)  # noqa: S311 - a sample that can be drawn again, not a secret
    drawn = [one for group in groups.values() for one in _drawn(group, method, chance, size=size)]
    return sorted(drawn, key=lambda one: one.key)


def window_of(period: Period, today: date) -> Window:
    """The last whole day, week (from Monday) or month before a day."""
    if period is Period.DAY:
        first, last = today - timedelta(days=1), today
        key = f"{first:%Y-%m-%d}"
    elif period is Period.WEEK:
        last = today - timedelta(days=today.weekday())
        first = last - timedelta(days=7)
        key = f"{first:%G-W%V}"
    else:
        last = today.replace(day=1)
        first = (last - timedelta(days=1)).replace(day=1)
        key = f"{first:%Y-%m}"
    return Window(key=key, since=_midnight(first), until=_midnight(last))


def assigned(
    count: int,
    inspectors: Sequence[int],
    *,
    waiting: Mapping[int, int],
    persons: Sequence[AbstractSet[int | None]],
) -> list[int | None]:
    """Who inspects each: whoever has the least to do and is none of ``persons``; None if there is nobody."""
    load = {inspector: waiting.get(inspector, 0) for inspector in inspectors}
    chosen: list[int | None] = []
    for at in range(count):
        free = [one for one in load if one not in persons[at]]
        one = min(free, key=lambda who: (load[who], who)) if free else None
        if one is not None:
            load[one] += 1
        chosen.append(one)
    return chosen


def _group(candidate: Candidate, spread: Spread) -> object:
    if spread is Spread.PERSON:
        return candidate.person
    return candidate.unit if spread is Spread.UNIT else None


def _drawn(
    group: Sequence[Candidate], method: Method, chance: random.Random, *, size: int
) -> list[Candidate]:
    if method is Method.RANDOM:
        return chance.sample(list(group), min(size, len(group)))
    keyed = [(chance.random() ** (1 / one.weight), one) for one in group]
    return [one for _, one in sorted(keyed, key=lambda pair: -pair[0])[:size]]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
