"""Tasks of inspection and their scores: lists for inspectors, and for the people scored."""

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import names_of
from jiesu.console.oversight.quality.filing import sheet
from jiesu.console.oversight.quality.reading import number_of
from jiesu.console.settings.gate import allowed
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotAllowed
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.oversight.inspecting import (
    INSPECTION_STATE_LABELS,
    SUBJECT_LABELS,
    InspectionState,
    Subject,
)
from jiesu.oversight.sampling import RISK_LABELS, Risk
from jiesu.oversight.selectors import quality
from jiesu.oversight.selectors.quality import InspectionFilter

if TYPE_CHECKING:
    from jiesu.oversight.models import Inspection

INSPECTORS = (Permission.INSPECT_QUALITY, Permission.DECIDE_SCORE_APPEAL)
MOST_EXPORTED = 20_000


@require_safe
@staff
def tasks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tasks: one's own that wait first, then whatever is asked for."""
    asked = _asked(request, actor)
    rows = page_of(
        quality.inspections(asked, for_user=actor),
        by="assigned_at",
        cursor=request.GET.get("after"),
        descending=asked.state != InspectionState.WAITING,
    )
    counts = quality.task_counts(for_user=actor)
    query = request.GET.copy()
    query.pop("after", None)
    people = names_of([asked.person]) if asked.person else {}
    context: dict[str, object] = {
        "rows": [(row, risks_of(row)) for row in rows.items],
        "next_cursor": rows.next_cursor,
        "is_first": not request.GET.get("after"),
        "counts": counts,
        "subjects": [(subject.value, _(SUBJECT_LABELS[subject])) for subject in Subject],
        "states": [(state.value, _(INSPECTION_STATE_LABELS[state])) for state in InspectionState],
        "asked": asked,
        "person": people.get(asked.person or 0, ""),
        "unit": units_by_id([asked.unit]).get(asked.unit) if asked.unit else None,
        "item": _item(asked),
        "query": query.urlencode(),
        "inspects": actor.may(Permission.INSPECT_QUALITY),
    }
    return page(request, actor, "console/oversight/quality/tasks.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """What the filters leave, as xlsx."""
    found = quality.inspections(_asked(request, actor), for_user=actor).order_by("-assigned_at", "-pk")
    header = [
        *(_("编号"), _("对象"), _("工单"), _("评分表"), _("被评人"), _("单位"), _("质检员"), _("状态")),
        *(_("得分"), _("合格"), _("一票否决"), _("派发时间"), _("评分时间"), _("抽取原因"), _("评语")),
    ]
    rows = (_cells(row) for row in found[:MOST_EXPORTED].iterator(chunk_size=2000))
    return sheet(request, actor, _("质检"), header=header, rows=rows)


@require_safe
@allowed(Permission.APPEAL_SCORE)
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The scores that one got oneself, the newest first."""
    rows = page_of(
        quality.own_scores(for_user=actor), by="scored_at", cursor=request.GET.get("after"), size=50
    )
    context: dict[str, object] = {"rows": rows.items, "next_cursor": rows.next_cursor}
    return page(request, actor, "console/oversight/quality/mine.html", context=context)


def risks_of(row: "Inspection") -> list[str]:
    """Why it was drawn more easily than others."""
    return [_(RISK_LABELS[Risk(risk)]) for risk in row.risks]


def _item(asked: InspectionFilter) -> str:
    """What the item is called that points came off."""
    forms = quality.current_forms() if asked.item else []
    items = (item for form in forms if form.code == asked.form for item in form.items.all())
    return next((item.label for item in items if item.code == asked.item), asked.item)


def _asked(request: HttpRequest, actor: Actor) -> InspectionFilter:
    if not any(actor.may(permission) for permission in INSPECTORS):
        raise NotAllowed(permission=_("质检评分"))
    known: dict[str, list[str]] = {"state": [*InspectionState], "subject": [*Subject]}
    told = {name: request.GET.get(name, "") for name in known}
    narrowed = any(value for name, value in request.GET.items() if name != "after")
    inspects = actor.may(Permission.INSPECT_QUALITY)
    usual = InspectionState.WAITING.value if inspects else InspectionState.APPEALED.value
    return InspectionFilter(
        state=told["state"] if told["state"] in known["state"] else "" if narrowed else usual,
        subject=told["subject"] if told["subject"] in known["subject"] else "",
        mine="mine" in request.GET or (inspects and not narrowed),
        failed="failed" in request.GET,
        unassigned="unassigned" in request.GET,
        person=number_of(request, "person"),
        unit=number_of(request, "unit"),
        plan=number_of(request, "plan"),
        item=request.GET.get("item", "")[:40],
        form=request.GET.get("form", "")[:40],
    )


def _cells(row: "Inspection") -> tuple[object, ...]:
    return (
        row.pk,
        _(SUBJECT_LABELS[row.kind]),
        row.order.number if row.order else "",
        str(row.form),
        row.person_name,
        str(row.unit) if row.unit else "",
        row.inspector_name,
        _(INSPECTION_STATE_LABELS[InspectionState(row.state)]),
        row.score,
        "" if row.is_passed is None else _("合格") if row.is_passed else _("不合格"),
        _("是") if row.is_fatal else "",
        row.assigned_at,
        row.scored_at,
        "、".join(risks_of(row)),
        row.note,
    )
