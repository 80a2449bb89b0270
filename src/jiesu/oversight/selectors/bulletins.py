"""Reads of bulletins: the figures of a period, the lists, one as a paper."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.oversight.bulletins import UnitFigures
from jiesu.oversight.models import Bulletin, BulletinReceipt, EscalationStep, LedgerEntry, Supervision
from jiesu.oversight.papers import Paper, Section, printed
from jiesu.oversight.supervision import WITH_UNIT

MOST_NAMED = 20


def figures_of(since: date, until: date, *, path: str = "") -> list[UnitFigures]:
    """What the records of a span of days (both included) say of each unit, the gravest first.

    Orders that a rung named for the bulletin are told by number; confidential ones are not.
    """
    span = (_midnight(since), _midnight(until + timedelta(days=1)))
    found: dict[int, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    named: dict[int, dict[str, None]] = defaultdict(dict)
    within: dict[str, str] = {"unit__path__startswith": path} if path else {}
    for step in _steps(span).filter(**within):
        figures = found[step["unit_id"]]
        figures["urged"] += step["urge"]
        if step["bulletin"] and not step["order__is_confidential"]:
            named[step["unit_id"]][step["order__number"]] = None
    for row in _issued(span).filter(**within):
        found[row["unit_id"]][row["colour"]] += 1
    for unit_id in _late(span).filter(**within).values_list("unit_id", flat=True):
        found[unit_id]["late_answers"] += 1
    entered = LedgerEntry.objects.filter(entered_at__gte=span[0], entered_at__lt=span[1], **within)
    for unit_id in entered.exclude(unit=None).values_list("unit_id", flat=True):
        found[unit_id]["entries"] += 1
    units = units_by_id(found)
    rows = [
        UnitFigures(unit_id=key, unit=str(units[key]), named=tuple(named[key])[:MOST_NAMED], **dict(figures))
        for key, figures in found.items()
        if key in units
    ]
    return sorted(rows, key=lambda row: (tuple(-each for each in row.weight), row.unit_id))


def bulletins_for(actor: Actor) -> QuerySet[Bulletin]:
    """All for who issues them; for others those issued that went to one of their units, or are the city's."""
    rows = Bulletin.objects.select_related("about")
    if actor.may(Permission.ISSUE_BULLETIN):
        return rows
    sent = BulletinReceipt.objects.filter(unit_id__in=actor.unit_ids).values("bulletin_id")
    return rows.filter(issued_at__isnull=False).filter(Q(pk__in=sent) | Q(about=None))


def bulletin_page(*, for_user: Actor, cursor: str | None = None) -> Page[Bulletin]:
    """One page of bulletins, the latest first."""
    return page_of(bulletins_for(for_user), by="composed_at", cursor=cursor)


def get_bulletin(bulletin_id: int, *, for_user: Actor) -> Bulletin:
    """A bulletin with the units it went to.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = bulletins_for(for_user).prefetch_related("receipts__unit")
    row = rows.filter(pk=bulletin_id).first()
    if row is None:
        raise NotFound(what="通报 bulletin")
    return row


def bulletin_paper(row: Bulletin) -> bytes:
    """A bulletin as a PDF file."""
    receipts = sorted(row.receipts.all(), key=lambda receipt: receipt.unit_id)
    sent = "、".join(str(receipt.unit) for receipt in receipts) or "—"
    issued = f"{row.issued_at.astimezone(clock.SHANGHAI):%Y年%m月%d日}" if row.issued_at else "草稿，未发布"
    return printed(
        Paper(
            title=row.title,
            number=f"{row.number} {issued}".strip(),
            foot="政务服务便民热线中心",
            sections=(Section("情况", lines=row.text.split("\n")), Section("发送", lines=[sent])),
        )
    )


def _steps(span: tuple[datetime, datetime]) -> QuerySet[EscalationStep, Any]:
    rows = EscalationStep.objects.filter(taken_at__gte=span[0], taken_at__lt=span[1]).exclude(unit=None)
    return rows.order_by("taken_at", "pk").values(
        "unit_id", "urge", "bulletin", "order__number", "order__is_confidential"
    )


def _issued(span: tuple[datetime, datetime]) -> QuerySet[Supervision, Any]:
    return Supervision.objects.filter(issued_at__gte=span[0], issued_at__lt=span[1]).values(
        "unit_id", "colour"
    )


def _late(span: tuple[datetime, datetime]) -> QuerySet[Supervision]:
    """Whose answer was due in the span and came late or has not come."""
    rows = Supervision.objects.filter(feedback_due__gte=span[0], feedback_due__lt=min(span[1], clock.now()))
    return rows.filter(Q(answered_late=True) | Q(state__in=[state.value for state in WITH_UNIT]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.SHANGHAI)
