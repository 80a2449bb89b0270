"""Member units of the city's hotline at four levels, with their duties and fictional telephone numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jiesu.demo.geography import Town, towns
from jiesu.demo.people import leader_name, liaison_name, office_phone, staff_phone
from jiesu.demo.tables import table

CENTRE = "rexian"
"""Code of the centre itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """One unit.

    Attributes:
        kind: centre, district, department, utility, section, bureau, township or community.
        parent: code of the unit one level up, empty for the centre.
        area: division it answers for, empty when the whole city.
        topics: topic codes (two to six digits) that a third-level unit takes on for its parent.
    """

    code: str
    name: str
    short: str
    level: int
    kind: str
    parent: str
    area: str
    duties: str
    topics: tuple[str, ...]
    liaison: str
    liaison_phone: str
    duty_phone: str
    leader: str


@cache
def units() -> tuple[UnitRow, ...]:
    """All units, parents before children."""
    return tuple(sorted(_all(), key=lambda row: row.level))


@cache
def unit_of(code: str) -> UnitRow:
    """The unit of that code.

    Raises:
        KeyError: there is none.
    """
    return {row.code: row for row in units()}[code]


@cache
def children_of(code: str) -> tuple[UnitRow, ...]:
    """The units directly below."""
    return tuple(row for row in units() if row.parent == code)


@cache
def county_unit(area: str) -> UnitRow:
    """The hotline office of the district or county in which a division lies."""
    return next(row for row in units() if row.kind == "district" and row.area == area[:6])


def _all() -> Iterator[UnitRow]:
    data = table("units")
    yield _unit(data["centre"], kind="centre", level=1, area="990100")
    for entry in data["counties"]:
        yield from _county(entry, fourth=frozenset(data["fourth_level"]))
    for entry in data["members"]:
        yield _unit(entry, kind=entry["kind"], level=2, parent=CENTRE)
        yield from (_section(section, parent=entry) for section in entry["sections"])


def _county(entry: Mapping[str, Any], *, fourth: frozenset[str]) -> Iterator[UnitRow]:
    duties = (
        f"承接市热线中心转办的{entry['short'].removesuffix('热线办')}辖区内诉求，统筹部门和街道（镇）办理"
    )
    yield _unit({**entry, "duties": duties}, kind="district", level=2, parent=CENTRE, area=entry["area"])
    for bureau in entry["bureaus"]:
        code = f"{entry['code']}-{bureau['code']}"
        yield _unit(
            {**bureau, "code": code}, kind="bureau", level=3, parent=entry["code"], area=entry["area"]
        )
    for town in towns():
        if town.county_code == entry["area"]:
            yield from _township(town, parent=entry["code"], deep=town.code in fourth)


def _township(town: Town, *, parent: str, deep: bool) -> Iterator[UnitRow]:
    code = f"{parent}-{town.code[6:]}"
    office = "办事处" if town.name.endswith("街道") else "人民政府"
    entry = {
        "code": code,
        "name": f"{town.county}{town.name}{office}",
        "short": town.name,
        "duties": f"{town.name}辖区内诉求的现场核查、协调处置和回复",
    }
    yield _unit(entry, kind="township", level=3, parent=parent, area=town.code)
    for village in town.villages if deep else ():
        below = {
            "code": f"{code}-{village.code[9:]}",
            "name": f"{town.name}{village.name}居民委员会",
            "short": village.name,
            "duties": "社区内诉求的上门核实和回访配合",
        }
        yield _unit(below, kind="community", level=4, parent=code, area=village.code)


def _section(section: Mapping[str, Any], *, parent: Mapping[str, Any]) -> UnitRow:
    entry = {
        **section,
        "code": f"{parent['code']}-{section['code']}",
        "name": f"{parent['name']}{section['name']}",
        "short": section["name"],
    }
    return _unit(entry, kind="section", level=3, parent=parent["code"])


def _unit(entry: Mapping[str, Any], *, kind: str, level: int, parent: str = "", area: str = "") -> UnitRow:
    code = entry["code"]
    return UnitRow(
        code=code,
        name=entry["name"],
        short=entry.get("short", entry["name"]),
        level=level,
        kind=kind,
        parent=parent,
        area=area,
        duties=entry["duties"],
        topics=tuple(entry.get("topics", ())),
        liaison=liaison_name(code),
        liaison_phone=staff_phone(f"{code}:liaison"),
        duty_phone=office_phone(code),
        leader=leader_name(code),
    )
