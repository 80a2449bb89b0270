"""The search box: an order by its number, or by the beginning of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.console.workorders.rows import row_of
from jiesu.organisations.actors import Actor
from jiesu.workorders.queues import QueueItem
from jiesu.workorders.selectors import OrderFilter, list_orders

LONGEST_NUMBER = 24


@require_safe
@staff
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The order of this number; the list when several begin so, or none does."""
    sought = request.GET.get("q", "").strip()
    digits = sought if sought.isdecimal() and sought.isascii() and len(sought) <= LONGEST_NUMBER else ""
    found = list_orders(OrderFilter(number=digits), for_user=actor, size=50).items if digits else []
    if len(found) == 1:
        return redirect("order", found[0].number)
    rows = [row_of(QueueItem(order)) for order in found]
    return page(request, actor, "console/workorders/found.html", context={"rows": rows, "sought": sought})
