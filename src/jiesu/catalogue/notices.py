"""Reads of the notices to the citizens."""

from datetime import date

from django.db.models import Q, QuerySet

from jiesu.catalogue.models import Notice
from jiesu.core.errors import NotFound


def notices_on(day: date, *, most: int = 50) -> list[Notice]:
    """The notices that are shown on a day, urgent ones first, then the newest."""
    return list(_shown(day).order_by("-is_urgent", "-starts_on", "-pk")[:most])


def notice_on(day: date, notice_id: int) -> Notice:
    """One notice that is shown on a day.

    Raises:
        NotFound: there is none, or it is not shown then.
    """
    notice = _shown(day).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(what="公告 notice")
    return notice


def _shown(day: date) -> QuerySet[Notice]:
    return Notice.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
