"""Every way in which a request can fail, turned into a problem document."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jiesu.api import problems, validation
from jiesu.core.errors import Refusal

log = logging.getLogger("jiesu.api")

WWW_AUTHENTICATE = {"WWW-Authenticate": 'Bearer realm="jiesu"'}
RETRY = {"Retry-After": "5"}

_MALFORMED = problems.Problem(400, "malformed_json", "请求体不是合法的 JSON。", "The body is not valid JSON.")
_CSRF = problems.Problem(403, "csrf_failed", "CSRF 校验未通过。", "The CSRF token is missing or wrong.")


def handle_problems(api: NinjaAPI) -> None:
    """Let ``api`` answer every failure with a problem document."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)


def problem_of(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to a failure that nobody else has answered."""
    for kind, handler in _HANDLERS.items():
        if kind is not Exception and isinstance(error, kind):
            return handler(request, error)
    return _failed(request, error)


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    headers = WWW_AUTHENTICATE if error.status == 401 else {}
    return problems.respond(request, problems.of_refusal(error), headers=headers)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.respond(request, validation.problem_from(error.errors))


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    problem = {400: _MALFORMED, 403: _CSRF}.get(error.status_code) or problems.plain(error.status_code)
    return problems.respond(request, problem)


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of the program: noted with its trace, which stays here."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problems.respond(request, problems.plain(500))


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("%s %s: the database is unavailable: %s", request.method, request.path, error)
    return problems.respond(request, problems.plain(503), headers=RETRY)


def _plainly(
    status: int, headers: Mapping[str, str] | None = None
) -> Callable[[HttpRequest, Any], HttpResponse]:
    def respond(request: HttpRequest, error: Exception) -> HttpResponse:
        del error
        return problems.respond(request, problems.plain(status), headers=headers)

    return respond


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refusal: _refused,
    ValidationError: _invalid,
    AuthenticationError: _plainly(401, WWW_AUTHENTICATE),
    HttpError: _http_error,
    Http404: _plainly(404),
    RequestDataTooBig: _plainly(413),
    SuspiciousOperation: _plainly(400),
    MultiPartParserError: _plainly(400),
    BadRequest: _plainly(400),
    OperationalError: _unavailable,
    InterfaceError: _unavailable,
    Exception: _failed,
}
