"""Hints on replies: while one is written, on the order's page, and as a list."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.oversight.on_order import Panel, panel
from jiesu.console.oversight.quality.faces import face_of_hint, face_of_judgement
from jiesu.console.oversight.quality.filing import sheet
from jiesu.console.oversight.quality.reading import days_of, number_of
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.core.errors import NotAllowed
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.oversight.replies.findings import BAND_LABELS, FINDING_LABELS, Band, FindingKind
from jiesu.oversight.selectors import hints
from jiesu.workorders import records
from jiesu.workorders.selectors import get_order

if TYPE_CHECKING:
    from jiesu.oversight.models import ReplyHint
    from jiesu.workorders.models import WorkOrder

LOOKERS = (Permission.INSPECT_QUALITY, Permission.REVIEW_ORDER, Permission.SUPERVISE_ORDER)
"""Any of these opens the list of hints."""

LONGEST_DRAFT = 20_000
MOST_EXPORTED = 20_000


@require_POST
@staff
def draft(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """What the rules say of an answer while it is written; nothing is stored."""
    require(actor, Permission.REPLY_ASSIGNMENT)
    order = get_order(number, for_user=actor)
    answer = request.POST.get("public_answer", "").strip()[:LONGEST_DRAFT]
    context: dict[str, object] = {"is_draft": True}
    if answer:
        earlier = [reply for reply in reversed(records.replies_of(order)) if reply.public_answer]
        judgement = hints.judged(order, answer, earlier=earlier, at=clock.now(), for_user=actor)
        context["hint"] = face_of_judgement(judgement)
    return render(request, "console/oversight/quality/hint.html", context)


@panel(place=50)
def on_order(order: "WorkOrder", actor: Actor) -> Panel | None:
    """The panel of an order's page: what the rules say of its newest answer."""
    replies = [reply for reply in records.replies_of(order) if reply.public_answer]
    if not (actor.is_centre or actor.is_system):
        replies = [reply for reply in replies if actor.reaches(reply.assignment.unit_path)]
    if not replies:
        return None
    stored = {hint.reply_id: hint for hint in hints.hints_of(order.pk)}
    newest = replies[0]
    hidden = order.is_confidential and not actor.may(Permission.VIEW_CONFIDENTIAL)
    if newest.pk in stored and not hidden:
        shown = face_of_hint(stored[newest.pk])
    else:
        earlier = list(reversed(replies[1:]))
        judged = hints.judged(
            order, newest.public_answer, earlier=earlier, at=newest.created_at, for_user=actor
        )
        shown = face_of_judgement(judged)
    return Panel("console/oversight/quality/panel.html", {"hint": shown, "reply": newest, "of": len(replies)})


@require_safe
@staff
def replies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, the newest first, with the counts of the last days as its tabs."""
    asked, days = _asked(request, actor)
    rows = page_of(hints.hints(asked, for_user=actor), by="noted_at", cursor=request.GET.get("after"))
    counts = hints.hint_counts(for_user=actor, since=_since(days), unit=asked.unit)
    unit = units_by_id([asked.unit]).get(asked.unit) if asked.unit else None
    query = request.GET.copy()
    query.pop("after", None)
    context: dict[str, object] = {
        "rows": [(hint, face_of_hint(hint)) for hint in rows.items],
        "next_cursor": rows.next_cursor,
        "is_first": not request.GET.get("after"),
        "tabs": [
            ("", _("全部"), counts["good"] + counts["fair"] + counts["weak"]),
            ("perfunctory", _("敷衍"), counts["perfunctory"]),
            *((band.value, _(BAND_LABELS[band]), counts[band.value]) for band in reversed(Band)),
        ],
        "kinds": [(kind.value, _(FINDING_LABELS[kind])) for kind in FindingKind],
        "asked": asked,
        "days": days,
        "unit": unit,
        "query": query.urlencode(),
    }
    return page(request, actor, "console/oversight/quality/replies.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """What the filters leave, as xlsx; that it was fetched is noted."""
    asked, _days = _asked(request, actor)
    found = hints.hints(asked, for_user=actor).order_by("-noted_at", "-pk")[:MOST_EXPORTED]
    header = [_("工单"), _("标题"), _("单位"), _("答复人"), _("时间"), _("分数"), _("敷衍"), _("提示")]
    return sheet(
        request, actor, _("答复质量提示"), header=header, rows=map(_cells, found.iterator(chunk_size=2000))
    )


def _cells(hint: "ReplyHint") -> tuple[object, ...]:
    said = "；".join(
        " ".join([_(FINDING_LABELS[FindingKind(kind)]), *words]) for kind, *words in hint.findings
    )
    return (
        hint.order.number,
        hint.order.title,
        str(hint.unit),
        hint.person_name,
        hint.noted_at,
        hint.score,
        _("是") if hint.is_perfunctory else _("否"),
        said,
    )


def _asked(request: HttpRequest, actor: Actor) -> tuple[hints.HintFilter, int]:
    """What is asked for, by those who may look at the list."""
    if not any(actor.may(permission) for permission in LOOKERS):
        raise NotAllowed(permission=_("质检评分"))
    band, kind = request.GET.get("band", ""), request.GET.get("kind", "")
    days = days_of(request)
    asked = hints.HintFilter(
        band=band if band in {"perfunctory", *Band} else "",
        kind=kind if kind in list(FindingKind) else "",
        unit=number_of(request, "unit"),
        since=_since(days),
    )
    return asked, days


def _since(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
