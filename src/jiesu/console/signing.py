"""The way in and out: the password, the second step where a second factor is set up, and the session."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.accounts.actions import open_session, sign_in, verify_second_factor
from jiesu.accounts.selectors import second_factor_demanded, second_factor_of, user_by_id
from jiesu.console.forms import CodeForm, LoginForm
from jiesu.console.standing import must_first
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.selectors import actor_for

if TYPE_CHECKING:
    from jiesu.accounts.models import User

WAITING = "second_step"
_WAITS = timedelta(minutes=10)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in and go on to where one was going, by way of the second step where there is one."""
    wanted = _safe(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return _page(request, LoginForm(), wanted=wanted)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, wanted=wanted, status=422)
    given = form.cleaned_data
    try:
        user = sign_in(given["username"], given["password"], address_of(request))
    except Refusal as refusal:
        form.add_error(None, refusal.message(get_language() or "zh"))
        return _page(request, form, wanted=wanted, status=refusal.status)
    if second_factor_of(user).is_set_up:
        request.session[WAITING] = {"user": user.pk, "at": clock.now().timestamp(), "next": wanted}
        return redirect("second-step")
    return let_in(request, user, wanted=wanted)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the authenticator, or a recovery code; ten minutes after the password at most."""
    waiting = request.session.get(WAITING)
    if waiting is None or clock.now().timestamp() - waiting["at"] > _WAITS.total_seconds():
        request.session.pop(WAITING, None)
        return redirect("login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _step(request, form, status=200 if request.method != "POST" else 422)
    user = user_by_id(waiting["user"])
    if not user.is_active:
        return redirect("login")
    try:
        verify_second_factor(user, code=form.cleaned_data["code"], address=address_of(request))
    except Refusal as refusal:
        form.add_error("code", refusal.message(get_language() or "zh"))
        return _step(request, form, status=refusal.status)
    del request.session[WAITING]
    return let_in(request, user, wanted=waiting["next"])


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def let_in(request: HttpRequest, user: "User", *, wanted: str = "") -> HttpResponse:
    """Open the session, and say what it must do first: another password, a second factor."""
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    missing = not second_factor_of(user).is_set_up and second_factor_demanded(actor_for(user).roles)
    must_first(request.session, password=user.must_change_password, second_factor=missing)
    open_session(
        request.session,
        user,
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )
    return redirect(wanted or resolve_url(settings.LOGIN_REDIRECT_URL))


def address_of(request: HttpRequest) -> str:
    """The network address that a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else ""


def _page(request: HttpRequest, form: LoginForm, *, wanted: str, status: int = 200) -> HttpResponse:
    return render(request, "console/login.html", {"form": form, "next": wanted}, status=status)


def _step(request: HttpRequest, form: CodeForm, *, status: int) -> HttpResponse:
    return render(request, "console/accounts/second_step.html", {"form": form}, status=status)
