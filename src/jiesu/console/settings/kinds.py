"""The tables that can be fetched as xlsx and sent back: what each is called, holds, and is taken in by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.accounts import actions as accounts
from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import everybody, roles_in_force
from jiesu.accounts.tables import PERSON_COLUMNS, ROLE_COLUMNS
from jiesu.catalogue import actions as catalogue
from jiesu.catalogue import configured, selectors
from jiesu.catalogue.calendar_tables import COLUMNS as CALENDAR_COLUMNS
from jiesu.catalogue.calendar_tables import calendar_rows
from jiesu.catalogue.tables import DUTY_TABLE, REASON_TABLE, TOPIC_TABLE, duty_cells
from jiesu.core.errors import NotFound
from jiesu.core.tables import Column, Taken
from jiesu.organisations import actions as organisations
from jiesu.organisations.selectors import all_posts, all_units
from jiesu.organisations.tables import POST_COLUMNS, UNIT_COLUMNS

Cells = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One table.

    Attributes:
        title: what it is called.
        permission: what one must hold to fetch it or send it back.
        columns: its columns.
        rows: how it stands now.
        take: takes a table in, or tells what that would do.
        page: the page that the way back leads to.
        whole: whether what a table leaves out is removed.
    """

    title: Promise
    permission: Permission
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Cells]]
    take: Callable[..., Taken]
    page: str
    whole: bool = False


def _topics() -> Iterable[Cells]:
    for code, path in configured.topic_paths():
        yield {**dict(zip(("level1", "level2", "level3"), path, strict=False)), "code": code}


def _duties() -> Iterable[Cells]:
    version = configured.current_duty_version()
    return map(duty_cells, selectors.duties_of(version.pk)) if version else ()


def _calendar() -> Iterable[Cells]:
    return calendar_rows(configured.calendar_table(configured.calendar_version()))


KINDS: dict[str, Kind] = {
    "units": Kind(
        title=_("单位"),
        permission=Permission.CONFIGURE_ORGANISATIONS,
        columns=UNIT_COLUMNS,
        rows=lambda: map(organisations.unit_cells, all_units()),
        take=organisations.take_units,
        page="units",
    ),
    "people": Kind(
        title=_("人员"),
        permission=Permission.MANAGE_ACCOUNTS,
        columns=PERSON_COLUMNS,
        rows=lambda: map(accounts.person_cells, everybody()),
        take=accounts.take_people,
        page="people",
    ),
    "posts": Kind(
        title=_("岗位"),
        permission=Permission.MANAGE_ACCOUNTS,
        columns=POST_COLUMNS,
        rows=lambda: map(organisations.post_cells, all_posts()),
        take=organisations.take_posts,
        page="people",
    ),
    "roles": Kind(
        title=_("角色"),
        permission=Permission.MANAGE_ACCOUNTS,
        columns=ROLE_COLUMNS,
        rows=lambda: map(accounts.role_cells, roles_in_force().values()),
        take=accounts.take_roles,
        page="roles",
    ),
    "duties": Kind(
        title=_("派单目录"),
        permission=Permission.CONFIGURE_CATALOGUE,
        columns=DUTY_TABLE,
        rows=_duties,
        take=catalogue.take_duties,
        page="duties",
        whole=True,
    ),
    "topics": Kind(
        title=_("事项分类"),
        permission=Permission.CONFIGURE_CATALOGUE,
        columns=TOPIC_TABLE,
        rows=_topics,
        take=catalogue.take_topics,
        page="topics",
        whole=True,
    ),
    "calendar": Kind(
        title=_("工作日历"),
        permission=Permission.CONFIGURE_CATALOGUE,
        columns=CALENDAR_COLUMNS,
        rows=_calendar,
        take=catalogue.take_calendar,
        page="calendar",
        whole=True,
    ),
    "reasons": Kind(
        title=_("原因代码"),
        permission=Permission.CONFIGURE_CATALOGUE,
        columns=REASON_TABLE,
        rows=lambda: map(catalogue.reason_cells, configured.reason_codes()),
        take=catalogue.take_reasons,
        page="reasons",
    ),
}


def kind_of(name: str) -> Kind:
    """The table of this name.

    Raises:
        NotFound: there is none.
    """
    if name not in KINDS:
        raise NotFound(what="表格 table")
    return KINDS[name]
