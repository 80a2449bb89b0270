"""A citizen reports a matter: one page, one receipt."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiesu.core.errors import Refusal
from jiesu.intake.actions.reporting import receive_report
from jiesu.intake.enclosures import MOST_BYTES, MOST_FILES
from jiesu.intake.errors import KeyReused
from jiesu.portal import grants
from jiesu.portal.asking import told_so_far
from jiesu.portal.challenges import challenge_for, is_met
from jiesu.portal.forms import ReportForm
from jiesu.portal.limits import LOOK_ALIKES, REPORTS, address_of
from jiesu.portal.people import PORTAL, SOURCE
from jiesu.workorders.finding import public_look_alikes

_SHORTEST, _LONGEST = 6, 2000
TOO_OFTEN = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it is registered once however often it is sent, and leads to the receipt."""
    if request.method != "POST":
        told = told_so_far(request) if request.GET.get("from") == "ask" else {}
        form = ReportForm(initial={"key": uuid.uuid4().hex, "is_public": True, **told})
        return _page(request, form, status=200)
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    if not is_met(request, REPORTS, always=form.is_a_robot):
        form.add_error(None, _("这个网络地址提交较多，请回答下面的小题后再提交。"))
        return _page(request, form, status=TOO_OFTEN)
    try:
        taken = receive_report(
            form.registration(),
            files=form.cleaned_data["photos"],
            keep_place=form.cleaned_data["keep_place"],
            source=SOURCE,
            external_id=form.cleaned_data["key"],
            by=PORTAL,
        )
    except Refusal as refusal:
        _say(form, refusal)
        return _page(request, form, status=refusal.status)
    REPORTS.count(address_of(request))
    response = grants.with_number(request, redirect("receipt"), taken.number)
    return grants.with_receipt(request, response, number=taken.number, code=taken.query_code)


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The number and the query code of what this browser has just sent."""
    kept = grants.receipt_of(request)
    if kept is None:
        return redirect("track")
    return render(request, "portal/receipt.html", {"number": kept[0], "query_code": kept[1]})


@never_cache
@require_POST
def look_alikes(request: HttpRequest) -> HttpResponse:
    """Published cases that look like what is being written; a part of the page."""
    text = request.POST.get("content", "").strip()[:_LONGEST]
    asked = len(text) >= _SHORTEST and LOOK_ALIKES.count(address_of(request)) <= LOOK_ALIKES.times
    found = public_look_alikes(text.replace("\0", ""), most=3) if asked else []
    return render(request, "portal/look_alikes.html", {"found": found})


def _page(request: HttpRequest, form: ReportForm, *, status: int = 422) -> HttpResponse:
    """The form; after a mistake it comes back filled in, all but the files, which browsers do not keep."""
    robot = bool(form.data.get("website")) if form.is_bound else False
    context = {
        "here": reverse("report"),
        "form": form,
        "challenge": challenge_for(request, REPORTS, always=robot),
        "files_lost": form.is_bound and bool(request.FILES),
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
    }
    return render(request, "portal/report.html", context, status=status)


def _say(form: ReportForm, refusal: Refusal) -> None:
    """The refusal beside the field that it is about; a form that has served gets a fresh key."""
    if isinstance(refusal, KeyReused):
        number = refusal.params["number"]
        words = _("这张表已经提交过，编号 %(number)s。如果要反映另一件事，请再按一次提交。")
        form.add_error(None, words % {"number": number})
        form.renew(uuid.uuid4().hex)
        return
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message(get_language() or "zh"))
