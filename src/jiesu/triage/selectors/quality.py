"""How good suggestions were: what people chose for orders that came to their end, against what was suggested.

Only orders count for which something was suggested from the words alone. Every share is given with its
numerator and denominator.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from jiesu.accounts.permissions import Permission, require
from jiesu.accounts.selectors import everybody
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.triage import fares
from jiesu.triage.fares import Bin, Confused, Confusion, Fared, Line, Share
from jiesu.triage.models import Suggestion

MOST = 200_000
_MOST_CONFUSED = 20
_MOST_CHANGED = 15
_MATRIX = 12


class Field(StrEnum):
    """What was suggested."""

    TOPIC = "topic"
    NATURE = "nature"
    UNIT = "unit"


FIELD_LABELS: dict[Field, str] = {
    Field.TOPIC: "事项分类",
    Field.NATURE: "诉求类型",
    Field.UNIT: "承办单位",
}

_COLUMNS = {
    Field.TOPIC: ("topic_code", "topic_chance", "chosen_topic"),
    Field.NATURE: ("nature", "nature_chance", "chosen_nature"),
    Field.UNIT: ("unit_id", "unit_chance", "chosen_unit_id"),
}


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How suggestions of one field fared in a span of time.

    Attributes:
        taken: suggestions that people left as they were.
        overridden: suggestions that people changed.
        silent: orders for which nothing was suggested, of all.
        by_week, by_topic: the same in parts; topics are those that people chose.
        by_unit, by_operator: where people changed most, by the unit that the order ended with and by the
            person who registered it; the names are keys.
        bins: how far chances can be believed.
        confused: the commonest changes.
        confusion: the commonest values against each other.
        calibration_error: mean distance between chance and share right, weighted; None of nothing.
        names: of the values, topics, units (``unit:7``) and operators (``operator:7``) above, by their keys.
    """

    field: Field
    since: datetime
    taken: Share
    overridden: Share
    silent: Share
    by_week: tuple[Line, ...]
    by_topic: tuple[Line, ...]
    by_unit: tuple[Line, ...]
    by_operator: tuple[Line, ...]
    bins: tuple[Bin, ...]
    confused: tuple[Confused, ...]
    confusion: Confusion
    calibration_error: float | None
    names: Mapping[str, str]


def quality_of(
    field: Field,
    *,
    for_user: Actor,
    days: int = 90,
    level: int = 3,
    topic: str = "",
    at: datetime | None = None,
) -> Quality:
    """How suggestions of a field fared for the orders that came to their end in the last ``days``.

    A topic that was suggested less finely than people chose counts as right where it holds the chosen one.

    Args:
        field: of which field.
        for_user: who asks.
        days: how far to look back.
        level: down to which level of the tree topics are told apart, 1 to 3.
        topic: beginning of the chosen topics' codes; all when empty.
        at: until when; now when not given.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    since = (at or clock.now()) - timedelta(days=days)
    rows = list(_rows(field, since, level=level, topic=topic))
    made = [row for row in rows if row.suggested]
    taken, bins = fares.share_taken(made), fares.bins(made)
    by_unit = fares.lines((str(row.unit or ""), row) for row in made)
    by_operator = fares.lines((str(row.operator or ""), row) for row in made)
    told = Quality(
        field=field,
        since=since,
        taken=taken,
        overridden=taken.rest,
        silent=Share(len(rows) - len(made), len(rows)),
        by_week=fares.lines((f"{row.week:%Y-%m-%d}", row) for row in made),
        by_topic=fares.lines((row.topic, row) for row in made),
        by_unit=fares.most_changed(by_unit, most=_MOST_CHANGED),
        by_operator=fares.most_changed(by_operator, most=_MOST_CHANGED),
        bins=bins,
        confused=fares.confused(made, most=_MOST_CONFUSED),
        confusion=fares.confusion(made, most=_MATRIX),
        calibration_error=fares.calibration_error(bins),
        names={},
    )
    return _named(told)


def _rows(field: Field, since: datetime, *, level: int, topic: str) -> Iterable[Fared]:
    suggested, chance, chosen = _COLUMNS[field]
    found = Suggestion.objects.filter(settled_at__gte=since).exclude(**_nothing(chosen))
    if topic:
        found = found.filter(chosen_topic__startswith=topic)
    cut = _cutter(field, level)
    columns = (
        suggested,
        chance,
        chosen,
        "chosen_topic",
        "settled_at",
        "chosen_unit_id",
        "order__registered_by_id",
    )
    for values in found.order_by("-settled_at").values_list(*columns)[:MOST]:
        yield _row(cut, level, *values)


def _nothing(chosen: str) -> dict[str, Any]:
    """Orders for which nobody chose anything tell nothing."""
    return {f"{chosen}__isnull": True} if chosen.endswith("_id") else {f"{chosen}__in": ["", "other"]}


def _cutter(field: Field, level: int) -> Callable[[str, str], tuple[str, str]]:
    """Brings what was suggested and what was chosen to the level on which they are compared."""

    def topics(told: str, taken: str) -> tuple[str, str]:
        if told and taken.startswith(told):
            told = taken
        return told[: 2 * level], taken[: 2 * level]

    return topics if field is Field.TOPIC else lambda told, taken: (told, taken)


def _row(cut: Callable[[str, str], tuple[str, str]], level: int, *values: Any) -> Fared:  # noqa: ANN401 - columns of several kinds
    suggested, chance, chosen, topic, settled_at, unit, operator = values
    told, taken = cut(str(suggested or ""), str(chosen))
    day = settled_at.astimezone(clock.SHANGHAI).date()
    monday = day - timedelta(days=day.weekday())
    return Fared(told, chance, taken, topic[: 2 * level], monday, unit, operator)


def _named(quality: Quality) -> Quality:
    """The same with the names of everything that it tells of: two queries."""
    values = {*quality.confusion.values}
    values |= {value for one in quality.confused for value in (one.suggested, one.chosen)}
    units = {int(line.name) for line in quality.by_unit}
    if quality.field is Field.UNIT:
        units |= {int(value) for value in values}
    people = everybody().filter(pk__in=[int(line.name) for line in quality.by_operator])
    names = {f"unit:{key}": unit.name for key, unit in units_by_id(units).items()}
    names |= {f"operator:{person.pk}": person.name for person in people}
    nodes = catalogue.topics_of()
    topics = {line.name for line in quality.by_topic} | (values if quality.field is Field.TOPIC else set())
    names |= {code: nodes[code].full_name for code in topics if code in nodes}
    if quality.field is Field.NATURE:
        names |= {value: NATURE_LABELS[Nature(value)] for value in values if value in NATURE_LABELS}
    if quality.field is Field.UNIT:
        names |= {value: names[f"unit:{value}"] for value in values if f"unit:{value}" in names}
    return replace(quality, names=names)
