"""The audit log as a list with filters, and as xlsx; fetching it is noted in it."""

import tempfile
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.audit.words import KINDS, action_told
from jiesu.console.settings.gate import allowed
from jiesu.console.staff import page
from jiesu.core import audit, clock
from jiesu.core.auditing import AuditFilter, audit_entries
from jiesu.core.errors import InvalidInput
from jiesu.core.paging import page_of
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor

if TYPE_CHECKING:
    from jiesu.core.models import AuditEntry

may = allowed(Permission.VIEW_AUDIT)
FILTERS = ("person", "subject", "kind", "since", "until")
MOST_EXPORTED = 100_000


@require_safe
@may
def entries(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The log, the latest first."""
    asked = _asked(request)
    rows = page_of(audit_entries(asked), by="at", cursor=request.GET.get("after"), size=50)
    query = request.GET.copy()
    query.pop("after", None)
    context: dict[str, object] = {
        "rows": [_told(entry) for entry in rows.items],
        "next_cursor": rows.next_cursor,
        "is_first": not request.GET.get("after"),
        "kinds": [(name, label) for name, (label, _actions) in KINDS.items()],
        "asked": {name: request.GET.get(name, "") for name in FILTERS},
        "query": query.urlencode(),
    }
    return page(request, actor, "console/audit/entries.html", context=context)


@require_safe
@may
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """What the filters leave, as xlsx; how much, and by which filters, is noted in the log."""
    found = audit_entries(_asked(request)).order_by("-at", "-pk")[:MOST_EXPORTED]
    header = [_("时间"), _("人员"), _("账号编号"), _("行为"), _("对象"), _("原因"), _("内容")]
    rows = (
        (
            entry.at,
            entry.actor_name,
            entry.actor_id,
            action_told(entry.action),
            entry.subject,
            entry.reason,
            _plain(entry.data),
        )
        for entry in found.iterator(chunk_size=2000)
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_sheet(file, title=_("审计记录"), header=header, rows=rows)
    asked = {name: value for name, value in request.GET.items() if value and name != "after"}
    audit.record("export_audit", subject="audit", by=actor, rows=count, filters=asked)
    file.seek(0)
    name = f"{_('审计记录')} {timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _asked(request: HttpRequest) -> AuditFilter:
    kind = request.GET.get("kind", "")
    given = {name: request.GET.get(name, "").strip()[:100] for name in ("person", "subject")}
    if not all(text.isprintable() for text in given.values()):
        given = {}
    actions = KINDS[kind][1] if kind in KINDS else ()
    return AuditFilter(**given, actions=actions, since=_day(request, "since"), until=_day(request, "until"))


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput(
            field=name,
            reason_zh=f"“{text[:20]}”不是日期，应如 2026-07-08。",
            reason_en=f"“{text[:20]}” is no day such as 2026-07-08.",
        ) from error


def _told(entry: "AuditEntry") -> dict[str, object]:
    order = entry.subject.removeprefix("order:")
    return {
        "entry": entry,
        "action": action_told(entry.action),
        "order": order if order.isdecimal() and len(order) >= 12 else "",
        "data": _plain(entry.data),
    }


def _plain(data: Mapping[str, object]) -> str:
    return "；".join(f"{name}: {value}" for name, value in data.items() if value not in ("", None, [], {}))
