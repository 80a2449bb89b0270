"""The gate of the staff's pages: who is asking, and what is said when something is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from jiesu.console.frame import Frame
from jiesu.console.standing import named
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for

P = ParamSpec("P")


def staff(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for people who have signed in; the view is given who they are, and its refusals become pages."""

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        actor = named(actor_for(request.user), request.session)
        try:
            response = view(request, actor, *args, **kwargs)
        except Refusal as refusal:
            response = refused(request, actor, refusal)
        patch_vary_headers(response, ("HX-Request",))
        return response

    return never_cache(gate)


def is_swap(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for, not the whole."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page(
    request: HttpRequest, actor: Actor, template: str, *, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A whole page in the frame, or just its content when a part is asked for: the same template's."""
    frame = Frame(actor, request)
    parent = "console/part.html" if is_swap(request) else "console/frame.html"
    return render(
        request, template, {**context, "frame": frame, "actor": actor, "parent": parent}, status=status
    )


def refused(request: HttpRequest, actor: Actor, refusal: Refusal) -> HttpResponse:
    """What a rule forbids, in the reader's language, as a page or a part of one."""
    context: dict[str, object] = {"message": spoken(refusal), "title": ""}
    return page(request, actor, "console/refused.html", context=context, status=refusal.status)


def spoken(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    return refusal.message(get_language() or "zh")


def _to_login(request: HttpRequest) -> HttpResponse:
    if is_swap(request):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = str(settings.LOGIN_URL)
        return response
    return redirect_to_login(request.get_full_path())
