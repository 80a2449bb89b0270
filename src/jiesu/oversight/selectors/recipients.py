"""Who the recipients of a notice are: the people who hold the posts, as they are held now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import user_by_id
from jiesu.core.errors import NotFound
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.noticing import Recipient
from jiesu.workorders import selectors as orders
from jiesu.workorders.actions.hearing import SPOKEN_BY
from jiesu.workorders.states import OPEN_SHARE_STATES, Share

if TYPE_CHECKING:
    from jiesu.accounts.models import User
    from jiesu.workorders.models import Assignment, TimelineEvent, WorkOrder


@dataclass
class Happening:
    """An event with what is asked about it, each read once and only when it is asked.

    Attributes:
        event: what was announced.
        order: the order it is about, if it is about one.
    """

    event: object
    order: "WorkOrder | None" = None
    _shares: "list[Assignment] | None" = None
    _line: "TimelineEvent | None" = None
    _people: dict[tuple[int, str], list["User"]] = field(default_factory=dict)

    @property
    def shares(self) -> "list[Assignment]":
        """All shares of the order, past ones too."""
        if self._shares is None:
            self._shares = orders.shares_of(self.order, current=False) if self.order else []
        return self._shares

    @property
    def line(self) -> "TimelineEvent | None":
        """The line of the timeline that the event is about."""
        seq = getattr(self.event, "seq", None)
        if self._line is None and self.order is not None and seq is not None:
            lines = orders.timeline_of(self.order, for_user=SYSTEM)
            self._line = lines.filter(seq=seq).first()
        return self._line

    @property
    def is_of_citizen(self) -> bool:
        """Whether the citizen said it."""
        return self.line is not None and SPOKEN_BY in self.line.data

    def about_units(self) -> set[int]:
        """The units of the shares that it is about: of the clock, of the line, or those newly given one."""
        clock_id = getattr(self.event, "deadline_id", None)
        if clock_id is not None and self.order is not None:
            rows = {row.pk: row.assignment_id for row in orders.deadlines_of(self.order)}
            share_id = rows.get(clock_id)
            return self._units({share_id}) if share_id else self.lead_units()
        data = self.line.data if self.line else {}
        if new := data.get("shares"):
            return {one["unit"] for one in new if one.get("kind") != Share.LEAD}
        return self._units({data["share"]}) if data.get("share") else self.lead_units()

    def ended_units(self) -> set[int]:
        """The units whose shares ended with it and who hold none now."""
        ended = set((self.line.data if self.line else {}).get("ended", ()))
        ended |= {self.line.data["share"]} if self.line and self.line.verb == "withdraw_share" else set()
        return self._units(ended) - {share.unit_id for share in self.shares if share.is_current}

    def lead_units(self) -> set[int]:
        """The unit that leads."""
        return {self.order.lead_unit_id} if self.order and self.order.lead_unit_id else set()

    def named_units(self) -> set[int]:
        """The units that the event itself names."""
        named = set(getattr(self.event, "unit_ids", ()))
        unit_id = getattr(self.event, "unit_id", None)
        return named | ({unit_id} if unit_id else set())

    def clerks(self, unit_ids: Iterable[int]) -> list["User"]:
        """Whoever signs for these units, leaders apart unless there is nobody else."""
        found: list[User] = []
        for unit_id in unit_ids:
            leaders = {user.pk for user in self.holders(unit_id, Permission.APPROVE_REPLY)}
            people = self.holders(unit_id, Permission.SIGN_ASSIGNMENT)
            found += [user for user in people if user.pk not in leaders] or people
        return found

    def leaders(self, unit_ids: Iterable[int]) -> list["User"]:
        """Whoever approves the replies of these units."""
        return [user for unit_id in unit_ids for user in self.holders(unit_id, Permission.APPROVE_REPLY)]

    def centre(self, permission: Permission, role: str) -> list["User"]:
        """The people of a role at the centre; where nobody holds it, whoever holds the permission."""
        unit = organisations.centre()
        in_role = [post.user for post in organisations.posts_at(unit, role=role)]
        return in_role or self.holders(unit.pk, permission)

    def holders(self, unit_id: int, permission: Permission) -> list["User"]:
        """The people with posts at this very unit that give a permission."""
        key = (unit_id, permission.value)
        if key not in self._people:
            self._people[key] = organisations.holders_at(unit_id, permission)
        return self._people[key]

    def _units(self, share_ids: Iterable[int]) -> set[int]:
        wanted = set(share_ids)
        return {share.unit_id for share in self.shares if share.pk in wanted}


_PERSONS = ("user_id", "person_id", "checker_id", "ordered_by_id")
_Finder = Callable[[Happening], list["User"]]


def staff_for(to: Recipient, happening: Happening) -> list["User"]:
    """The members of staff who are told; nobody for the citizen, who is no member of staff."""
    finder = _FINDERS.get(to)
    found = finder(happening) if finder else []
    return list({user.pk: user for user in found if user.is_active}.values())


def open_units(happening: Happening) -> set[int]:
    """The units that have the order now."""
    return {
        share.unit_id for share in happening.shares if share.is_current and share.state in OPEN_SHARE_STATES
    }


def _person(happening: Happening) -> list["User"]:
    keys = (getattr(happening.event, name, None) for name in _PERSONS)
    return _account(next((key for key in keys if key), None))


def _operator(happening: Happening) -> list["User"]:
    return _account(happening.order.registered_by_id if happening.order else None)


def _account(key: int | None) -> list["User"]:
    try:
        return [user_by_id(key)] if key else []
    except NotFound:
        return []


def _centre(permission: Permission, role: str) -> _Finder:
    return lambda happening: happening.centre(permission, role)


_FINDERS: dict[Recipient, _Finder] = {
    Recipient.LEAD_CLERKS: lambda one: one.clerks(one.lead_units()),
    Recipient.LEAD_LEADERS: lambda one: one.leaders(one.lead_units()),
    Recipient.SHARE_CLERKS: lambda one: one.clerks(one.about_units()),
    Recipient.SHARE_LEADERS: lambda one: one.leaders(one.about_units()),
    Recipient.ENDED_CLERKS: lambda one: one.clerks(one.ended_units()),
    Recipient.UNIT_CLERKS: lambda one: one.clerks(one.named_units()),
    Recipient.UNIT_LEADERS: lambda one: one.leaders(one.named_units()),
    Recipient.PERSON: _person,
    Recipient.OPERATOR: _operator,
    Recipient.DISPATCHERS: _centre(Permission.DISPATCH_ORDER, "dispatcher"),
    Recipient.REVIEWERS: _centre(Permission.REVIEW_ORDER, "reviewer"),
    Recipient.CALLBACK_STAFF: _centre(Permission.RECORD_CALLBACK, "callback"),
    Recipient.SUPERVISORS: _centre(Permission.SUPERVISE_ORDER, "supervisor"),
    Recipient.DUTY_CHIEFS: _centre(Permission.DECIDE_EXTENSION, "duty_chief"),
    Recipient.KEEPERS: _centre(Permission.KEEP_INSTRUCTIONS, "supervisor"),
    Recipient.APPEAL_JUDGES: _centre(Permission.DECIDE_SCORE_APPEAL, "assessor"),
}
