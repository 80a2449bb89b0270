"""The ways to one's own orders: number and query code, or a telephone and a one-time code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.core.errors import Refusal
from jiesu.intake.actions.phone_checks import ask_code, prove_phone
from jiesu.portal import grants
from jiesu.portal.challenges import challenge_for, is_met
from jiesu.portal.demonstration import is_demonstration
from jiesu.portal.forms import CodeForm, PhoneForm, PlainForm, TrackForm
from jiesu.portal.limits import PHONE_CODES, PHONE_GUESSES, WRONG_CODES, WRONG_FOR_NUMBER, address_of
from jiesu.workorders import selectors

TOO_OFTEN = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """For whoever knows an order's number and query code."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _track_page(request, form, status=200)
    if not form.is_valid():
        return _track_page(request, form)
    number, address = form.cleaned_data["number"], address_of(request)
    if not WRONG_FOR_NUMBER.allows(number):
        form.add_error(None, _("尝试次数过多，请稍后再试，或拨打 12345 查询。"))
        return _track_page(request, form, status=TOO_OFTEN)
    if not is_met(request, WRONG_CODES):
        form.add_error(None, _("请先回答下面的小题。"))
        return _track_page(request, form, status=TOO_OFTEN)
    try:
        order = selectors.order_by_query_code(number, form.cleaned_data["code"])
    except Refusal as refusal:
        WRONG_CODES.count(address)
        WRONG_FOR_NUMBER.count(number)
        form.add_error(None, _("编号或查询码不对，请核对后再试。"))
        return _track_page(request, form, status=refusal.status)
    return grants.with_number(request, redirect("own_order", order.number), order.number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code; the answer is the same whether the number is known or not."""
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _phone_page(request, form, status=200)
    if not form.is_valid():
        return _phone_page(request, form)
    if not is_met(request, PHONE_CODES):
        form.add_error(None, _("请先回答下面的小题。"))
        return _phone_page(request, form, status=TOO_OFTEN)
    PHONE_CODES.count(address_of(request))
    try:
        check = ask_code(form.cleaned_data["phone"])
    except Refusal as refusal:
        _say(form, refusal)
        return _phone_page(request, form, status=refusal.status)
    return _code_page(request, CodeForm(initial={"key": check.key}), status=200)


@never_cache
@require_POST
def phone_code(request: HttpRequest) -> HttpResponse:
    """Give the one-time code; right, it leads to the list of what was told with that telephone."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form)
    if PHONE_GUESSES.count(address_of(request)) > PHONE_GUESSES.times:
        form.add_error(None, _("尝试次数过多，请稍后再试，或拨打 12345 查询。"))
        return _code_page(request, form, status=TOO_OFTEN)
    try:
        proof = prove_phone(form.cleaned_data["key"], code=form.cleaned_data["code"])
    except Refusal as refusal:
        _say(form, refusal)
        return _code_page(request, form, status=refusal.status)
    return grants.with_phone(request, redirect("own_orders"), proof.phone_hash)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget on this machine what was proved."""
    del request
    return grants.without_anything(redirect("home"))


def _track_page(request: HttpRequest, form: TrackForm, *, status: int = 422) -> HttpResponse:
    context = {"form": form, "challenge": challenge_for(request, WRONG_CODES), "here": reverse("track")}
    return render(request, "portal/track.html", context, status=status)


def _phone_page(request: HttpRequest, form: PhoneForm, *, status: int = 422) -> HttpResponse:
    context = {"form": form, "challenge": challenge_for(request, PHONE_CODES), "here": reverse("by_phone")}
    return render(request, "portal/phone.html", context, status=status)


def _code_page(request: HttpRequest, form: CodeForm, *, status: int = 422) -> HttpResponse:
    context = {"form": form, "demonstration": is_demonstration(request), "here": reverse("by_phone")}
    return render(request, "portal/code.html", context, status=status)


def _say(form: PlainForm, refusal: Refusal) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message(get_language() or "zh"))
