"""Orders that may be one matter: proposed with reasons, merged in one step or held apart by a person."""

from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.console.triage.issues import say_outcomes
from jiesu.console.triage.sheets import told_as_file
from jiesu.console.workorders.detail import order_context
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.triage import actions, selectors
from jiesu.triage.selectors import Together
from jiesu.workorders.selectors import allowed_actions, answer_for_citizen

PANEL = "console/triage/proposals.html"
MOST_IN_FILE = 20_000
_ANSWERS = ("answer_directly", "dispatch", "review")


@dataclass(frozen=True)
class Step:
    """What can be done to the main order next, so that all get their answer."""

    verb: str
    label: str


@require_safe
@staff
def proposals(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """What may be one with an order: a part of its page, or a page of its own."""
    return _panel(request, actor, number)


@require_POST
@staff
def merge(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Merge an order into a proposed one, or that one into it; the order's page comes back as it is now."""
    other, here = request.POST.get("other", ""), "here" in request.POST
    merged, main = (other, number) if here else (number, other)
    (outcome,) = actions.merge_many([merged], into=main, by=actor, note=_("重复诉求"))
    if outcome.refusal is not None:
        return _panel(request, actor, number, refusal=outcome.refusal)
    if not is_swap(request):
        say_outcomes(request, [outcome])
        return redirect("triage-group", main)
    said = _("已将 %(one)s 并入 %(other)s。") % {"one": merged, "other": main}
    context = order_context(request, actor, number) | {"toast": said, "number": number}
    context["queue"] = request.POST.get("queue", "")
    response = page(request, actor, "console/workorders/order.html", context=context)
    response["HX-Retarget"], response["HX-Reswap"] = "#order", "outerHTML"
    response["HX-Trigger"] = "jiesu:acted"
    return response


@require_POST
@staff
def apart(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """A proposed order is another matter: it is not proposed again."""
    try:
        actions.keep_apart(number, request.POST.get("other", ""), by=actor)
    except Refusal as refusal:
        return _panel(request, actor, number, refusal=refusal)
    if not is_swap(request):
        return redirect("triage-proposals", number)
    return _panel(request, actor, number)


@require_safe
@staff
def group(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """A main order with those merged into it: one answer to all."""
    together = selectors.together_with(number, for_user=actor)
    if together.main.number != number:
        return redirect("triage-group", together.main.number)
    return _group(request, actor, together)


@require_POST
@staff
def gather(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Merge chosen proposals into the main order of a group."""
    try:
        outcomes = actions.merge_many(
            request.POST.getlist("number"), into=number, by=actor, note=_("重复诉求")
        )
    except Refusal as refusal:
        return _group(request, actor, selectors.together_with(number, for_user=actor), refusal=refusal)
    say_outcomes(request, outcomes)
    return redirect("triage-group", number)


@require_safe
@staff
def judged(request: HttpRequest, actor: Actor) -> FileResponse:
    """What people decided of pairs of orders, as xlsx: material to learn from."""
    del request
    header = [_("工单"), _("另一工单"), _("是否同一件事"), _("相似分"), _("时间"), _("判定人")]
    rows: list[list[object]] = [
        [
            row.first.number,
            row.second.number,
            _("是") if row.is_same else _("否"),
            row.points,
            row.at,
            row.by_name,
        ]
        for row in selectors.judged_pairs(for_user=actor)[:MOST_IN_FILE]
    ]
    return told_as_file(actor, "judged", title=_("并单判定"), header=header, rows=rows)


def _panel(
    request: HttpRequest, actor: Actor, number: str, *, refusal: Refusal | None = None
) -> HttpResponse:
    context: dict[str, object] = {
        "number": number,
        "proposals": selectors.proposals_for(number, for_user=actor),
        "queue": request.GET.get("queue", request.POST.get("queue", "")),
        "refusal": spoken(refusal) if refusal else "",
    }
    return page(request, actor, PANEL, context=context, status=refusal.status if refusal else 200)


def _group(
    request: HttpRequest, actor: Actor, together: Together, *, refusal: Refusal | None = None
) -> HttpResponse:
    main = together.main
    found = selectors.proposals_for(main.number, for_user=actor, most=20, order=main)
    allowed = {action.verb: action.label for action in allowed_actions(main, for_user=actor)}
    context: dict[str, object] = {
        "main": main,
        "together": together,
        "answer": answer_for_citizen(main),
        "steps": [Step(verb, allowed[verb]) for verb in _ANSWERS if verb in allowed],
        "joinable": [one for one in found.found if one.comes_here] if found else [],
        "may_merge": actor.is_centre and actor.may(Permission.MERGE_ORDER),
        "refusal": spoken(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return page(request, actor, "console/triage/group.html", context=context, status=status)
