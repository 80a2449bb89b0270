"""What the lists of supervision, ledgers and bulletins share: tabs with counts, clocks, sheets."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.calendar import Measure
from jiesu.console.clocks import ClockFace, span
from jiesu.core import audit, clock
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor

MOST_EXPORTED = 50_000
_SOON = timedelta(hours=4)


@dataclass(frozen=True)
class Tab:
    """One list: its address, its name, how many are in it, whether it is shown."""

    url: str
    label: str
    count: int
    is_shown: bool


def feedback_face(due: datetime, calendar_id: int, *, is_open: bool) -> ClockFace:
    """How a unit's time to answer stands, in working time, like every other clock."""
    calendar, now = catalogue.calendar_of(calendar_id), clock.now()
    kind, told = _("反馈期限"), f"{timezone.localtime(due):%m-%d %H:%M}"
    reasoning = _("%(kind)s按工作时间计算，%(due)s 到期") % {"kind": kind, "due": told}
    if not is_open:
        return ClockFace("ended", "○", _("已结束"), kind, _("已结束"), told, reasoning)
    left = calendar.working_time(now, due)
    text = span(abs(left), Measure.WORKING_HOURS, calendar)
    if due < now:
        return ClockFace(
            "overdue", "■", _("超期"), kind, _("超期 %(left)s") % {"left": text}, told, reasoning
        )
    lamp, shape, word = ("due_soon", "▲", _("临期")) if left < _SOON else ("on_time", "●", _("正常"))
    return ClockFace(lamp, shape, word, kind, _("剩 %(left)s") % {"left": text}, told, reasoning)


def sheet(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, by: Actor, **asked: object
) -> FileResponse:
    """A list as xlsx; who fetched which list, and how much of it, is noted in the audit log."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_sheet(file, title=title, header=header, rows=rows)
    audit.record("export_oversight", subject=title, by=by, rows=count, asked=asked)
    file.seek(0)
    name = f"{title} {timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
