"""Ordering a check in the field, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.field.forms import OrderForm
from jiesu.console.settings.gate import allowed, blame, form_page, read_or_send
from jiesu.console.staff import spoken, staff
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.field_checks import order_field_check, withdraw_field_check
from jiesu.workorders.selectors import get_order

may = allowed(Permission.ORDER_FIELD_CHECK)
UNITS = {"checked_by_itself": "unit"}
"""The field that a refusal is about, where the action does not know the form."""


@read_or_send
@may
def new(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Send somebody to the order's place."""
    order = get_order(number, for_user=actor)
    form, status = OrderForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = order_field_check(number, by=actor, **form.arguments())
            except Refusal as refusal:
                refusal.field = UNITS.get(refusal.code, refusal.field)
                blame(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("现场核查已派发。"))
                return redirect("field-check", made.pk)
    return form_page(
        request,
        actor,
        form,
        title=_("派发现场核查 · %(number)s") % {"number": number},
        back=reverse("order", args=[number]),
        send=_("派发"),
        what=f"{order.title} · {order.address}" if order.address else order.title,
        status=status,
    )


@require_POST
@staff
def withdraw(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Nobody needs to look any more."""
    try:
        withdraw_field_check(key, reason=request.POST.get("reason", ""), by=actor)
    except Refusal as refusal:
        messages.error(request, spoken(refusal))
    else:
        messages.success(request, _("现场核查已撤回。"))
    return redirect("field-check", key)
