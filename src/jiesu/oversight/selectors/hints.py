"""Reads of the hints on replies: those stored, and what the rules say of a text that is not yet sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.models import ReplyHint
from jiesu.oversight.replies.contradiction import Earlier
from jiesu.oversight.replies.findings import FAIR_FROM, GOOD_FROM, Band
from jiesu.oversight.replies.judging import Answered, Judgement, judge
from jiesu.workorders.selectors import citizen_of

if TYPE_CHECKING:
    from jiesu.workorders.models import Reply, WorkOrder

_BANDS: dict[Band, Q] = {
    Band.GOOD: Q(score__gte=GOOD_FROM),
    Band.FAIR: Q(score__gte=FAIR_FROM, score__lt=GOOD_FROM),
    Band.WEAK: Q(score__lt=FAIR_FROM),
}


@dataclass(frozen=True, kw_only=True)
class HintFilter:
    """What is asked of the hints; empty fields ask nothing.

    Attributes:
        band: where the score lies; "perfunctory" for those alone.
        kind: a finding that the reply has.
        unit: whose replies.
        since, until: when they were sent; the end is not included.
    """

    band: str = ""
    kind: str = ""
    unit: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def judged(
    order: "WorkOrder",
    answer: str,
    *,
    earlier: Sequence["Reply"],
    at: datetime,
    for_user: Actor = SYSTEM,
) -> Judgement:
    """What the rules say of an answer to an order, beside the earlier ones; nothing is stored.

    The citizen's own name and telephone are only looked for when ``for_user`` may know them: nobody finds
    out by trying who a confidential citizen is.
    """
    citizen = citizen_of(order, for_user=for_user)
    told = (citizen.name, citizen.phone) if citizen else ()
    return judge(
        Answered(
            title=order.title,
            demand=order.content,
            answer=answer,
            on=_day(at),
            nature=order.nature,
            earlier=tuple(
                Earlier(reply.public_answer, _day(reply.created_at)) for reply in reversed(earlier)
            ),
            known=tuple(value for value in told if value),
        )
    )


def hints(asked: HintFilter, *, for_user: Actor) -> QuerySet[ReplyHint]:
    """Hints of the replies of orders that the person may know of, to be paged by moment."""
    rows = ReplyHint.objects.select_related("order", "unit")
    if not for_user.may(Permission.VIEW_ALL_ORDERS):
        rows = rows.filter(unit_id__in=for_user.unit_ids)
    if not for_user.may(Permission.VIEW_CONFIDENTIAL):
        rows = rows.filter(order__is_confidential=False)
    if asked.band == "perfunctory":
        rows = rows.filter(is_perfunctory=True)
    elif asked.band in list(Band):
        rows = rows.filter(_BANDS[Band(asked.band)])
    if asked.kind:
        rows = rows.filter(findings__contains=[[asked.kind]])
    if asked.unit:
        rows = rows.filter(unit_id=asked.unit)
    if asked.since:
        rows = rows.filter(noted_at__gte=asked.since)
    return rows.filter(noted_at__lt=asked.until) if asked.until else rows


def hints_of(order_id: int) -> list[ReplyHint]:
    """What was stored about the replies of an order, the newest first."""
    return list(
        ReplyHint.objects.filter(order_id=order_id).select_related("unit").order_by("-noted_at", "-pk")
    )


def hint_counts(*, for_user: Actor, since: datetime, unit: int | None = None) -> dict[str, int]:
    """How many replies since a moment there are in each band, and how many are perfunctory."""
    rows = hints(HintFilter(since=since, unit=unit), for_user=for_user)
    counted = {band.value: Count("pk", filter=among) for band, among in _BANDS.items()}
    return rows.aggregate(**counted, perfunctory=Count("pk", filter=Q(is_perfunctory=True)))


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SHANGHAI).date()
