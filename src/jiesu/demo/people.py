"""Invented people: names by chance of a seed, telephone numbers in ranges that nobody can have."""

import random
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from jiesu.demo.chance import chance_of
from jiesu.demo.tables import table

_STAFF_NUMBERS = range(7000, 10000)
_CITIZEN_NUMBERS = 7000


@dataclass(frozen=True, kw_only=True, slots=True)
class Citizen:
    """Somebody who calls or writes; ``gender`` is 男 or 女."""

    name: str
    gender: str
    phone: str

    @property
    def surname(self) -> str:
        """The family name."""
        return self.name[:1]

    @property
    def title(self) -> str:
        """先生 or 女士."""
        return "先生" if self.gender == "男" else "女士"


def name_by(seed: str) -> str:
    """A full name, always the same for the same seed."""
    return _person(chance_of(seed)).name


def liaison_name(unit: str) -> str:
    """The clerk who is the unit's liaison."""
    return name_by(f"{unit}:clerk")


def leader_name(unit: str) -> str:
    """The leader who signs the unit's replies."""
    return name_by(f"{unit}:leader")


def staff_phone(seed: str) -> str:
    """A mobile number of the staff: 199 0000 7000 to 9999."""
    return f"1990000{_STAFF_NUMBERS[crc32(seed.encode()) % len(_STAFF_NUMBERS)]}"


def office_phone(seed: str) -> str:
    """A duty telephone in an area code that does not exist."""
    return f"0000-88{crc32(seed.encode()) % 1_000_000:06}"


@cache
def citizens() -> tuple[Citizen, ...]:
    """Everybody who may call: one person for each number 199 0000 0000 to 6999."""
    chance = chance_of("citizens")
    people = []
    for number in range(_CITIZEN_NUMBERS):
        person = _person(chance)
        people.append(Citizen(name=person.name, gender=person.gender, phone=f"1990000{number:04}"))
    return tuple(people)


def _person(chance: random.Random) -> Citizen:
    names = table("names")
    gender = chance.choice("男女")
    given = names["male" if gender == "男" else "female"]
    surname = chance.choices(names["surnames"], weights=names["weights"])[0]
    return Citizen(name=surname + chance.choice(given), gender=gender, phone="")
