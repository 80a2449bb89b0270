"""Bulletins: composed from the records of a period, edited, issued, acknowledged by units."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock, events, numbering
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor
from jiesu.oversight.bulletins import PERIOD_LABELS, SCOPE_LABELS, Period, Scope, suggested_text
from jiesu.oversight.errors import BulletinIssuedAlready
from jiesu.oversight.events import BulletinIssued
from jiesu.oversight.models import Bulletin, BulletinReceipt
from jiesu.oversight.selectors.bulletins import figures_of
from jiesu.workorders.cleaning import clean_text

LONGEST_DAYS = 400
TITLE_LENGTH = 120


@transaction.atomic
def compose_bulletin(
    *,
    scope: Scope,
    period: Period,
    since: date,
    until: date,
    by: Actor,
    about_id: int | None = None,
    at: datetime | None = None,
) -> Bulletin:
    """拟制通报: what the records of a period say, with a text to be edited; it goes to the units named in it.

    Raises:
        NotAllowed: the person may not issue bulletins.
        NotFound: no such unit.
        InvalidInput: the period runs backwards or is too long, or a unit is missing for a bulletin about one.
    """
    require(by, Permission.ISSUE_BULLETIN)
    at = at or clock.now()
    _check(scope, about_id, since, until)
    about = organisations.unit_by_id(about_id) if about_id is not None else None
    figures = figures_of(since, until, path=about.path if about else "")
    whose = str(about) if about else "全市"
    row = Bulletin.objects.create(
        title=f"{whose}督办情况{PERIOD_LABELS[period]}（{since:%Y-%m-%d}至{until:%Y-%m-%d}）"[:TITLE_LENGTH],
        scope=scope.value,
        period=period.value,
        about=about,
        since=since,
        until=until,
        facts={"units": [asdict(one) for one in figures]},
        text=suggested_text(figures, since=since, until=until),
        composed_at=at,
        composed_by_id=by.user_id,
        composed_by_name=by.name,
    )
    _address(row, [one.unit_id for one in figures])
    return row


@transaction.atomic
def edit_bulletin(bulletin_id: int, *, title: str, text: str, by: Actor) -> Bulletin:
    """修改通报: its title and text, until it is issued.

    Raises:
        NotFound, NotAllowed, BulletinIssuedAlready, Missing: as named.
    """
    row = _draft(bulletin_id, by)
    row.title = clean_text(title, "title", "标题", required=True, limit=TITLE_LENGTH)
    row.text = clean_text(text, "text", "正文", required=True)
    row.save(update_fields=["title", "text"])
    return row


@transaction.atomic
def issue_bulletin(bulletin_id: int, *, by: Actor, at: datetime | None = None) -> Bulletin:
    """发布通报: it gets its number and goes to the units that it is about.

    Raises:
        NotFound, NotAllowed, BulletinIssuedAlready: as named.
    """
    at = at or clock.now()
    row = _draft(bulletin_id, by)
    row.number = numbering.next_number(f"TB{at.astimezone(clock.SHANGHAI):%Y}")
    row.issued_at, row.issued_by_id, row.issued_by_name = at, by.user_id, by.name
    row.save(update_fields=["number", "issued_at", "issued_by_id", "issued_by_name"])
    units = tuple(row.receipts.order_by("unit_id").values_list("unit_id", flat=True))
    audit.record("oversight.issue_bulletin", subject=row.number, by=by, title=row.title, units=len(units))
    events.publish(
        BulletinIssued(
            subject=row.number, occurred_at=at, bulletin_id=row.pk, title=row.title, unit_ids=units
        )
    )
    return row


@transaction.atomic
def acknowledge_bulletin(bulletin_id: int, *, by: Actor, at: datetime | None = None) -> int:
    """签阅通报: the person's units have read it; returns for how many that is new.

    Raises:
        NotFound: it did not go to any of the person's units.
    """
    rows = BulletinReceipt.objects.select_for_update().filter(
        bulletin_id=bulletin_id, bulletin__issued_at__isnull=False, unit_id__in=by.unit_ids
    )
    if not rows:
        raise NotFound(what="通报 bulletin")
    return BulletinReceipt.objects.filter(pk__in=[row.pk for row in rows], acknowledged_at=None).update(
        acknowledged_at=at or clock.now(), acknowledged_by_id=by.user_id, acknowledged_by_name=by.name
    )


def _check(scope: Scope, about_id: int | None, since: date, until: date) -> None:  # noqa: PLR0917
    if until < since or (until - since).days > LONGEST_DAYS:
        raise InvalidInput(
            field="until",
            reason_zh="结束日期须在开始之后，最长一年。",
            reason_en="The end lies after the beginning, within a year.",
        )
    if (scope is Scope.CITY) != (about_id is None):
        raise InvalidInput(
            field="about",
            reason_zh=f"{SCOPE_LABELS[scope]}{'不指定单位' if scope is Scope.CITY else '须指定单位'}。",
            reason_en="A bulletin about the city names no unit, any other names one.",
        )


def _address(row: Bulletin, unit_ids: Sequence[int]) -> None:
    BulletinReceipt.objects.bulk_create(
        BulletinReceipt(bulletin=row, unit_id=key) for key in sorted(set(unit_ids))
    )


def _draft(bulletin_id: int, by: Actor) -> Bulletin:
    require(by, Permission.ISSUE_BULLETIN)
    row = Bulletin.objects.select_for_update().filter(pk=bulletin_id).first()
    if row is None:
        raise NotFound(what="通报 bulletin")
    if row.issued_at is not None:
        raise BulletinIssuedAlready
    return row
