"""One inspection: the story beside the form, the score, the appeal and its decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.quality.faces import face_of_hint
from jiesu.console.oversight.quality.tasks import risks_of
from jiesu.console.settings.gate import done
from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import InvalidInput, NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.inspecting import InspectionState, Mark
from jiesu.oversight.selectors import hints, quality
from jiesu.telephony.selectors import calls_about
from jiesu.workorders import records

if TYPE_CHECKING:
    from jiesu.oversight.models import Inspection, InspectionMark, ScoreItem

TEMPLATE = "console/oversight/quality/inspection.html"


@dataclass(frozen=True)
class Line:
    """One item of the form as the page shows it: what was written, or is kept, and what is wrong with it."""

    item: "ScoreItem"
    lost: str
    comment: str
    error: str


@require_safe
@staff
def inspection(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The page of a task."""
    return _shown(request, actor, key)


@require_POST
@staff
def score(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Score it; refused, the form comes back filled in."""
    row = quality.get_inspection(key, for_user=actor)
    try:
        marks = _marks_in(request.POST, quality.items_of(row.form_id))
        actions.score_inspection(key, marks=marks, note=request.POST.get("note", ""), by=actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _shown(request, actor, key, given=request.POST, refusal=refusal)
    return done(request, _("已评分。"), to="quality")


@require_POST
@staff
def take(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Take a task that was given to nobody."""
    actions.take_inspection(key, by=actor)
    return done(request, _("已认领。"), to="inspection", key=key)


@require_POST
@staff
def appeal(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Appeal against one's own score."""
    try:
        actions.appeal_score(key, reason=request.POST.get("reason", ""), by=actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _shown(request, actor, key, given=request.POST, refusal=refusal)
    return done(request, _("已提交申诉。"), to="inspection", key=key)


@require_POST
@staff
def decide(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Decide an appeal: keep the score, or write the marks anew."""
    row = quality.get_inspection(key, for_user=actor)
    decision = request.POST.get("decision", "")
    try:
        upheld = request.POST.get("verdict") == "upheld"
        marks = _marks_in(request.POST, quality.items_of(row.form_id)) if upheld else None
        actions.decide_score_appeal(key, decision=decision, marks=marks, by=actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _shown(request, actor, key, given=request.POST, refusal=refusal)
    return done(request, _("已裁定。"), to="inspection", key=key)


def _shown(  # noqa: PLR0917 - what a page is made of
    request: HttpRequest,
    actor: Actor,
    key: int,
    given: QueryDict | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    row = quality.get_inspection(key, for_user=actor)
    field = (refusal.field or "") if refusal else ""
    lines = _lines(row, given, field=field, said=spoken(refusal) if refusal else "")
    beside = any(line.error for line in lines) or field in ("reason", "decision")
    stored = {hint.reply_id: hint for hint in hints.hints_of(row.order_id)} if row.order_id else {}
    context: dict[str, object] = {
        "row": row,
        "order": row.order,
        "replies": _replies(row),
        "calls": calls_about(row.order.number, for_user=actor) if row.order and actor.is_centre else [],
        "hint": face_of_hint(stored[row.reply_id]) if row.reply_id in stored else None,
        "risks": risks_of(row),
        "lines": lines,
        "appeal": getattr(row, "appeal", None),
        "given": given or {},
        "wrong": {field: spoken(refusal)} if refusal and field else {},
        "refusal": spoken(refusal) if refusal and not beside else "",
        **_may(row, actor),
    }
    return page(request, actor, TEMPLATE, context=context, status=refusal.status if refusal else 200)


def _may(row: "Inspection", actor: Actor) -> dict[str, bool]:
    """What the person can do on the page; the actions ask again."""
    inspects, own = actor.may(Permission.INSPECT_QUALITY), row.person_id == actor.user_id
    decides = actor.may(Permission.DECIDE_SCORE_APPEAL) and actor.user_id not in {
        row.person_id,
        row.inspector_id,
    }
    return {
        "may_score": inspects and row.is_open and row.inspector_id == actor.user_id,
        "may_take": inspects and row.is_open and row.inspector_id is None and not own,
        "may_appeal": own and actor.may(Permission.APPEAL_SCORE) and row.state == InspectionState.SCORED,
        "may_decide": decides and row.state == InspectionState.APPEALED,
    }


def _replies(row: "Inspection") -> Sequence[object]:
    """What there is to read: the reply that is inspected, or all of the order's."""
    if row.order is None:
        return []
    replies = records.replies_of(row.order)
    return [reply for reply in replies if reply.pk == row.reply_id] if row.reply_id else replies


def _lines(row: "Inspection", given: QueryDict | None, *, field: str, said: str) -> list[Line]:
    kept: Mapping[str, InspectionMark] = quality.marks_of(row)
    posted = given if given is not None and any(name.startswith("lost_") for name in given) else None
    lines = []
    for item in quality.items_of(row.form_id):
        mark = kept.get(item.code)
        lost = posted.get(f"lost_{item.code}", "") if posted else str(mark.lost) if mark else ""
        comment = posted.get(f"comment_{item.code}", "") if posted else mark.comment if mark else ""
        error = said if field in {f"lost_{item.code}", f"comment_{item.code}"} else ""
        lines.append(Line(item, lost or "", comment or "", error))
    return lines


def _marks_in(given: QueryDict, items: Sequence["ScoreItem"]) -> dict[str, Mark]:
    """The marks as they were sent.

    Raises:
        InvalidInput: what was taken off is no number.
    """
    marks = {}
    for item in items:
        text = given.get(f"lost_{item.code}", "").strip() or "0"
        if not text.isdecimal() or len(text) > 4:
            raise InvalidInput(
                field=f"lost_{item.code}", reason_zh="扣分应是整数。", reason_en="Points are whole numbers."
            )
        marks[item.code] = Mark(int(text), given.get(f"comment_{item.code}", "")[:500])
    return marks
