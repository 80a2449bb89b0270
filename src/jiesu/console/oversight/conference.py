"""Conferences: orders that no unit wants, with what each unit said; a lead is named by minutes."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.organisations.actors import Actor
from jiesu.oversight.selectors.supervision import conference_orders
from jiesu.workorders.records import doings_said
from jiesu.workorders.states import STATE_LABELS, OrderState, Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_NEXT = {
    OrderState.CONFERENCE: Verb.ASSIGN_LEAD,
    OrderState.RETURN_REQUESTED: Verb.CONVENE,
    OrderState.PENDING_DISPATCH: Verb.CONVENE,
}
_LABELS = {Verb.ASSIGN_LEAD: "会商指定主办", Verb.CONVENE: "提交会商"}


@require_safe
@staff
def conference(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a conference is to decide: first what is before it, then what the ladder says belongs there."""
    orders = sorted(conference_orders(for_user=actor), key=lambda order: order.state != OrderState.CONFERENCE)
    said = doings_said((Verb.REQUEST_RETURN, Verb.OBJECT, Verb.CONVENE), order_ids=[o.pk for o in orders])
    context: dict[str, object] = {"rows": [_row(order, said) for order in orders]}
    return page(request, actor, "console/oversight/supervision/conference.html", context=context)


def _row(order: "WorkOrder", said: dict[int, list[tuple[str, str, str]]]) -> dict[str, object]:
    verb = _NEXT.get(OrderState(order.state))
    return {
        "order": order,
        "state": STATE_LABELS[OrderState(order.state)],
        "said": said.get(order.pk, []),
        "verb": verb.value if verb else "",
        "label": _LABELS[verb] if verb else "",
    }
