"""The search box: an order by its number or the beginning of it, orders by their words."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.console.workorders.rows import row_of
from jiesu.organisations.actors import Actor
from jiesu.workorders.filters import OrderFilter
from jiesu.workorders.queues import QueueItem
from jiesu.workorders.selectors import list_orders
from jiesu.workorders.wording import LONGEST_QUERY

LONGEST_NUMBER = 24


@require_safe
@staff
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The order of this number; the list when several begin so, or none does; words go to the search."""
    sought = request.GET.get("q", "").strip()
    if sought and not sought.isdecimal():
        return redirect(f"{reverse('orders')}?{urlencode({'words': sought[:LONGEST_QUERY]})}")
    digits = sought if sought.isdecimal() and sought.isascii() and len(sought) <= LONGEST_NUMBER else ""
    found = list_orders(OrderFilter(number=digits), for_user=actor, size=50).items if digits else []
    if len(found) == 1:
        return redirect("order", found[0].number)
    rows = [row_of(QueueItem(order)) for order in found]
    return page(request, actor, "console/workorders/found.html", context={"rows": rows, "sought": sought})
