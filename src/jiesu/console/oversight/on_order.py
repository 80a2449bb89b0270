"""What the oversight has on one order: panels of the order's page, loaded as one part when it is shown.

A panel is a function: given the order and who looks at it, it answers with a template and what the template
shows as ``panel``, or with None when there is nothing to show. The part is asked for by itself so that the
order's page reads no more than it did.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jiesu.console.staff import is_swap, page, staff
from jiesu.organisations.actors import Actor
from jiesu.workorders.selectors import get_order

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

TEMPLATE = "console/oversight/on_order.html"


@dataclass(frozen=True)
class Panel:
    """One piece of the part: its template, and what the template knows as ``panel``."""

    template: str
    shown: Mapping[str, object] = field(default_factory=dict)


Maker = Callable[["WorkOrder", Actor], Panel | None]
_makers: dict[int, Maker] = {}


def panel(place: int) -> Callable[[Maker], Maker]:
    """Decorate a function that makes a panel; panels stand in the order of their places.

    The module that it stands in has to be imported by the addresses of the oversight.
    """

    def register(make: Maker) -> Maker:
        _makers[place] = make
        return make

    return register


@require_safe
@staff
def on_order(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The part of an order's page; by itself it is a page, for browsers without JavaScript."""
    return panels_page(request, actor, number)


def panels_page(
    request: HttpRequest, actor: Actor, number: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """The panels of an order; ``more`` is known to all of them, such as a form that comes back with errors.

    Raises:
        NotFound: there is no such order, or it is not for this person.
    """
    order = get_order(number, for_user=actor)
    made = (_makers[place](order, actor) for place in sorted(_makers))
    panels = [each for each in made if each]
    context: dict[str, object] = {"order": order, "panels": panels, **more}
    return page(request, actor, TEMPLATE, context=context, status=status)


def after(request: HttpRequest, actor: Actor, number: str, *, said: str) -> HttpResponse:
    """What follows on something done in a panel: the panels as they are now, and what was done."""
    if is_swap(request):
        response = panels_page(request, actor, number, toast=said)
        response["HX-Retarget"], response["HX-Reswap"] = "#watch", "outerHTML"
        return response
    messages.success(request, said)
    return redirect("order", number)
