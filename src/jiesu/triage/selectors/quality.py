"""How good suggestions were: what people chose for orders that came to their end, against what was suggested.

Only orders count for which something was suggested from the words alone. Every share is given with its
numerator and denominator.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage.models import ModelVersion, Suggestion
from jiesu.triage.states import Task

MOST = 200_000
_BINS = 10
_MOST_CONFUSED = 20


class Field(StrEnum):
    """What was suggested."""

    TOPIC = "topic"
    NATURE = "nature"
    UNIT = "unit"


_COLUMNS = {
    Field.TOPIC: ("topic_code", "topic_chance", "chosen_topic"),
    Field.NATURE: ("nature", "nature_chance", "chosen_nature"),
    Field.UNIT: ("unit_id", "unit_chance", "chosen_unit_id"),
}


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Line:
    """How suggestions fared for one week or one topic: taken as they were, out of all that were made."""

    name: str
    taken: Share


@dataclass(frozen=True)
class Bin:
    """Suggestions of about one chance: how sure they were on average, and how many were right."""

    low: float
    mean_chance: float
    right: Share


@dataclass(frozen=True)
class Confused:
    """A value that was suggested where people chose another, and how often."""

    suggested: str
    chosen: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How suggestions of one field fared in a span of time.

    Attributes:
        taken: suggestions that people left as they were.
        overridden: suggestions that people changed.
        silent: orders for which nothing was suggested, of all.
        by_week, by_topic: the same in parts; topics are those that people chose.
        bins: how far chances can be believed.
        confused: the commonest changes.
        calibration_error: mean distance between chance and share right, weighted; None of nothing.
    """

    field: Field
    since: datetime
    taken: Share
    overridden: Share
    silent: Share
    by_week: tuple[Line, ...]
    by_topic: tuple[Line, ...]
    bins: tuple[Bin, ...]
    confused: tuple[Confused, ...]
    calibration_error: float | None


@dataclass(frozen=True)
class _Row:
    suggested: str
    chance: float
    chosen: str
    topic: str
    week: date

    @property
    def is_right(self) -> bool:
        return self.chosen == self.suggested


def quality_of(field: Field, *, for_user: Actor, days: int = 90, at: datetime | None = None) -> Quality:
    """How suggestions of a field fared for the orders that came to their end in the last ``days``.

    A topic that was suggested less finely than people chose counts as right where it holds the chosen one.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    since = (at or clock.now()) - timedelta(days=days)
    rows = list(_rows(field, since))
    made = [row for row in rows if row.suggested]
    right = sum(row.is_right for row in made)
    bins = _bins(made)
    return Quality(
        field=field,
        since=since,
        taken=Share(right, len(made)),
        overridden=Share(len(made) - right, len(made)),
        silent=Share(len(rows) - len(made), len(rows)),
        by_week=_lines((f"{row.week:%Y-%m-%d}", row) for row in made),
        by_topic=_lines((row.topic, row) for row in made),
        bins=bins,
        confused=_confused(made),
        calibration_error=_error(bins),
    )


def model_versions(*, for_user: Actor) -> list[ModelVersion]:
    """All versions of models with their figures, the newest first.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    return list(ModelVersion.objects.order_by("-started_at", "-pk"))


def version_numbered(task: Task, number: int) -> int:
    """The key of a version of a task's models.

    Raises:
        NotFound: there is no such version.
    """
    key = ModelVersion.objects.filter(task=task.value, version=number).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound(what="模型版本 model version")
    return key


def _rows(field: Field, since: datetime) -> Iterable[_Row]:
    suggested, chance, chosen = _COLUMNS[field]
    found = Suggestion.objects.filter(settled_at__gte=since).exclude(**_nothing(chosen))
    for values in found.order_by("-settled_at").values_list(
        suggested, chance, chosen, "chosen_topic", "settled_at"
    )[:MOST]:
        yield _row(field, *values)


def _nothing(chosen: str) -> dict[str, Any]:
    """Orders for which nobody chose anything tell nothing."""
    return {f"{chosen}__isnull": True} if chosen.endswith("_id") else {f"{chosen}__in": ["", "other"]}


def _row(field: Field, *values: Any) -> _Row:  # noqa: ANN401 - columns of several kinds
    suggested, chance, chosen, topic, settled_at = values
    told, taken = str(suggested or ""), str(chosen)
    if field is Field.TOPIC and told and taken.startswith(told):
        told = taken
    day = settled_at.astimezone(clock.SHANGHAI).date()
    return _Row(told, chance, taken, topic, day - timedelta(days=day.weekday()))


def _lines(named: Iterable[tuple[str, _Row]]) -> tuple[Line, ...]:
    whole: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name, row in named:
        whole[name] += 1
        right[name] += row.is_right
    return tuple(Line(name, Share(right[name], whole[name])) for name in sorted(whole))


def _bins(rows: Iterable[_Row]) -> tuple[Bin, ...]:
    parts: dict[int, list[_Row]] = {}
    for row in rows:
        parts.setdefault(min(int(row.chance * _BINS), _BINS - 1), []).append(row)
    return tuple(
        Bin(
            low=number / _BINS,
            mean_chance=sum(row.chance for row in part) / len(part),
            right=Share(sum(row.is_right for row in part), len(part)),
        )
        for number, part in sorted(parts.items())
    )


def _confused(rows: Iterable[_Row]) -> tuple[Confused, ...]:
    counts = Counter((row.suggested, row.chosen) for row in rows if not row.is_right)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confused(told, chosen, count) for (told, chosen), count in ranked[:_MOST_CONFUSED])


def _error(bins: tuple[Bin, ...]) -> float | None:
    total = sum(one.right.whole for one in bins)
    if not total:
        return None
    return sum(abs(one.mean_chance * one.right.whole - one.right.part) for one in bins) / total
