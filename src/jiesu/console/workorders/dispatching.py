"""The dispatch desk: what waits to be dispatched, and beside it an order with the form that dispatches it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.console.workorders.acting import form_for
from jiesu.console.workorders.claims import claim_context
from jiesu.console.workorders.rows import Row, row_of
from jiesu.console.workorders.story import story_of
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import queues
from jiesu.workorders.claims import Claim
from jiesu.workorders.queues import Queue, QueuePage
from jiesu.workorders.selectors import claims_on
from jiesu.workorders.states import Verb

TEMPLATE = "console/workorders/dispatch.html"
ROWS = "console/workorders/dispatch_rows.html"
SHOWN = 50


@require_safe
@staff
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The queue, and open beside it the order asked for, or the first that nobody else has open."""
    found = _waiting(request, actor)
    claims = claims_on([item.order.pk for item in found.items])
    wanted = request.GET.get("order", "") or _free(found, claims, actor)
    context: dict[str, object] = {**_list(found, claims, actor, wanted=wanted), **_opened(wanted, actor)}
    return page(request, actor, TEMPLATE, context=context)


@require_safe
@staff
def rows(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The queue alone, read anew."""
    found = _waiting(request, actor)
    claims = claims_on([item.order.pk for item in found.items])
    return render(request, ROWS, _list(found, claims, actor, wanted=""))


def _waiting(request: HttpRequest, actor: Actor) -> QueuePage:
    return queues.items_of(Queue.DISPATCH, for_user=actor, cursor=request.GET.get("after"), size=SHOWN)


def _free(found: QueuePage, claims: dict[int, Claim], actor: Actor) -> str:
    free = [
        item.order.number
        for item in found.items
        if item.order.pk not in claims or claims[item.order.pk].user_id == actor.user_id
    ]
    return free[0] if free else ""


def _list(found: QueuePage, claims: dict[int, Claim], actor: Actor, *, wanted: str) -> dict[str, object]:
    shown: list[tuple[Row, str]] = [
        (row_of(item), claims[item.order.pk].name if _others(claims, item.order.pk, actor) else "")
        for item in found.items
    ]
    return {"lines": shown, "next_cursor": found.next_cursor, "wanted": wanted, "queue": Queue.DISPATCH.value}


def _others(claims: dict[int, Claim], key: int, actor: Actor) -> bool:
    return key in claims and claims[key].user_id != actor.user_id


def _opened(number: str, actor: Actor) -> dict[str, object]:
    """The order beside the queue; nothing when there is none, or it is gone."""
    if not number:
        return {}
    try:
        story = story_of(number, for_user=actor)
    except NotFound:
        return {}
    opened = story.choices.key_of(Verb.DISPATCH.value, None)
    form = form_for(story.order, actor, Verb.DISPATCH.value) if opened else None
    claim = claim_context(story.order, actor, Queue.DISPATCH.value)
    return {"story": story, "opened": opened, "form": form, **claim}
