"""Filters of the staff pages."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiesu.core import clock
from jiesu.core.ciphers import mask_phone
from jiesu.telephony.seat_states import SEAT_STATE_LABELS, SEAT_VERB_LABELS, SeatState, SeatVerb
from jiesu.workorders.elements import ELEMENT_LABELS, ELEMENT_QUESTIONS, Element
from jiesu.workorders.states import STATE_LABELS, OrderState

register = template.Library()
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@register.filter
def say(label: object, context: str = "") -> str:
    """A label of the rules in the reader's language; verbs on buttons have the context ``action``."""
    if not label:
        return ""
    return pgettext(context, str(label)) if context else _(str(label))


@register.filter
def moment(at: datetime | None) -> str:
    """Relative within a day, absolute with the weekday after."""
    if at is None:
        return ""
    local, now = timezone.localtime(at), timezone.localtime(clock.now())
    ago = now - local
    if timedelta(0) <= ago < timedelta(minutes=1):
        return _("刚刚")
    if timedelta(0) <= ago < timedelta(hours=1):
        return _("%(n)s 分钟前") % {"n": int(ago.total_seconds() // 60)}
    if local.date() == now.date():
        return _("今天 %(time)s") % {"time": f"{local:%H:%M}"}
    day = f"{local:%m-%d}" if local.year == now.year else f"{local:%Y-%m-%d}"
    return f"{day} {_(WEEKDAYS[local.weekday()])} {local:%H:%M}"


@register.filter
def exactly(at: datetime | None) -> str:
    """The full moment."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


@register.filter
def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


_BROWSERS = (
    ("Edg/", "Edge"),
    ("MicroMessenger", "微信"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(agent: str) -> str:
    """What a browser says it is, in two words; as it stands when it is none of the known ones."""
    words = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(word for word in words if word) or agent


@register.filter
def element_label(element: str) -> str:
    """One of the five elements in the reader's language."""
    return _(ELEMENT_LABELS[Element(element)])


@register.filter
def element_question(element: str) -> str:
    """What may be asked when that element is missing."""
    return _(ELEMENT_QUESTIONS[Element(element)])


@register.filter
def state_label(state: str) -> str:
    """A state of an order in the reader's language."""
    return _(STATE_LABELS[OrderState(state)])


@register.filter
def masked_phone(number: str) -> str:
    """A telephone number with its middle hidden."""
    return mask_phone(number) if number else _("号码未显示")


@register.filter
def seat_state_label(state: str) -> str:
    """What a seat's state is called."""
    return _(SEAT_STATE_LABELS[SeatState(state)])


@register.filter
def seat_verb_label(verb: str) -> str:
    """What is done with a seat, as it is called."""
    return _(SEAT_VERB_LABELS[SeatVerb(verb)])


@register.filter
def share(value: float | None) -> str:
    """A share as a percentage; a dash where there is nothing to share."""
    return "—" if value is None else f"{value * 100:.1f}%"
