"""Places where things happen: an estate, a road, a village … somewhere in the city."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jiesu.demo.geography import Town, towns

_KINDS = {
    "road": "roads",
    "estate": "estates",
    "school": "schools",
    "market": "markets",
    "park": "parks",
    "site": "sites",
    "factory": "factories",
}
_SITES = {
    "housing": ("二期项目", "三期项目"),
    "resettlement": ("安置房项目", "棚户区改造项目", "搬迁后扶项目"),
    "building": ("期项目", "广场项目", "中心项目", "综合体项目", "公寓项目", "租赁住房项目", "安置房项目"),
}
_BUSY = {"990102": 30, "990103": 27, "990104": 20, "990171": 9, "990121": 9, "990122": 9}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place with the names that its surroundings go by.

    Attributes:
        area: code of the village or community it lies in; of the county when the place does not matter.
        address: as an operator writes it, empty when the place does not matter.
        names: fillings for the slots that name places.
    """

    area: str
    address: str
    names: Mapping[str, str]


def spot(kind: str, *, chance: random.Random) -> Spot:
    """Some place of a kind; ``none`` gives a place of residence without an address."""
    town = _town(kind, chance=chance)
    names = _names(town, chance=chance)
    village = town.villages[chance.randrange(len(town.villages))]
    if kind == "village":
        village = chance.choice([row for row in town.villages if row.name.endswith("村")])
    names |= {"community": village.name, "village": village.name}
    if kind in _SITES:
        names[kind] = chance.choice(_sites(town, kind))
    names["place"] = names.get(kind, town.name)
    if kind == "none":
        return Spot(area=town.county_code, address="", names=names)
    return Spot(area=village.code, address=_address(kind, names, chance=chance), names=names)


def _town(kind: str, *, chance: random.Random) -> Town:
    fitting = _towns_with(kind)
    weights = [_BUSY[town.county_code] for town in fitting]
    return chance.choices(fitting, weights=weights)[0]


@cache
def _towns_with(kind: str) -> tuple[Town, ...]:
    if kind == "village":
        return tuple(town for town in towns() if any(row.name.endswith("村") for row in town.villages))
    if kind in _SITES:
        return tuple(town for town in towns() if _sites(town, kind))
    need = ["estates", _KINDS.get(kind, "roads")]
    return tuple(town for town in towns() if all(town.things.get(name) for name in need))


def _sites(town: Town, kind: str) -> tuple[str, ...]:
    return tuple(name for name in town.things.get("sites", ()) if name.endswith(_SITES[kind]))


def _names(town: Town, *, chance: random.Random) -> dict[str, str]:
    names = {"district": town.county.removeprefix("云泽经济技术"), "town": town.name}
    for kind, plural in _KINDS.items():
        if things := town.things.get(plural) or _elsewhere(plural, near=town):
            names[kind] = chance.choice(things)
    others = [road for road in town.things["roads"] if road != names["road"]] or ["镇区主干道"]
    names["road2"] = chance.choice(others)
    return names


def _elsewhere(plural: str, *, near: Town) -> tuple[str, ...]:
    found = [
        name
        for town in towns()
        if town.county_code == near.county_code
        for name in town.things.get(plural, ())
    ]
    return tuple(found)


def _address(kind: str, names: Mapping[str, str], *, chance: random.Random) -> str:
    start = names["district"] + names["town"]
    if kind == "estate":
        return f"{start}{names['road']}{chance.randint(2, 268)}号{names['estate']}"
    if kind == "road":
        return (
            start + names["road"] + chance.choice([f"与{names['road2']}交叉口", f"{names['estate']}附近", ""])
        )
    return undoubled(start + names["place"], names)


def undoubled(text: str, names: Mapping[str, str]) -> str:
    """The text without the town's name twice in a row, as in 云溪镇云溪镇中心小学."""
    return text.replace(names["town"] * 2, names["town"])
