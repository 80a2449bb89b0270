"""What surrounds every staff page: the person's jobs with what waits in each, and the stream of changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.accounts.permissions import CONFIGURATION, KNOWLEDGE, Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.console.lists.presets import address_of, presets_for
from jiesu.console.oversight import entries as oversight
from jiesu.console.settings.entries import Entry, entries_for
from jiesu.console.standing import is_acting
from jiesu.console.triage.entries import tabs_for
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.workorders import queues
from jiesu.workorders.queues import MOST_COUNTED, QUEUE_LABELS, Queue

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "jiesu_theme"


@dataclass(frozen=True)
class Job:
    """One queue in the navigation.

    Attributes:
        queue, label: which one.
        count, late: how many wait, and how many of them are overdue, as shown.
        waits: whether there is anything.
        url: its list.
    """

    queue: str
    label: str
    count: str
    late: str
    waits: bool
    url: str


@dataclass(frozen=True)
class Desk:
    """A page on which somebody works all day."""

    label: str
    url: str


class Frame:
    """Read only as far as a page shows it: a part of a page costs nothing of this."""

    def __init__(self, actor: Actor, request: HttpRequest) -> None:
        self._actor = actor
        self._request = request

    @cached_property
    def counts(self) -> dict[Queue, tuple[int, int]]:
        """How many wait in each queue, and how many of them are overdue."""
        return queues.counts(for_user=self._actor)

    @cached_property
    def jobs(self) -> list[Job]:
        """The person's queues."""
        work = reverse("work")
        return [
            Job(
                queue=queue.value,
                label=QUEUE_LABELS[queue],
                count=_shown(total),
                late=_shown(late) if late else "",
                waits=bool(total),
                url=f"{work}?queue={queue.value}",
            )
            for queue, (total, late) in self.counts.items()
        ]

    @property
    def desks(self) -> list[Desk]:
        """The desks that the person may work at."""
        desks = [
            Desk(label=label, url=reverse(name))
            for permission, name, label in (
                (Permission.REGISTER_ORDER, "desk", _("登记台")),
                (Permission.DISPATCH_ORDER, "dispatch-desk", _("派单台")),
                (Permission.TAKE_CALLS, "seat", _("话务坐席")),
                (Permission.LEAD_SEATS, "seats", _("话务监控")),
                (Permission.PLAN_STAFFING, "staffing", _("话务预测与排班")),
                (Permission.DECIDE_CALLER_LIST, "callers", _("黑灰名单")),
            )
            if self._actor.is_centre and self._actor.may(permission)
        ]
        if self._actor.permissions & KNOWLEDGE:
            desks.append(Desk(label=_("知识库"), url=reverse("knowledge")))
        if tabs := tabs_for(self._actor):
            desks.append(Desk(label=_("智能研判"), url=tabs[0].url))
        return desks

    @property
    def name(self) -> str:
        """Who is signed in."""
        return self._actor.name

    @cached_property
    def posts(self) -> str:
        """Units and roles, in a line."""
        units = sorted(units_by_id(self._actor.unit_ids).values(), key=lambda unit: unit.path)
        names = roles_in_force()
        roles = [names[code].name for code in sorted(self._actor.roles) if code in names]
        return " · ".join(
            ["、".join(unit.short_name or unit.name for unit in units), "、".join(roles)]
        ).strip(" ·")

    @property
    def settings(self) -> list[Entry]:
        """The pages of the configuration that the person may open."""
        return entries_for(self._actor)

    @property
    def oversight(self) -> Sequence[oversight.Entry]:
        """The pages of the oversight that the person may open."""
        return oversight.entries_for(self._actor)

    @cached_property
    def lists(self) -> list[Desk]:
        """The lists of the person's jobs, and where their files are."""
        shown = [Desk(_(preset.label), address_of(preset.key)) for preset in presets_for(self._actor)]
        if self._actor.may(Permission.EXPORT_ORDERS):
            shown.append(Desk(_("我的导出"), reverse("exports")))
        return shown

    @property
    def may_configure(self) -> bool:
        """Whether the way to the configuration is shown."""
        return bool(self._actor.permissions & CONFIGURATION)

    @property
    def acting(self) -> bool:
        """Whether an administrator acts for the person."""
        return is_acting(self._request.session)

    @property
    def theme(self) -> str:
        """``light``, ``dark``, or ``auto``: as the machine is set."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def stream(self) -> str:
        """Where changes are told as they happen; empty where there is no such process."""
        return stream_address(self._request)


def stream_address(request: HttpRequest) -> str:
    """The address of the stream: as configured, or on the port beside the pages' own."""
    if settings.JIESU_STREAM_URL:
        return str(settings.JIESU_STREAM_URL)
    if not settings.JIESU_STREAM_PORT:
        return ""
    try:
        host = split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{host}:{settings.JIESU_STREAM_PORT}/events/"


def _shown(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
