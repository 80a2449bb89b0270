"""The supervisor's board: queues and seats as they are, and what a shift lead may do about them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions, selectors
from jiesu.telephony.seat_states import SEAT_VERB_LABELS, SeatVerb
from jiesu.telephony.switch_tasks import MONITORING, TASK_KIND_LABELS, TaskKind

BOARD = "console/telephony/board.html"
NOW = "console/telephony/board_now.html"


@require_safe
@staff
def shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The board."""
    return page(request, actor, BOARD, context=_now(actor))


@require_safe
@staff
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The board's contents, as they are now."""
    return render(request, NOW, _now(actor))


@require_POST
@staff
def move(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """Force a seat ready or out."""
    if verb not in SEAT_VERB_LABELS:
        raise NotFound(what="坐席操作")
    try:
        actions.move_seat(number, SeatVerb(verb), by=actor, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _answered(request, actor, refusal)
    return _answered(request, actor)


@require_POST
@staff
def monitor(request: HttpRequest, actor: Actor, *, number: str, kind: str) -> HttpResponse:
    """Listen to a seat, whisper to it, or join its call; the person's own seat rings for it."""
    if kind not in MONITORING:
        raise NotFound(what="监听方式")
    try:
        actions.monitor_seat(number, TaskKind(kind), by=actor)
    except Refusal as refusal:
        return _answered(request, actor, refusal)
    return _answered(request, actor)


def _answered(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    if not is_swap(request):
        return redirect("seats")
    said = spoken(refusal) if refusal else ""
    return render(request, NOW, _now(actor, refusal=said), status=refusal.status if refusal else 200)


def _now(actor: Actor, *, refusal: str = "") -> dict[str, object]:
    kinds = [(kind.value, TASK_KIND_LABELS[kind]) for kind in TaskKind if kind in MONITORING]
    return {
        "board": selectors.board(for_user=actor),
        "refusal": refusal,
        "monitoring": kinds if actor.may(Permission.MONITOR_CALLS) else [],
    }
