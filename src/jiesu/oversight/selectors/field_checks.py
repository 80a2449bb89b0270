"""Reads of the check in the field: whose, how far, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor
from jiesu.oversight.field_rules import said_done
from jiesu.oversight.field_states import GRAVE_FINDINGS, FieldState, FieldVerdict
from jiesu.oversight.models import FieldCheck, FieldPhoto
from jiesu.workorders.records import replies_of
from jiesu.workorders.states import OrderState, Resolution

if TYPE_CHECKING:
    from jiesu.accounts.models import User
    from jiesu.workorders.models import WorkOrder

MOST_EXPORTED = 50_000


@dataclass(frozen=True, kw_only=True)
class FieldFilter:
    """What is asked of the list; empty fields ask nothing."""

    state: str = ""
    verdict: str = ""
    doubtful: bool = False
    overdue: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class FieldCounts:
    """How many checks, by what they are."""

    ordered: int
    overdue: int
    done: int
    said_done: int
    doubtful: int


def field_list(
    asked: FieldFilter, *, for_user: Actor, cursor: str | None = None, size: int = 50
) -> Page[FieldCheck]:
    """One page of checks, the newest first."""
    rows = _narrowed(asked, for_user).select_related("order", "unit", "order__lead_unit")
    return page_of(rows, by="ordered_at", cursor=cursor, size=size)


def field_rows(asked: FieldFilter, *, for_user: Actor) -> Sequence[FieldCheck]:
    """The checks of a list for a file, the newest first."""
    rows = _narrowed(asked, for_user).select_related("order", "unit", "order__lead_unit")
    return list(rows.prefetch_related("photos").order_by("-ordered_at", "-pk")[:MOST_EXPORTED])


def field_counts(*, for_user: Actor, at: datetime | None = None) -> FieldCounts:
    """The figures above the list: one query."""
    waits = Q(state=FieldState.ORDERED.value)
    found = (
        FieldCheck.objects.visible_to(for_user)
        .annotate(doubts=_doubtful())
        .aggregate(
            ordered=Count("pk", filter=waits),
            overdue=Count("pk", filter=waits & Q(due_at__lt=at or clock.now())),
            done=Count("pk", filter=Q(state=FieldState.DONE.value)),
            said_done=Count("pk", filter=Q(verdict=FieldVerdict.SAID_DONE.value)),
            doubtful=Count("pk", filter=Q(doubts=True)),
        )
    )
    return FieldCounts(**found)


def own_checks(*, for_user: Actor) -> list[FieldCheck]:
    """What this person is to look at, the most pressing first."""
    rows = FieldCheck.objects.visible_to(for_user).filter(state=FieldState.ORDERED.value)
    if for_user.may(Permission.ORDER_FIELD_CHECK):
        rows = rows.filter(Q(checker_id=for_user.user_id) | Q(unit_id__in=for_user.unit_ids))
    return list(rows.select_related("unit").order_by("due_at", "pk")[:100])


def field_check(check_id: int, *, for_user: Actor) -> FieldCheck:
    """One check.

    Raises:
        NotFound: there is none for this person.
    """
    rows = FieldCheck.objects.visible_to(for_user).select_related("order__lead_unit", "unit")
    found = rows.filter(pk=check_id).first()
    if found is None:
        raise NotFound(what="现场核查 check")
    return found


def photos_of(checks: Sequence[FieldCheck]) -> dict[int, list[FieldPhoto]]:
    """The photos of some checks, by the checks' keys: one query."""
    found: dict[int, list[FieldPhoto]] = {check.pk: [] for check in checks}
    for photo in FieldPhoto.objects.filter(check_made__in=checks).order_by("pk"):
        found[photo.check_made_id].append(photo)
    return found


def checks_on(order: "WorkOrder", *, for_user: Actor) -> list[FieldCheck]:
    """The checks of an order that somebody may read about who sees the order, the newest first."""
    inside = for_user.is_centre or for_user.is_system
    rows = FieldCheck.objects.filter(order=order).select_related("unit").order_by("-ordered_at")
    return list(rows if inside else rows.filter(state=FieldState.DONE.value))


def claims_done(order: "WorkOrder") -> bool:
    """Whether the unit has said that the matter of the order is settled."""
    replies = [reply for reply in replies_of(order) if reply.assignment.kind == "lead"]
    last = Resolution(replies[0].resolution or Resolution.RESOLVED) if replies else None
    return said_done(OrderState(order.state), last)


def centre_checkers() -> "list[User]":
    """The centre's own people who look at places: the collectors."""
    return organisations.holders_at(organisations.centre().pk, Permission.CHECK_IN_FIELD)


def _narrowed(asked: FieldFilter, actor: Actor) -> QuerySet[FieldCheck]:
    plain: dict[str, Any] = {
        "state": asked.state,
        "verdict": asked.verdict,
        "ordered_at__gte": asked.since,
        "ordered_at__lt": asked.until,
    }
    rows = FieldCheck.objects.visible_to(actor).filter(
        **{name: value for name, value in plain.items() if value}
    )
    if asked.overdue:
        rows = rows.filter(state=FieldState.ORDERED.value, due_at__lt=clock.now())
    return rows.filter(_doubtful()) if asked.doubtful else rows


def _doubtful() -> Exists:
    grave = sorted(finding.value for finding in GRAVE_FINDINGS)
    return Exists(FieldPhoto.objects.filter(check_made=OuterRef("pk"), findings__overlap=grave))
