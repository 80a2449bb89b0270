"""What a session must do before anything else, and whether somebody acts for somebody else in it.

A session can be opened by a password that somebody else has set, or without the second factor that the
person's role demands: then every page leads to the one where that is mended.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiesu.accounts.errors import NotWhileActing
from jiesu.accounts.sessions import last_use, note_use
from jiesu.core import clock
from jiesu.organisations.actors import Actor

MUST = "must"
ACTING = "acting"
_OPEN = ("/console/me/", "/login/", "/logout/", "/static/", "/language/", "/healthz", "/readyz")
_NOTED_EVERY = timedelta(minutes=5)


class Must(StrEnum):
    """What has to be done first; the values are the names of the pages."""

    PASSWORD = "me-password"  # noqa: S105 - the name of a page
    SECOND_FACTOR = "me-second-factor"


def standing(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead a session that must do something first to where it is done; note that sessions are in use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session:
            must = session.get(MUST, "")
            if must and not request.path.startswith(_OPEN):
                return _lead(request, must)
            if is_acting(session) and request.path.startswith("/api/"):
                return _no_program(_("代登录期间不能使用接口。"))
            _note(session)
        return get_response(request)

    return middleware


def must_first(session: SessionBase, *, password: bool, second_factor: bool) -> None:
    """Say what a session must do first, if anything: the password before the second factor."""
    if password:
        session[MUST] = Must.PASSWORD.value
    elif second_factor:
        session[MUST] = Must.SECOND_FACTOR.value
    else:
        session.pop(MUST, None)


def is_acting(session: SessionBase) -> bool:
    """Whether an administrator has signed in as somebody else."""
    return ACTING in session


def refuse_while_acting(session: SessionBase) -> None:
    """Go on only in a session of one's own.

    Raises:
        NotWhileActing: it is not.
    """
    if is_acting(session):
        raise NotWhileActing


def named(actor: Actor, session: SessionBase) -> Actor:
    """The actor under a name that says who really acts, in timelines and in the audit log."""
    if not is_acting(session):
        return actor
    administrator = session[ACTING]["name"]
    return replace(actor, name=f"{actor.name}（{administrator} 代）"[:100])


def _note(session: SessionBase) -> None:
    seen, now = last_use(session), clock.now()
    if seen is not None and now - seen > _NOTED_EVERY:
        note_use(session, at=now)


def _lead(request: HttpRequest, must: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return _no_program(_("请先在页面上修改密码或设置二次验证。"))
    if "HX-Request" in request.headers:
        response = HttpResponse(status=204)
        mended_at = redirect(must).url
        if urlsplit(request.headers.get("HX-Current-URL", "")).path != mended_at:
            response["HX-Redirect"] = mended_at
        return response
    return redirect(must)


def _no_program(said: str) -> HttpResponse:
    problem = {"type": "about:blank", "title": said, "status": 403, "code": "standing"}
    return JsonResponse(problem, status=403, content_type="application/problem+json")
