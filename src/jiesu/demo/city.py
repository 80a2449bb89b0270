"""Installs the fictional city through the real actions; safe to run again, in part or whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jiesu.accounts.actions import create_account, set_password
from jiesu.accounts.selectors import user_by_username
from jiesu.catalogue.actions import import_duties, import_topics, install_presets, save_notice
from jiesu.catalogue.notices import notices_on
from jiesu.catalogue.tables import DutyRow, TopicRow
from jiesu.core.errors import NotFound
from jiesu.demo import duties, geography, notices, staff, topics, units
from jiesu.organisations.actions import assign_post, create_unit
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.selectors import actor_for, centre, posts_of, unit_by_code, units_below
from jiesu.organisations.units import UnitKind
from jiesu.places.actions import import_divisions

if TYPE_CHECKING:
    from jiesu.accounts.models import User
    from jiesu.organisations.models import Unit

_KINDS = {"district": UnitKind.COUNTY, "bureau": UnitKind.SECTION}
_POSTS_SINCE = timedelta(days=120)


@dataclass
class City:
    """The installed city as the journey needs it: keys of units by code, people by user name."""

    unit_ids: Mapping[str, int]
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """The person of that user name with the rights of their posts."""
        if username not in self._actors:
            self._actors[username] = actor_for(user_by_username(username))
        return self._actors[username]

    def clerk(self, unit: str) -> Actor:
        """The clerk of a unit."""
        return self.actor(f"{unit}-clerk")

    def leader(self, unit: str) -> Actor:
        """The leader of a unit."""
        return self.actor(f"{unit}-leader")


def install_city(*, today: date) -> City:
    """Divisions, units, people, topics, duties, notices of 云泽市; what is there already stays as it is."""
    import_divisions(_division_rows(), by=SYSTEM)
    install_presets(by=SYSTEM)
    made = _install_units()
    import_topics(_topic_rows(), by=SYSTEM, note="演示城市")
    import_duties(_duty_rows(), by=SYSTEM, note="演示城市")
    _install_notices(today)
    _install_staff(made, since=today - _POSTS_SINCE)
    return find_city()


def city_is_installed() -> bool:
    """Whether the last thing that :func:`install_city` makes is there."""
    try:
        user = user_by_username(staff.staff()[-1].username)
    except NotFound:
        return False
    return posts_of(user.pk).exists()


def find_city() -> City:
    """The city that was installed before.

    Raises:
        NotFound: there is none.
    """
    return City({unit.code: unit.pk for unit in units_below(centre())})


def give_passwords(usernames: Sequence[str], *, password: str, sure: bool) -> None:
    """Let these people sign in; one password for all of them, made for this installation.

    Args:
        usernames: who.
        password: the password.
        sure: whether they are known not to have it yet; else the first one is asked.
    """
    people = [user_by_username(username) for username in usernames]
    if sure or not people[0].check_password(password):
        for user in people:
            set_password(user, password=password, by=SYSTEM)


def _division_rows() -> list[dict[str, str]]:
    return [
        {"code": row.code, "name": row.name, "level": row.level, "parent": row.parent}
        for row in geography.divisions()
    ]


def _topic_rows() -> list[TopicRow]:
    names = {row.code: row.name for row in topics.topics()}
    return [
        TopicRow(
            level1=names[row.code[:2]],
            level2=names[row.code[:4]] if row.level > 1 else "",
            level3=row.name if row.level > 2 else "",
        )
        for row in topics.topics()
    ]


def _duty_rows() -> list[DutyRow]:
    return [
        DutyRow(
            topic=row.topic,
            area_code=row.area,
            lead=row.lead,
            assists=row.assists,
            legal_basis=row.legal_basis,
        )
        for row in duties.duties()
        if row.lead != units.CENTRE
    ]


def _install_units() -> dict[str, "Unit"]:
    try:
        made = {unit.code: unit for unit in units_below(centre())}
    except NotFound:
        made = {}
    for row in units.units():
        if row.code not in made:
            made[row.code] = _create(row, parent=made.get(row.parent))
    return made


def _create(row: units.UnitRow, *, parent: "Unit | None") -> "Unit":
    return create_unit(
        row.code,
        parent=parent,
        by=SYSTEM,
        name=row.name,
        short_name=row.short,
        kind=_KINDS.get(row.kind) or UnitKind(row.kind),
        area_code=row.area,
        liaison_name=row.liaison,
        liaison_phone=row.liaison_phone,
        approving_leader=row.leader,
        duty_phone=row.duty_phone,
        responsibilities=row.duties,
    )


def _install_notices(today: date) -> None:
    """What the city has to say, unless it says something already."""
    for row in () if notices_on(today) else notices.notices(today):
        save_notice(
            None,
            title=row.title,
            body=row.body,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_urgent=row.is_urgent,
            by=SYSTEM,
        )


def _install_staff(made: Mapping[str, "Unit"], *, since: date) -> None:
    for row in staff.staff():
        user = _account(row)
        if not posts_of(user.pk).exists():
            unit = made.get(row.unit) or unit_by_code(row.unit)
            assign_post(user.pk, unit=unit, role=row.role, by=SYSTEM, starts_on=since)


def _account(row: staff.StaffRow) -> "User":
    try:
        return user_by_username(row.username)
    except NotFound:
        return create_account(
            row.username, by=SYSTEM, display_name=row.name, employee_no=row.employee_no, phone=row.phone
        )
