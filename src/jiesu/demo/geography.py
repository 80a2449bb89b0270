"""Divisions of 云泽市 in the form of GB/T 2260 (six, nine and twelve digits under the unused prefix 99)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jiesu.demo.tables import table

_FIRST_CODE = {"街道": 1, "镇": 100, "乡": 200}
_FIRST_VILLAGE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class DivisionRow:
    """One division; ``level`` is city, county, township or village, ``parent`` the code above it."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Town:
    """A subdistrict or town with what lies in it.

    Attributes:
        code: nine digits.
        county: the name of its district or county.
        villages: its communities and villages.
        things: names of roads, estates, schools, markets, parks, sites, factories by kind.
    """

    code: str
    name: str
    county: str
    villages: tuple[DivisionRow, ...]
    things: Mapping[str, tuple[str, ...]]

    @property
    def county_code(self) -> str:
        """The six digits of its district or county."""
        return self.code[:6]


@cache
def city() -> DivisionRow:
    """The city itself."""
    entry = table("geography")["city"]
    return DivisionRow(code=entry["code"], name=entry["name"], level="city", parent="")


@cache
def counties() -> tuple[DivisionRow, ...]:
    """Districts, counties and the development zone."""
    return tuple(
        DivisionRow(code=entry["code"], name=entry["name"], level="county", parent=city().code)
        for entry in table("geography")["counties"]
    )


@cache
def towns() -> tuple[Town, ...]:
    """Every subdistrict, town and township."""
    return tuple(
        _town(entry, county=county, code=code)
        for county in table("geography")["counties"]
        for code, entry in _numbered(county)
    )


@cache
def divisions() -> tuple[DivisionRow, ...]:
    """All rows, parents before children."""
    townships = tuple(
        DivisionRow(code=town.code, name=town.name, level="township", parent=town.county_code)
        for town in towns()
    )
    villages = tuple(village for town in towns() for village in town.villages)
    return (city(), *counties(), *townships, *villages)


def _numbered(county: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    following = dict(_FIRST_CODE)
    rows = []
    for entry in county["towns"]:
        kind = next(suffix for suffix in following if entry["name"].endswith(suffix))
        rows.append((f"{county['code']}{following[kind]:03}", entry))
        following[kind] += 1
    return rows


def _town(entry: Mapping[str, Any], *, county: Mapping[str, Any], code: str) -> Town:
    things = {kind: tuple(names) for kind, names in entry.items() if kind not in ("name", "communities")}
    return Town(
        code=code,
        name=entry["name"],
        county=county["name"],
        villages=tuple(_villages(entry["communities"], town=code)),
        things=things,
    )


def _villages(names: list[str], *, town: str) -> list[DivisionRow]:
    following = {True: 1, False: _FIRST_VILLAGE}
    rows = []
    for name in names:
        urban = name.endswith("社区")
        rows.append(DivisionRow(code=f"{town}{following[urban]:03}", name=name, level="village", parent=town))
        following[urban] += 1
    return rows
