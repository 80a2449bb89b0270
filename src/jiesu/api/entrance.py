"""The way into the API: straight to the view, and every way out a problem document or an answer.

Pages need sessions, languages, messages and CSRF; a program with a token needs none of them, and at some
hundred requests a second their bookkeeping is felt.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from jiesu.api import problems
from jiesu.api.refusing import problem_of

PREFIX = "/api/"
LARGEST_REQUEST = 21 * 1024 * 1024
"""Bytes of the largest request: a file of 20 MiB and what is told with it."""

Handler = Callable[[HttpRequest], HttpResponseBase]


def api_entrance(get_response: Handler) -> Handler:
    """Middleware: requests to the API with a token go straight to their view."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        if (refused := _refused_unread(request)) is not None:
            return refused
        wanted, request.method = request.method, {"HEAD": "GET"}.get(request.method or "", request.method)
        has_token = request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "
        response = _straight(request) if has_token else get_response(request)
        request.method = wanted
        return _finished(request, response)

    return middleware


def _refused_unread(request: HttpRequest) -> HttpResponse | None:
    """A body too large to be taken, or of a length not told, which WSGI gives as if it were empty."""
    told = request.META.get("CONTENT_LENGTH") or ""
    if not told and request.META.get("HTTP_TRANSFER_ENCODING"):
        return problems.respond(request, problems.plain(411))
    if told.isdecimal() and int(told) > LARGEST_REQUEST:
        return problems.respond(request, problems.plain(413))
    return None


def _straight(request: HttpRequest) -> HttpResponseBase:
    try:
        match = request.resolver_match = resolve(request.path_info)
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Resolver404 as error:
        return problem_of(request, error)
    except Exception as error:  # noqa: BLE001 - the last door before the server: nothing else answers
        return problem_of(request, error)
    return response


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Every failure is a problem document; OPTIONS tells what is allowed; nothing is kept by caches."""
    if response.status_code >= 400 and response.get("Content-Type") != problems.MEDIA_TYPE:
        allowed = {"Allow": response["Allow"]} if response.has_header("Allow") else {}
        if request.method == "OPTIONS" and allowed:
            return HttpResponse(status=204, headers={"Allow": _with_head(allowed["Allow"])})
        return problems.respond(request, problems.plain(response.status_code), headers=allowed)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _with_head(allowed: str) -> str:
    methods = {method.strip() for method in allowed.split(",")} | {"OPTIONS"}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
