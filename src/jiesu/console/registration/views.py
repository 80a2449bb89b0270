"""Pages of the registration desk."""

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.console.registration import lookups, offers
from jiesu.console.registration.advice import beside
from jiesu.console.registration.advised import offers_for
from jiesu.console.registration.forms import DeskForm
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.intake.actions import take_appeal
from jiesu.intake.dispositions import offered_to
from jiesu.organisations.actors import Actor
from jiesu.telephony.actions import take_call_appeal
from jiesu.telephony.selectors import call_for_desk
from jiesu.workorders import related
from jiesu.workorders.actions.registering import Receipt
from jiesu.workorders.states import STATE_LABELS, OrderState

TEMPLATE = "console/registration/desk.html"
RECEIPT = "desk_receipt"


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The desk; sent, the appeal becomes an order and the desk is empty for the next caller."""
    _check(actor)
    if request.method != "POST":
        return _shown(request, actor, DeskForm(actor=actor, initial=_begun(request, actor)))
    form = DeskForm(request.POST, actor=actor)
    if not form.is_valid():
        return _shown(request, actor, form, status=422)
    try:
        receipt = _take(form, actor)
    except Refusal as refusal:
        form.add_error(form.place_of(refusal.field), spoken(refusal))
        return _shown(request, actor, form, status=refusal.status)
    request.session[RECEIPT] = {
        "number": receipt.number,
        "code": receipt.query_code,
        "state": STATE_LABELS[OrderState(receipt.order.state)],
        "repeated": receipt.repeated,
    }
    return _onward(request)


@require_POST
@staff
def look(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stands beside the form, for what is written so far; sent, so that it is in nobody's log."""
    _check(actor)
    told = beside(DeskForm(request.POST, actor=actor), actor)
    return render(request, "console/registration/beside.html", {"beside": told})


@require_POST
@staff
def advised(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What triage suggests for what is written so far; sent, so that it is in nobody's log."""
    _check(actor)
    offers = offers_for(DeskForm(request.POST, actor=actor), actor)
    return render(request, "console/registration/advised.html", {"offers": offers})


@require_safe
@staff
def topics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Topics that what was typed may mean."""
    _check(actor)
    return _found(request, "topic_code", lookups.topics_for(_asked(request, "topic_code")))


@require_safe
@staff
def divisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Divisions that what was typed may mean."""
    _check(actor)
    address = request.GET.get("address", "")
    return _found(request, "area_code", lookups.divisions_for(_asked(request, "area_code"), address=address))


@require_safe
@staff
def units(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Units to dispatch to: whose duty it is by topic and area, then those whose name was typed."""
    _check(actor)
    name = request.GET.get("field", "")
    if name not in offers.UNIT_FIELDS:
        raise NotFound(what="单位")
    form = offers.with_units(DeskForm(request.GET, actor=actor), field=name, asked=_asked(request, name))
    widget: Any = form.fields[name].widget
    context = widget.get_context(name, form[name].value(), {"id": form[name].auto_id})
    return render(request, "console/widgets/offers.html", {"widget": context["widget"]})


@require_safe
@staff
def points(request: HttpRequest, actor: Actor) -> JsonResponse:
    """Where recent orders are, for the map."""
    del request
    _check(actor)
    found = related.pinned_orders(for_user=actor)
    return JsonResponse({"points": [[one.lon, one.lat, one.number, one.title] for one in found]})


def _begun(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """An empty form; what is known of the call is filled in where the person comes from one."""
    begun = {"key": secrets.token_hex(16)}
    asked = request.GET.get("call", "")
    call = call_for_desk(asked, for_user=actor) if asked else None
    return begun | {"call": call.key, "phone": call.number} if call else begun


def _take(form: DeskForm, actor: Actor) -> Receipt:
    told, given = form.cleaned_data, form.registration()
    if told["call"]:
        return take_call_appeal(told["call"], given, key=told["key"], by=actor, disposition=form.disposal())
    return take_appeal(given, key=told["key"], by=actor, disposition=form.disposal())


def _check(actor: Actor) -> None:
    if not offered_to(actor):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.REGISTER_ORDER])


def _shown(request: HttpRequest, actor: Actor, form: DeskForm, *, status: int = 200) -> HttpResponse:
    offers.with_units(form)
    context: dict[str, object] = {
        "form": form,
        "beside": beside(form, actor),
        "receipt": request.session.pop(RECEIPT, None) if request.method != "POST" else None,
        "seat": actor.user_id,
        "map_lon": settings.JIESU_MAP_CENTRE[0],
        "map_lat": settings.JIESU_MAP_CENTRE[1],
        "map_tiles": settings.JIESU_MAP_TILES,
    }
    return page(request, actor, TEMPLATE, context=context, status=status)


def _onward(request: HttpRequest) -> HttpResponse:
    if not is_swap(request):
        return redirect("desk")
    response = HttpResponse(status=200)
    response["HX-Redirect"] = reverse("desk")
    return response


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(f"search-{name}", "").strip()[:50]


def _found(request: HttpRequest, name: str, entries: list[lookups.Entry]) -> HttpResponse:
    chosen = request.GET.get(name, "")
    widget = {"name": name, "entries": entries, "chosen": chosen}
    return render(request, "console/registration/entries.html", {"widget": widget})
