"""How a clock is shown, the same way everywhere: ``▲ 剩 3 工作时 · 11-24 16:30 到期``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.catalogue.calendar import MEASURE_LABELS, NATURAL, Measure, WorkingCalendar
from jiesu.catalogue.counting import days_counted, stretches
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.workorders.lamps import LAMP_LABELS, ClockReading, Lamp
from jiesu.workorders.pauses import Pause, within

_SHAPES = {Lamp.ON_TIME: "●", Lamp.DUE_SOON: "▲", Lamp.OVERDUE: "■"}
ENDED = {"met": "按时完成", "missed": "超期完成", "cancelled": "已取消"}
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class ClockFace:
    """A clock for a page.

    Attributes:
        lamp: ``on_time``, ``due_soon``, ``overdue``, ``paused`` or ``ended``: the colour.
        shape: the same for those who do not see colours.
        word: the same in a word.
        kind: which clock it is.
        text: the time left, or how it ended.
        due: when it is over.
        reasoning: how it was counted, in a sentence.
    """

    lamp: str
    shape: str
    word: str
    kind: str
    text: str
    due: str
    reasoning: str


def face(
    reading: ClockReading,
    calendar: WorkingCalendar,
    *,
    rules: str = "",
    pauses: Sequence[Pause] | None = None,
) -> ClockFace:
    """The face of one clock.

    Args:
        reading: the clock as it stands.
        calendar: what a working day is long by.
        rules: name of the pack that sets the limit.
        pauses: when the order's clocks stood still; given, the reasoning tells those and every day counted.
    """
    kind = _(CLOCK_LABELS[ClockKind(reading.kind)])
    due = f"{timezone.localtime(reading.due_at):%m-%d %H:%M}"
    reasoning = _reasoning(reading, kind, rules)
    if pauses is not None:
        reasoning += _days(reading, calendar) + _stood_still(reading, pauses)
    if reading.left is None or reading.lamp is None:
        return ClockFace("ended", "○", _(ENDED[reading.state]), kind, _(ENDED[reading.state]), due, reasoning)
    left = span(abs(reading.left), Measure(reading.measure), calendar)
    if reading.state == "paused":
        text = _("暂停，剩 %(left)s") % {"left": left}
        return ClockFace("paused", "◇", _("暂停"), kind, text, due, reasoning)
    late = reading.lamp is Lamp.OVERDUE
    if late and reading.kind == ClockKind.RETURN_REQUEST:  # a right that runs out, not a duty that is missed
        return ClockFace("ended", "○", _("已过"), kind, _("已过"), due, reasoning)
    text = (_("超期 %(left)s") if late else _("剩 %(left)s")) % {"left": left}
    word = _(LAMP_LABELS[reading.lamp])
    return ClockFace(reading.lamp.value, _SHAPES[reading.lamp], word, kind, text, due, reasoning)


def span(length: timedelta, measure: Measure, calendar: WorkingCalendar) -> str:
    """A length of time in the two largest units that it fills."""
    natural = measure in NATURAL
    day = _DAY if natural else calendar.daily_working_time
    days, rest = divmod(length, day)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // timedelta(minutes=1)
    of_days = (_("%(n)s 天") if natural else _("%(n)s 工作日")) % {"n": days} if days else ""
    of_hours = (_("%(n)s 小时") if natural else _("%(n)s 工作时")) % {"n": hours} if hours else ""
    of_minutes = _("%(n)s 分钟") % {"n": minutes} if not days and (minutes or not hours) else ""
    return " ".join(part for part in (of_days, of_hours, of_minutes) if part)


def _reasoning(reading: ClockReading, kind: str, rules: str) -> str:
    told = {
        "kind": kind,
        "amount": reading.amount,
        "measure": _(MEASURE_LABELS[Measure(reading.measure)]),
        "start": f"{timezone.localtime(reading.started_at):%m-%d %H:%M}",
        "due": f"{timezone.localtime(reading.due_at):%m-%d %H:%M}",
        "rules": rules or _("本单所用时限方案"),
    }
    text = _("%(kind)s %(amount)s%(measure)s（%(rules)s），%(start)s 起算，%(due)s 到期") % told
    if reading.paused_at is not None and reading.state == "paused":
        text += _("，%(at)s 起停表") % {"at": f"{timezone.localtime(reading.paused_at):%m-%d %H:%M}"}
    return text


def _days(reading: ClockReading, calendar: WorkingCalendar) -> str:
    """Which days were counted, and which were not."""
    amount, measure = Decimal(reading.amount), Measure(reading.measure)
    told = days_counted(
        calendar, start=reading.started_at, due=reading.due_at, amount=amount, measure=measure
    )
    text = ""
    if told.counted:
        text += _("；计入 %(days)s") % {"days": _listed(told.counted)}
    if told.skipped:
        text += _("；不计 %(days)s") % {"days": _listed(told.skipped)}
    return text + (_("（其中有节假日尚未公布的日子）") if told.is_guess else "")


def _stood_still(reading: ClockReading, pauses: Sequence[Pause]) -> str:
    end = reading.stopped_at or reading.due_at
    stood = [
        _("%(since)s 至 %(until)s")
        % {"since": _short(pause.since), "until": _short(pause.until) if pause.until else _("现在")}
        for pause in within(pauses, start=reading.started_at, end=end)
    ]
    return _("；停表 %(times)s") % {"times": "、".join(stood)} if stood else ""


def _listed(days: Iterable[date]) -> str:
    parts = [
        f"{first:%m-%d}"
        if first == last
        else _("%(since)s 至 %(until)s") % {"since": f"{first:%m-%d}", "until": f"{last:%m-%d}"}
        for first, last in stretches(days)
    ]
    return "、".join(parts)


def _short(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
