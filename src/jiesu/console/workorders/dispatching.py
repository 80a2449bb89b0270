"""The dispatch desk: what waits to be dispatched, and beside it an order with the form that dispatches it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.console.workorders.rows import Row, row_of
from jiesu.organisations.actors import Actor
from jiesu.workorders import queues
from jiesu.workorders.claims import Claim
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.queues import Queue, QueuePage
from jiesu.workorders.selectors import claims_on

TEMPLATE = "console/workorders/dispatch.html"
ROWS = "console/workorders/dispatch_rows.html"
SHOWN = 50


@require_safe
@staff
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The queue, and beside it the order asked for, or the first that nobody else has open."""
    found = _waiting(request, actor)
    claims = claims_on([item.order.pk for item in found.items])
    asked = request.GET.get("order", "")
    wanted = asked if is_number(asked) else _free(found, claims, actor)
    return page(request, actor, TEMPLATE, context=_list(found, claims, actor, wanted=wanted))


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
