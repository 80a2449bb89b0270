"""The cast: the centre's people by name, and a clerk and a leader for every other unit."""

from dataclasses import dataclass
from functools import cache

from jiesu.demo.people import leader_name, liaison_name, staff_phone
from jiesu.demo.tables import table
from jiesu.demo.units import CENTRE, UnitRow, units


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffRow:
    """One person of the staff and the post held; ``role`` is a code of the accounts package."""

    username: str
    name: str
    employee_no: str
    role: str
    unit: str
    phone: str


@cache
def cast() -> tuple[StaffRow, ...]:
    """The centre's own people, the first of each role being the one whom the demo introduces."""
    return tuple(
        StaffRow(
            username=username,
            name=name,
            employee_no=f"1{index:03}",
            role=role,
            unit=CENTRE,
            phone=staff_phone(username),
        )
        for index, (username, name, role) in enumerate(table("cast"), start=1)
    )


@cache
def unit_staff() -> tuple[StaffRow, ...]:
    """A clerk and a leader for each unit below the centre."""
    below = [row for row in units() if row.level > 1]
    return tuple(person for index, row in enumerate(below) for person in _pair(row, index))


def staff() -> tuple[StaffRow, ...]:
    """Everybody."""
    return cast() + unit_staff()


def _pair(unit: UnitRow, index: int) -> tuple[StaffRow, StaffRow]:
    clerk = StaffRow(
        username=f"{unit.code}-clerk",
        name=liaison_name(unit.code),
        employee_no=f"2{index:03}1",
        role="unit_clerk",
        unit=unit.code,
        phone=unit.liaison_phone,
    )
    leader = StaffRow(
        username=f"{unit.code}-leader",
        name=leader_name(unit.code),
        employee_no=f"2{index:03}2",
        role="unit_leader",
        unit=unit.code,
        phone=staff_phone(f"{unit.code}-leader"),
    )
    return clerk, leader
