"""The citizens' pages."""

import uuid

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.core.errors import Refusal
from jiesu.intake.actions import receive_appeal
from jiesu.intake.errors import KeyReused
from jiesu.organisations.actors import Actor
from jiesu.portal.forms import ReportForm, TrackForm
from jiesu.portal.limits import REPORTS, WRONG_CODES, WRONG_FOR_NUMBER
from jiesu.workorders import selectors

PORTAL = Actor(user_id=None, name="群众门户", permissions=frozenset({Permission.REGISTER_ORDER}))
"""Who registers what citizens write here."""

SOURCE = "portal"
RECEIPT = "jiesu_receipt"
_SALT = "jiesu.portal.receipt"
_RECEIPT_SECONDS = 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it is registered once however often it is sent, and leads to the receipt."""
    if request.method != "POST":
        form = ReportForm(initial={"key": uuid.uuid4().hex, "is_public": True})
        return render(request, "portal/report.html", {"form": form})
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    address = request.META.get("REMOTE_ADDR", "")
    if not REPORTS.allows(address):
        form.add_error(None, _("提交过于频繁，请十分钟后再试，或拨打 12345。"))
        return _asked_again(request, form, status=429)
    try:
        taken = receive_appeal(
            form.registration(), source=SOURCE, external_id=form.cleaned_data["key"], by=PORTAL
        )
    except Refusal as refusal:
        _say(form, refusal)
        return _asked_again(request, form, status=refusal.status)
    REPORTS.count(address)
    return _with_receipt(request, taken.number, taken.query_code)


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The number and the query code of what this browser has just sent."""
    kept = request.get_signed_cookie(RECEIPT, default=None, salt=_SALT, max_age=_RECEIPT_SECONDS)
    if kept is None:
        return redirect("track")
    number, code = signing.loads(kept)
    return render(request, "portal/receipt.html", {"number": number, "query_code": code})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """What has happened to an order, for whoever knows its number and query code."""
    if request.method != "POST":
        return render(request, "portal/track.html", {"form": TrackForm()})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/track.html", {"form": form}, status=422)
    number, address = form.cleaned_data["number"], request.META.get("REMOTE_ADDR", "")
    if not (WRONG_CODES.allows(address) and WRONG_FOR_NUMBER.allows(number)):
        form.add_error(None, _("尝试次数过多，请稍后再试，或拨打 12345 查询。"))
        return render(request, "portal/track.html", {"form": form}, status=429)
    try:
        story = selectors.citizens_story(number, form.cleaned_data["code"])
    except Refusal:
        WRONG_CODES.count(address)
        WRONG_FOR_NUMBER.count(number)
        form.add_error(None, _("编号或查询码不对，请核对后再试。"))
        return render(request, "portal/track.html", {"form": form}, status=404)
    return render(request, "portal/track.html", {"story": story})


def _asked_again(request: HttpRequest, form: ReportForm, *, status: int = 422) -> HttpResponse:
    """The form comes back filled in."""
    return render(request, "portal/report.html", {"form": form}, status=status)


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


def _with_receipt(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """On to the receipt, which this browser alone can show."""
    response = redirect("receipt")
    response.set_signed_cookie(
        RECEIPT,
        signing.dumps([number, code]),
        salt=_SALT,
        max_age=_RECEIPT_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
        path=reverse("report"),
    )
    return response
