"""Who has an order open to work on: taken, renewed, taken over and let go by the page itself."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.console.staff import is_swap, spoken, staff
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.workorders import actions
from jiesu.workorders.queues import QUEUES, Queue
from jiesu.workorders.selectors import claims_on

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

TEMPLATE = "console/workorders/claim_state.html"


@require_POST
@staff
def claim(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The order is open before this person; with a word it is taken over from somebody else."""
    taking = "take" in request.POST
    word = request.POST.get("word", "").strip() if taking else ""
    wrong = _("请写明接手原因。") if taking and not word else ""
    try:
        held = actions.claim_order(number, by=actor, word=word)
    except Refusal as refusal:
        return render(request, TEMPLATE, {"wrong": spoken(refusal)}, status=refusal.status)
    if not is_swap(request):
        return redirect("order", number)
    context = {"claim": held, "is_mine": held.user_id == actor.user_id, "wrong": wrong}
    return render(request, TEMPLATE, context, status=422 if wrong else 200)


@require_POST
@staff
def release(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The order was closed, or another one opened."""
    del request
    actions.release_claim(number, by=actor)
    return HttpResponse(status=204)


def claim_context(order: "WorkOrder", actor: Actor, queue: str) -> dict[str, object]:
    """What the order's page shows of its claim; an order opened from a queue of the centre is claimed."""
    if not actor.is_centre:
        return {}
    held = claims_on([order.pk]).get(order.pk)
    works = queue in list(Queue) and QUEUES[Queue(queue)].at_centre and queue != Queue.REGISTERED
    return {
        "claim": held,
        "is_mine": held is not None and held.user_id == actor.user_id,
        "claiming": works,
        "shows_claim": works or held is not None,
    }
