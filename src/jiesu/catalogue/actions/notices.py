"""Keeping the notices to the citizens."""

from datetime import date

from django.db import transaction

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.catalogue.models import Notice
from jiesu.core import audit
from jiesu.core.errors import InvalidInput, NotFound


@transaction.atomic
def save_notice(
    notice_id: int | None,
    *,
    title: str,
    body: str,
    starts_on: date,
    by: Holder,
    ends_on: date | None = None,
    is_urgent: bool = False,
) -> Notice:
    """维护公告: write a notice (None) or change one; it is shown from ``starts_on`` to ``ends_on``.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        NotFound: there is no such notice.
        InvalidInput: a part of it is empty, or it would end before it begins.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    _check(title, body, starts_on=starts_on, ends_on=ends_on)
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first() if notice_id else Notice()
    if notice is None:
        raise NotFound(what="公告 notice")
    notice.title, notice.body = title.strip(), body.strip()
    notice.starts_on, notice.ends_on, notice.is_urgent = starts_on, ends_on, is_urgent
    notice.save()
    audit.record(
        "catalogue.save_notice",
        subject=str(notice.pk),
        by=by,
        title=notice.title,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    return notice


def _check(title: str, body: str, *, starts_on: date, ends_on: date | None) -> None:
    if not title.strip():
        raise InvalidInput(field="title", reason_zh="标题不能为空。", reason_en="The title is empty.")
    if not body.strip():
        raise InvalidInput(field="body", reason_zh="正文不能为空。", reason_en="The text is empty.")
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(
            field="ends_on", reason_zh="结束日期早于开始日期。", reason_en="It ends before it begins."
        )
