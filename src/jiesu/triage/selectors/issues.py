"""Issues: the hottest, the orders of one, and how many came on which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.places import selectors as places
from jiesu.triage.models import Issue, IssueMember
from jiesu.workorders.states import SETTLED_STATES, OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

TREND_DAYS = 28
MOST_TOLD = 1000
"""So many issues are written to a file at most."""

_WEEK = 7
_ENDED = frozenset({*SETTLED_STATES, OrderState.ARCHIVED})


@dataclass(frozen=True, kw_only=True)
class IssueFilter:
    """What a list of issues is narrowed by.

    Attributes:
        words: in the title or the place.
        area_code: a division in which all of it lies.
        topic_code: beginning of the topic's code.
        within_days: only issues that somebody told about in these last days.
    """

    words: str = ""
    area_code: str = ""
    topic_code: str = ""
    within_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class IssueLine:
    """An issue in a list.

    Attributes:
        issue: as it is stored.
        area, topic: names of where it lies and what it is about; empty where not known.
        trend: how many orders came on each of the last :data:`TREND_DAYS` days, the oldest first.
        week, week_before: how many came in the last seven days, and in the seven before.
    """

    issue: Issue
    area: str
    topic: str
    trend: tuple[int, ...]

    @property
    def week(self) -> int:
        """Orders of the last seven days."""
        return sum(self.trend[-_WEEK:])

    @property
    def week_before(self) -> int:
        """Orders of the seven days before those."""
        return sum(self.trend[-2 * _WEEK : -_WEEK])


@dataclass(frozen=True, kw_only=True)
class Member:
    """An order of an issue.

    Attributes:
        order: that order.
        likeness: how like the order it joined by (1 for the first).
        is_over: whether it came to its end.
    """

    order: "WorkOrder"
    likeness: float
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class IssueStory:
    """An issue with its orders; ``hidden`` is how many of them are confidential and not among them."""

    line: IssueLine
    members: Sequence[Member]
    hidden: int
    first_day: date


def hottest_issues(*, for_user: Actor, most: int = 50, area_code: str = "") -> list[Issue]:
    """The hottest issues that more than one person told, the hottest first.

    Args:
        for_user: who asks; only those who see all orders may.
        most: how many.
        area_code: only issues that lie wholly within this division.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    rows = _hot(IssueFilter(area_code=area_code), for_user=for_user, at=clock.now())
    return list(rows.order_by("-heat", "-pk")[:most])


def issue_page(
    filters: IssueFilter,
    *,
    for_user: Actor,
    cursor: str | None = None,
    size: int = 30,
    at: datetime | None = None,
) -> Page[Issue]:
    """One page of the hottest issues.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    rows = _hot(filters, for_user=for_user, at=at or clock.now())
    return page_of(rows, by="heat", cursor=cursor, size=size)


def issues_to_tell(filters: IssueFilter, *, for_user: Actor) -> list[Issue]:
    """The hottest issues for a file, at most :data:`MOST_TOLD`.

    Raises:
        NotAllowed: the person may not see all orders, or may not export.
    """
    require(for_user, Permission.EXPORT_ORDERS)
    rows = _hot(filters, for_user=for_user, at=clock.now())
    return list(rows.order_by("-heat", "-pk")[:MOST_TOLD])


def issue_lines(issues: Sequence[Issue], *, at: datetime | None = None) -> list[IssueLine]:
    """The issues with their names and trends, in a few queries however many they are."""
    today = (at or clock.now()).astimezone(clock.SHANGHAI).date()
    first = today - timedelta(days=TREND_DAYS - 1)
    counts = _counted([issue.pk for issue in issues], since=first)
    areas = places.divisions_coded({issue.area_code for issue in issues if issue.area_code})
    topics = _topics({issue.topic_code for issue in issues if issue.topic_code})
    return [
        IssueLine(
            issue=issue,
            area=areas.get(issue.area_code, ""),
            topic=topics.get(issue.topic_code, ""),
            trend=tuple(counts.get((issue.pk, first + timedelta(days=n)), 0) for n in range(TREND_DAYS)),
        )
        for issue in issues
    ]


def issue_with_orders(issue_id: int, *, for_user: Actor) -> tuple[Issue, list[str]]:
    """An issue with the numbers of its orders, the newest first.

    Raises:
        NotAllowed: the person may not see all orders.
        NotFound: there is no such issue.
    """
    issue = _issue(issue_id, for_user)
    members = IssueMember.objects.filter(issue=issue, order__is_confidential=False)
    return issue, list(members.order_by("-at", "-pk").values_list("order__number", flat=True)[:500])


def issue_story(issue_id: int, *, for_user: Actor, most: int = 200, at: datetime | None = None) -> IssueStory:
    """An issue with its orders, the newest first.

    Raises:
        NotAllowed: the person may not see all orders.
        NotFound: there is no such issue.
    """
    issue = _issue(issue_id, for_user)
    today = (at or clock.now()).astimezone(clock.SHANGHAI).date()
    rows = IssueMember.objects.filter(issue=issue).select_related("order__lead_unit", "order__merged_into")
    rows = rows.defer("order__content", "order__public_answer")
    found = list(rows.order_by("-at", "-pk")[:most])
    told = [row for row in found if not row.order.is_confidential]
    return IssueStory(
        line=issue_lines([issue], at=at)[0],
        members=[
            Member(order=row.order, likeness=row.likeness, is_over=OrderState(row.order.state) in _ENDED)
            for row in told
        ],
        hidden=len(found) - len(told),
        first_day=today - timedelta(days=TREND_DAYS - 1),
    )


def issue_of_order(order_id: int, *, for_user: Actor) -> Issue | None:
    """The issue that an order is in, if there is one and the person sees all orders."""
    if not for_user.may(Permission.VIEW_ALL_ORDERS):
        return None
    member = IssueMember.objects.filter(order_id=order_id).select_related("issue").first()
    return member.issue if member else None


def _issue(issue_id: int, for_user: Actor) -> Issue:
    require(for_user, Permission.VIEW_ALL_ORDERS)
    issue = Issue.objects.filter(pk=issue_id).first()
    if issue is None:
        raise NotFound(what="热点问题 issue")
    return issue


def _hot(filters: IssueFilter, *, for_user: Actor, at: datetime) -> QuerySet[Issue]:
    require(for_user, Permission.VIEW_ALL_ORDERS)
    rows = Issue.objects.filter(people__gt=1)
    if filters.area_code:
        rows = rows.filter(area_code__startswith=filters.area_code)
    if filters.topic_code:
        rows = rows.filter(topic_code__startswith=filters.topic_code)
    if filters.words:
        rows = rows.filter(title__contains=filters.words) | rows.filter(place__contains=filters.words)
    if filters.within_days:
        rows = rows.filter(last_at__gte=at - timedelta(days=filters.within_days))
    return rows


def _counted(issues: Iterable[int], *, since: date) -> Mapping[tuple[int, date], int]:
    begin = datetime(since.year, since.month, since.day, tzinfo=clock.SHANGHAI)
    rows = IssueMember.objects.filter(issue__in=list(issues), at__gte=begin).order_by()
    days = rows.annotate(day=TruncDate("at", tzinfo=clock.SHANGHAI)).values_list("issue_id", "day")
    return {(issue, day): count for issue, day, count in days.annotate(n=Count("pk"))}


def _topics(codes: Iterable[str]) -> Mapping[str, str]:
    """The names of topics: the tree in force is looked up once for all of them."""
    wanted = set(codes)
    nodes = catalogue.topics_of() if wanted else {}
    return {code: nodes[code].full_name for code in wanted if code in nodes}
