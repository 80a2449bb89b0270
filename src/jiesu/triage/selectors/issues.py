"""Issues: the hottest, and the orders of one."""

from jiesu.accounts.permissions import Permission, require
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage.models import Issue, IssueMember


def hottest_issues(*, for_user: Actor, most: int = 50, area_code: str = "") -> list[Issue]:
    """The hottest issues that more than one person told, the hottest first.

    Args:
        for_user: who asks; only those who see all orders may.
        most: how many.
        area_code: only issues that lie wholly within this division.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    rows = Issue.objects.filter(people__gt=1)
    if area_code:
        rows = rows.filter(area_code__startswith=area_code)
    return list(rows.order_by("-heat", "-pk")[:most])


def issue_with_orders(issue_id: int, *, for_user: Actor) -> tuple[Issue, list[str]]:
    """An issue with the numbers of its orders, the newest first.

    Raises:
        NotAllowed: the person may not see all orders.
        NotFound: there is no such issue.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    issue = Issue.objects.filter(pk=issue_id).first()
    if issue is None:
        raise NotFound(what="热点问题 issue")
    members = IssueMember.objects.filter(issue=issue, order__is_confidential=False)
    return issue, list(members.order_by("-at", "-pk").values_list("order__number", flat=True)[:500])


def issue_of_order(order_id: int, *, for_user: Actor) -> Issue | None:
    """The issue that an order is in, if there is one and the person sees all orders."""
    if not for_user.may(Permission.VIEW_ALL_ORDERS):
        return None
    member = IssueMember.objects.filter(order_id=order_id).select_related("issue").first()
    return member.issue if member else None
