"""One's own orders: the list, the page of one, and what can be said to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiesu.core.errors import Refusal
from jiesu.core.paging import BadCursor
from jiesu.oversight.actions.consenting import set_progress_messages, wants_progress_messages
from jiesu.oversight.actions.urging import urge_as_citizen
from jiesu.oversight.selectors.urging import citizens_urging_refused
from jiesu.portal import grants
from jiesu.portal.forms import AgainForm, PlainForm, RateForm, UrgeForm, WordsForm
from jiesu.portal.people import CITIZEN
from jiesu.workorders import stories
from jiesu.workorders.actions import hearing

SAID = ("rated", "added", "again", "urged")
"""What was just done, named in the address so that the page can say so."""


@never_cache
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """What was told with the telephone that was proved."""
    phone = grants.grant_of(request).phone_hash
    if not phone:
        return redirect("by_phone")
    try:
        page = stories.own_orders(phone, cursor=request.GET.get("cursor"))
    except BadCursor:
        return redirect("own_orders")
    context = {"orders": [stories.row_of(order) for order in page.items], "next": page.next_cursor}
    return render(request, "portal/own_orders.html", context)


@never_cache
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """How far the order is, what was answered, and what can still be said."""
    if not _is_mine(request, number):
        return redirect("track")
    return _page(request, number)


@never_cache
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Rate the answer."""
    form = RateForm(request.POST)
    return _said(
        request,
        number,
        form=form,
        name="rating",
        act=lambda: hearing.rate_answer(number, rating=form.rating(), by=CITIZEN),
        said="rated",
    )


@never_cache
@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add something to what is being handled."""
    form = WordsForm(request.POST, prefix="more")
    return _said(
        request,
        number,
        form=form,
        name="more",
        act=lambda: hearing.add_word(number, words=form.cleaned_data["words"], by=CITIZEN),
        said="added",
    )


@never_cache
@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more."""
    form = AgainForm(request.POST, prefix="again")
    return _said(
        request,
        number,
        form=form,
        name="again",
        act=lambda: hearing.ask_again(number, words=form.cleaned_data["words"], by=CITIZEN),
        said="again",
    )


@never_cache
@require_POST
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Remind whoever handles it."""
    form = UrgeForm(request.POST, prefix="urge")
    return _said(
        request,
        number,
        form=form,
        name="urging",
        act=lambda: urge_as_citizen(number, words=form.cleaned_data["words"], by=CITIZEN),
        said="urged",
    )


@never_cache
@require_POST
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Whether short messages are wanted."""
    if not _is_mine(request, number):
        return redirect("track")
    set_progress_messages(number, agrees=request.POST.get("agrees") == "yes")
    return redirect("own_order", number)


def _said(
    request: HttpRequest,
    number: str,
    *,
    form: PlainForm,
    name: str,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    """Do it, and show the page with the news; or with the form as it was filled in and what is wrong."""
    if not _is_mine(request, number):
        return redirect("track")
    if not form.is_valid():
        return _page(request, number, status=422, **{name: form})
    try:
        act()
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message(get_language() or "zh"))
        return _page(request, number, status=refusal.status, **{name: form})
    response = redirect("own_order", number)
    response["Location"] += f"?said={said}#news"
    return response


def _is_mine(request: HttpRequest, number: str) -> bool:
    grant = grants.grant_of(request)
    return number in grant.numbers or bool(grant.phone_hash and stories.is_own(number, grant.phone_hash))


def _page(request: HttpRequest, number: str, *, status: int = 200, **forms: PlainForm) -> HttpResponse:
    said, refusal = request.GET.get("said", ""), citizens_urging_refused(number)
    context = {
        "here": reverse("own_order", args=[number]),
        "story": stories.own_story(number),
        "said": said if said in SAID else "",
        "rating": forms.get("rating") or RateForm(),
        "more": forms.get("more") or WordsForm(prefix="more"),
        "again": forms.get("again") or AgainForm(prefix="again"),
        "urging": forms.get("urging") or UrgeForm(prefix="urge"),
        "urging_refused": refusal,
        "urging_words": refusal.message(get_language() or "zh") if refusal else "",
        "wants_messages": wants_progress_messages(number),
        "has_list": bool(grants.grant_of(request).phone_hash),
    }
    return render(request, "portal/own_order.html", context, status=status)
