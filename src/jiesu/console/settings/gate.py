"""Who may open a page of the configuration, and how its forms are carried out."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiesu.accounts.permissions import Permission, require
from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def allowed(
    permission: Permission,
) -> Callable[[Page[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for people who hold a permission."""

    def decorate(view: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def gate(
            request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            require(actor, permission)
            return view(request, actor, *args, **kwargs)

        return staff(gate)

    return decorate


def carry_out(form: forms.Form, act: Callable[[], object]) -> int:
    """Do what a form asks: 0 when it was done, else the status of the answer, and the error in the form."""
    if not form.is_valid():
        return 422
    try:
        act()
    except Refusal as refusal:
        blame(form, refusal)
        return refusal.status
    return 0


def blame(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field it is about, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, spoken(refusal))


def done(request: HttpRequest, said: str, *, to: str, key: object = None) -> HttpResponse:
    """Say what was done on the page that comes next."""
    messages.success(request, said)
    return redirect(to, key) if key is not None else redirect(to)


def form_page(
    request: HttpRequest,
    actor: Actor,
    form: forms.Form,
    *,
    title: str,
    back: str,
    send: str = "",
    what: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page with one form: its title, where the way back leads, the button's word, what will happen."""
    context: dict[str, object] = {
        "form": form,
        "title": title,
        "back": back,
        "send": send or _("保存"),
        "what": what,
    }
    return page(request, actor, "console/settings/form.html", context=context, status=status)
