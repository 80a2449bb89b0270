"""Filters of the staff pages."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from jiesu.core import clock

register = template.Library()
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@register.filter
def say(label: object) -> str:
    """A label of the rules in the reader's language."""
    return gettext(str(label)) if label else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Relative within a day, absolute with the weekday after."""
    if at is None:
        return ""
    local, now = timezone.localtime(at), timezone.localtime(clock.now())
    ago = now - local
    if timedelta(0) <= ago < timedelta(minutes=1):
        return gettext("刚刚")
    if timedelta(0) <= ago < timedelta(hours=1):
        return gettext("%(n)s 分钟前") % {"n": int(ago.total_seconds() // 60)}
    if local.date() == now.date():
        return gettext("今天 %(time)s") % {"time": f"{local:%H:%M}"}
    day = f"{local:%m-%d}" if local.year == now.year else f"{local:%Y-%m-%d}"
    return f"{day} {gettext(_WEEKDAYS[local.weekday()])} {local:%H:%M}"


@register.filter
def exactly(at: datetime | None) -> str:
    """The full moment."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


@register.filter
def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
