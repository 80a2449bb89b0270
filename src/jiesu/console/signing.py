"""The way in and out."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.accounts.actions import sign_in
from jiesu.console.forms import LoginForm
from jiesu.core.errors import Refusal


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in and go on to where one was going."""
    wanted = _safe(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return _page(request, LoginForm(), wanted=wanted)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, wanted=wanted, status=422)
    given = form.cleaned_data
    try:
        user = sign_in(given["username"], given["password"], request.META.get("REMOTE_ADDR", ""))
    except Refusal as refusal:
        form.add_error(None, refusal.message(get_language() or "zh"))
        return _page(request, form, wanted=wanted, status=refusal.status)
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(wanted or resolve_url(settings.LOGIN_REDIRECT_URL))


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _safe(request: HttpRequest, address: str) -> str:
    """The address if it is one of ours."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else ""


def _page(request: HttpRequest, form: LoginForm, *, wanted: str, status: int = 200) -> HttpResponse:
    return render(request, "console/login.html", {"form": form, "next": wanted}, status=status)
