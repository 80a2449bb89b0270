"""The duty catalogue: who leads, who assists, under which law, for a topic and an area."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jiesu.demo.geography import counties
from jiesu.demo.tables import table
from jiesu.demo.units import UnitRow, children_of, county_unit, unit_of

_COUNTY = "@county"


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyRow:
    """One entry; ``area`` is a county's code, or empty when it holds for the whole city."""

    topic: str
    area: str
    lead: str
    assists: tuple[str, ...]
    legal_basis: str


@cache
def duties() -> tuple[DutyRow, ...]:
    """The whole catalogue; an entry that names the county's own office is written out for each county."""
    return tuple(_written_out())


def duty_for(topic: str, *, area: str) -> DutyRow:
    """The most specific entry for a topic and a division.

    Raises:
        KeyError: nobody is responsible.
    """
    found = _by_topic_and_area()
    for length in (6, 4, 2):
        for county in (area[:6], ""):
            if (topic[:length], county) in found:
                return found[topic[:length], county]
    raise KeyError(topic)


def unit_named(code: str, *, area: str) -> UnitRow:
    """The unit of a code as written in the tables, where ``@county`` is the office of the area's county."""
    return county_unit(area) if code == _COUNTY else unit_of(code)


def township_of(unit: UnitRow, *, area: str) -> UnitRow | None:
    """The township below ``unit`` in which a division lies."""
    return next(
        (row for row in children_of(unit.code) if row.kind == "township" and row.area == area[:9]), None
    )


def section_of(unit: UnitRow, *, topic: str) -> UnitRow | None:
    """The third-level unit below ``unit`` that takes on a topic, the closest match first."""
    fitting = [
        (len(code), row) for row in children_of(unit.code) for code in row.topics if topic.startswith(code)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


@cache
def _by_topic_and_area() -> dict[tuple[str, str], DutyRow]:
    return {(row.topic, row.area): row for row in duties()}


def _written_out() -> Iterator[DutyRow]:
    for entry in table("duties"):
        local = _COUNTY in (entry["lead"], *entry["assists"])
        for area in [county.code for county in counties()] if local else [""]:
            yield DutyRow(
                topic=entry["topic"],
                area=area,
                lead=_code(entry["lead"], area=area),
                assists=tuple(_code(code, area=area) for code in entry["assists"]),
                legal_basis=entry["law"],
            )


def _code(code: str, *, area: str) -> str:
    return county_unit(area).code if code == _COUNTY else code
