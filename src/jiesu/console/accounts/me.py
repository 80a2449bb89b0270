"""One's own account: password, second factor, sessions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import segno
from django import forms
from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.accounts import actions, onetime, selectors
from jiesu.accounts.configuring import person
from jiesu.accounts.errors import SecondFactorNeeded, SignInRefused
from jiesu.console.accounts.forms import ConfirmForm, PasswordForm, SureForm
from jiesu.console.staff import page, spoken, staff
from jiesu.console.standing import MUST, must_first, refuse_while_acting
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor

if TYPE_CHECKING:
    from jiesu.accounts.models import User

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@read_or_send
@sensitive_post_parameters()
@staff
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change one's password; one's other sessions end."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        refuse_while_acting(request.session)
        status = _change(request, form)
        if status == 200:
            messages.success(request, _("密码已修改，其他登录已退出。"))
            return _onward(request, actor, fallback="me-password")
    return _shown(request, actor, name="password", form=form, status=status)


@read_or_send
@sensitive_post_parameters()
@staff
def second_factor(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set up a second factor, or see its state."""
    refuse_while_acting(request.session)
    user = person(request)
    state = selectors.second_factor_of(user)
    if state.is_set_up:
        demanded = selectors.second_factor_demanded(actor.roles)
        return _shown(request, actor, name="second_factor", state=state, demanded=demanded, form=SureForm())
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.confirm_second_factor(user, code=form.cleaned_data["code"])
        except Refusal as refusal:
            status = _blame(form, refusal)
        else:
            must_first(request.session, password=False, second_factor=False)
            return _shown(request, actor, name="codes", codes=codes)
    elif request.method == "POST":
        status = 422
    return _shown(request, actor, name="enrol", status=status, form=form, **_enrolment(user))


@require_POST
@sensitive_post_parameters()
@staff
def codes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """New recovery codes, once the password was given again."""
    refuse_while_acting(request.session)
    user = person(request)

    def act(given: str) -> HttpResponse:
        if not user.check_password(given):
            raise SignInRefused(field="password")
        return _shown(request, actor, name="codes", codes=actions.renew_recovery_codes(user))

    return _surely(request, actor, act)


@require_POST
@sensitive_post_parameters()
@staff
def remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take the second factor away, unless a role demands it."""
    refuse_while_acting(request.session)
    if selectors.second_factor_demanded(actor.roles):
        raise SecondFactorNeeded

    def act(given: str) -> HttpResponse:
        actions.remove_second_factor(person(request), password=given)
        messages.success(request, _("二次验证已停用。"))
        return redirect("me-second-factor")

    return _surely(request, actor, act)


@read_or_send
@staff
def sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where one is signed in; end one of them, or all but this."""
    user, here = person(request), request.session.session_key
    if request.method == "POST":
        refuse_while_acting(request.session)
        if handle := request.POST.get("session", ""):
            actions.end_session(user, handle=handle, by=user)
        else:
            actions.end_sessions(user, by=user, keep=here)
        messages.success(request, _("已退出所选的登录。"))
        return redirect("me-sessions")
    found = selectors.sessions_of(user, here=here)
    return _shown(request, actor, name="sessions", sessions=found, most=settings.JIESU_MOST_SESSIONS)


def _change(request: HttpRequest, form: PasswordForm) -> int:
    if not form.is_valid():
        return 422
    given, user = form.cleaned_data, person(request)
    try:
        user = actions.change_password(user, old=given["old"], new=given["password"])
    except Refusal as refusal:
        return _blame(form, refusal)
    auth.update_session_auth_hash(request, user)
    actions.end_sessions(user, by=user, keep=request.session.session_key)
    return 200


def _onward(request: HttpRequest, actor: Actor, *, fallback: str) -> HttpResponse:
    """To whatever must come next, to the work once nothing must, or back to where one was."""
    if not request.session.get(MUST):
        return redirect(fallback)
    set_up = selectors.second_factor_of(person(request)).is_set_up
    missing = not set_up and selectors.second_factor_demanded(actor.roles)
    must_first(request.session, password=False, second_factor=missing)
    return redirect(request.session.get(MUST) or "work")


def _surely(request: HttpRequest, actor: Actor, act: Callable[[str], HttpResponse]) -> HttpResponse:
    """Do something for which the password is asked again."""
    form = SureForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            return act(form.cleaned_data["password"])
        except Refusal as refusal:
            status = _blame(form, refusal)
    state = selectors.second_factor_of(person(request))
    demanded = selectors.second_factor_demanded(actor.roles)
    return _shown(
        request, actor, name="second_factor", status=status, state=state, demanded=demanded, form=form
    )


def _enrolment(user: "User") -> dict[str, str]:
    secret = actions.begin_second_factor(user).secret
    address = onetime.address_of(secret, account=user.username, issuer=f"{settings.JIESU_CITY} 12345")
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#000", light="#fff")
    return {"picture": picture, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}


def _blame(form: forms.Form, refusal: Refusal) -> int:
    form.add_error(refusal.field if refusal.field in form.fields else None, spoken(refusal))
    return refusal.status


def _shown(
    request: HttpRequest, actor: Actor, *, name: str, status: int = 200, **context: object
) -> HttpResponse:
    context["must"] = request.session.get(MUST, "")
    return page(request, actor, f"console/accounts/{name}.html", context=context, status=status)
