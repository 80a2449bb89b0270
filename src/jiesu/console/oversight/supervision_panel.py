"""Supervision on an order's page: what was issued, which steps were taken and why, and issuing more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.on_order import Panel, after, panel
from jiesu.console.oversight.supervision import row_of
from jiesu.console.oversight.supervision_forms import (
    EnterForm,
    EscalateForm,
    HandoverForm,
    IssueForm,
    PlainForm,
)
from jiesu.console.settings.gate import carry_out
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.actions.handing import hand_to_inspection
from jiesu.oversight.selectors.supervision import beside_order
from jiesu.workorders.selectors import get_order

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@dataclass(frozen=True)
class Deed:
    """Something that can be begun on an order: who may, with which form, and how it is done."""

    permission: Permission
    form: type[Any]
    act: Callable[..., object]
    is_grave: bool = False


DEEDS: dict[str, Deed] = {
    "supervise": Deed(Permission.SUPERVISE_ORDER, IssueForm, actions.issue_supervision),
    "escalate": Deed(Permission.ESCALATE_ORDER, EscalateForm, actions.escalate_order),
    "enter": Deed(Permission.KEEP_LEDGERS, EnterForm, actions.enter_ledger),
    "hand-over": Deed(Permission.HAND_TO_INSPECTION, HandoverForm, hand_to_inspection, is_grave=True),
}


@panel(10)
def on_order(order: "WorkOrder", actor: Actor) -> Panel | None:
    """What the supervision has on an order, and what may be begun."""
    beside = beside_order(order, for_user=actor)
    deeds = [
        {
            "url": reverse("oversight-begin", args=[order.number, name]),
            "label": str(deed.form.title),
            "is_grave": deed.is_grave,
        }
        for name, deed in DEEDS.items()
        if actor.is_centre and actor.may(deed.permission)
    ]
    if not (deeds or beside.supervisions or beside.steps or beside.entries):
        return None
    return Panel(
        "console/oversight/supervision/panel.html",
        {
            "supervisions": [row_of(item) for item in beside.supervisions],
            "steps": beside.steps,
            "entries": beside.entries,
            "handovers": beside.handovers,
            "deeds": deeds,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def begin(request: HttpRequest, actor: Actor, *, number: str, deed: str) -> HttpResponse:
    """A form in the panel, in place; without JavaScript a page of its own."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise NotFound(what=_("操作"))
    order = get_order(number, for_user=actor)
    form: PlainForm = chosen.form(request.POST or None, auto_id=f"{deed}-%s")
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: chosen.act(number, by=actor, **form.given()))
        if not status:
            return after(request, actor, number, said=_("已办：%(verb)s") % {"verb": chosen.form.title})
    context: dict[str, object] = {
        "order": order,
        "form": form,
        "label": chosen.form.title,
        "url": request.path,
        "is_grave": chosen.is_grave,
    }
    return page(request, actor, "console/oversight/supervision/begin.html", context=context, status=status)
