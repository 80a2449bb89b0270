"""How many calls each half-hour will bring 话务预测: level, week, season, holidays, events.

A day's calls are a level times what its kind of day usually has: each weekday its own factor, a holiday and a
make-up working day theirs. The half-hours share the day by the profile of its kind. Newer days weigh more. A
centre with more than a year of history gets a factor of the season; expected events are put in by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import exp, floor, lgamma, log

SLOTS = 48
"""Half-hours of a day."""
HALF_LIFE = 28.0
"""Days after which a day weighs half as much for the level."""
SHAPE_HALF_LIFE = 180.0
"""Days after which a day weighs half as much for the shape of weeks and days."""
_PULL = 3.0
_SEASON_SPAN, _SEASON_PULL = 28, 10.0  # days


class DayShape(StrEnum):
    """Days whose hours are alike."""

    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class DayCalls:
    """One day of history: ``counts`` holds its 48 half-hours, ``is_working`` what the calendar says of it."""

    day: date
    counts: Sequence[int]
    is_working: bool

    @property
    def total(self) -> int:
        """Calls of the whole day."""
        return sum(self.counts)


def shape_of(day: date, *, is_working: bool) -> DayShape:
    """Which days a day is like: a make-up Saturday works, a weekday off is a holiday."""
    if is_working:
        return DayShape.WORKING
    return {5: DayShape.SATURDAY, 6: DayShape.SUNDAY}.get(day.weekday(), DayShape.HOLIDAY)


def _group(day: date, *, is_working: bool) -> str:
    """What has a factor of its own: each weekday that works, and each other shape of day."""
    shape = shape_of(day, is_working=is_working)
    if shape is DayShape.WORKING:
        return f"{shape}{min(day.weekday(), 4)}"  # a make-up weekend works as a Friday does
    return shape


@dataclass(frozen=True)
class Forecaster:
    """What was learnt; :meth:`day` tells a day's half-hours.

    Attributes:
        level: calls of an average day, lately.
        factors: what a group of days has in terms of the average day.
        profiles: each shape's shares of the day, 48 that sum to 1.
        season: by month, in terms of the year's average; 1 where there is less than a year of history.
    """

    level: float
    factors: Mapping[str, float]
    profiles: Mapping[DayShape, tuple[float, ...]]
    season: Mapping[int, float] = field(default_factory=dict)

    def day(self, day: date, *, is_working: bool, event: float = 1.0) -> tuple[float, ...]:
        """The calls expected in each half-hour; ``event`` 1.5 means half more than on a usual day."""
        total = (
            self.level * self.factors[_group(day, is_working=is_working)] * self.season.get(day.month, 1.0)
        )
        return tuple(total * event * share for share in self.profiles[shape_of(day, is_working=is_working)])


def learn(history: Iterable[DayCalls]) -> Forecaster:
    """A forecaster from days of history, in any order.

    Raises:
        ValueError: there is no day, or no call in any.
    """
    days = sorted(history, key=lambda one: one.day)
    if not days or not any(one.total for one in days):
        raise ValueError("a forecast needs days with calls")
    last = days[-1].day
    season = _season(days)
    factors = _factors(days, last, season)
    weights = [_weight(one, last, HALF_LIFE) for one in days]
    usual = [
        factors[_group(one.day, is_working=one.is_working)] * season.get(one.day.month, 1.0) for one in days
    ]
    level = sum(w * one.total for w, one in zip(weights, days, strict=True)) / sum(
        w * share for w, share in zip(weights, usual, strict=True)
    )
    return Forecaster(level=level, factors=factors, profiles=_profiles(days, last), season=season)


def _weight(one: DayCalls, last: date, half_life: float) -> float:
    return float(0.5 ** ((last - one.day).days / half_life))


def _factors(days: Sequence[DayCalls], last: date, season: Mapping[int, float]) -> dict[str, float]:
    """Each group's calls in terms of the average day; a group seen seldom is pulled towards its like."""
    mean = sum(one.total for one in days) / len(days)
    sums: dict[str, list[float]] = {}
    for one in days:
        weight = _weight(one, last, SHAPE_HALF_LIFE)
        held = sums.setdefault(_group(one.day, is_working=one.is_working), [0.0, 0.0])
        held[0] += weight * one.total / season.get(one.day.month, 1.0)
        held[1] += weight
    working = _mean(sums, [f"{DayShape.WORKING}{weekday}" for weekday in range(5)], otherwise=mean)
    resting = _mean(sums, [DayShape.SATURDAY, DayShape.SUNDAY, DayShape.HOLIDAY], otherwise=working)
    found = {}
    for group in (*(f"{DayShape.WORKING}{weekday}" for weekday in range(5)), *_RESTING):
        total, count = sums.get(group, (0.0, 0.0))
        like = working if group.startswith(DayShape.WORKING) else resting
        found[group] = (total + _PULL * like) / (count + _PULL) / mean
    return found


_RESTING = (DayShape.SATURDAY, DayShape.SUNDAY, DayShape.HOLIDAY)


def _mean(sums: Mapping[str, Sequence[float]], groups: Iterable[str], *, otherwise: float) -> float:
    found = [sums[group] for group in groups if group in sums]
    count = sum(one[1] for one in found)
    return sum(one[0] for one in found) / count if count else otherwise


def _profiles(days: Sequence[DayCalls], last: date) -> dict[DayShape, tuple[float, ...]]:
    """Each shape's shares; all days together stand behind a shape that has few calls."""
    sums = {shape: [0.0] * SLOTS for shape in DayShape}
    for one in days:
        weight = _weight(one, last, SHAPE_HALF_LIFE)
        held = sums[shape_of(one.day, is_working=one.is_working)]
        for slot, count in enumerate(one.counts):
            held[slot] += weight * count
    pooled = [sum(sums[shape][slot] for shape in DayShape) for slot in range(SLOTS)]
    whole = sum(pooled)
    return {
        shape: _shares(_smooth(sums[shape]), [_PULL * SLOTS * share / whole for share in _smooth(pooled)])
        for shape in DayShape
    }


def _smooth(values: Sequence[float]) -> list[float]:
    """Each half-hour with a share of its neighbours: what rises does not rise in one step."""
    ends = len(values)
    return [
        0.5 * values[slot] + 0.25 * values[slot - 1] + 0.25 * values[(slot + 1) % ends]
        for slot in range(ends)
    ]


def _shares(own: Sequence[float], prior: Sequence[float]) -> tuple[float, ...]:
    mixed = [one + other for one, other in zip(own, prior, strict=True)]
    whole = sum(mixed)
    return tuple(one / whole for one in mixed)


def _season(days: Sequence[DayCalls]) -> dict[int, float]:
    """Each month in terms of the average one; nothing unless every month was seen once to its end."""
    if (days[-1].day - days[0].day).days < 365 + _SEASON_SPAN:
        return {}
    sums: dict[int, list[int]] = {}
    for one in days:
        held = sums.setdefault(one.day.month, [0, 0])
        held[0] += one.total
        held[1] += 1
    mean = sum(one.total for one in days) / len(days)
    prior = _SEASON_PULL
    return {month: (total + prior * mean) / (count + prior) / mean for month, (total, count) in sums.items()}


@dataclass(frozen=True, kw_only=True)
class ForecastError:
    """How far forecasts were from what came.

    Attributes:
        wape: the sum of the differences by the sum of the calls, half-hour by half-hour.
        wape_daily: the same by whole days.
        naive: the same as ``wape`` for last week's same half-hour instead of a forecast.
        naive_daily: the same as ``wape_daily`` for last week's same day.
        floor: what ``wape`` would be if every rate were known: calls come by chance.
        calls: how many calls the held-out days have.
    """

    wape: float
    wape_daily: float
    naive: float
    naive_daily: float
    floor: float
    calls: int


def held_out(history: Iterable[DayCalls], *, weeks: int) -> ForecastError:
    """Learn from all but the last weeks, forecast each of those from what was before it, and compare.

    Raises:
        ValueError: the history is no longer than the weeks held out and one more.
    """
    days = sorted(history, key=lambda one: one.day)
    first = days[-1].day - timedelta(weeks=weeks) + timedelta(days=1) if days else date.min
    before = [one for one in days if one.day < first]
    if len(before) <= 7:
        raise ValueError("the history is too short for the weeks that are held out")
    by_day = {one.day: one for one in days}
    wrong = daily = naive = naive_daily = chance = calls = 0.0
    for one in (day for day in days if day.day >= first):
        known = [
            day
            for day in days
            if day.day < first + (one.day - first) // timedelta(weeks=1) * timedelta(weeks=1)
        ]
        told = learn(known).day(one.day, is_working=one.is_working)
        wrong += sum(abs(rate - count) for rate, count in zip(told, one.counts, strict=True))
        daily += abs(sum(told) - one.total)
        chance += sum(map(chance_of, told))
        week_ago = by_day.get(one.day - timedelta(weeks=1))
        last = week_ago.counts if week_ago else (0,) * SLOTS
        naive += sum(abs(count - other) for count, other in zip(one.counts, last, strict=True))
        naive_daily += abs(one.total - sum(last))
        calls += one.total
    return ForecastError(
        wape=wrong / calls,
        wape_daily=daily / calls,
        naive=naive / calls,
        naive_daily=naive_daily / calls,
        floor=chance / calls,
        calls=int(calls),
    )


def chance_of(rate: float) -> float:
    """How far a count is from its rate on average when calls come by chance: Poisson's mean deviation."""
    if rate <= 0:
        return 0.0
    whole = floor(rate)
    return 2 * exp((whole + 1) * log(rate) - rate - lgamma(whole + 1))


def by_half_hour(moments: Iterable[datetime], *, is_working: Mapping[date, bool]) -> list[DayCalls]:
    """Days of history from the local moments of calls; days between the first and the last may have none."""
    counts: dict[date, list[int]] = {}
    for moment in moments:
        counts.setdefault(moment.date(), [0] * SLOTS)[moment.hour * 2 + moment.minute // 30] += 1
    if not counts:
        return []
    first, last = min(counts), max(counts)
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        DayCalls(day, tuple(counts.get(day, [0] * SLOTS)), is_working.get(day, day.weekday() < 5))
        for day in span
    ]
