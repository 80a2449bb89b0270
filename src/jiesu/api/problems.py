"""Problem documents (RFC 9457): what every answer that is not a success looks like."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from pydantic_core import to_json

from jiesu.core.errors import Refusal

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"
"""A problem's type is this and its code; the address answers with the code's meaning."""

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("请求无法理解", "The request cannot be understood"),
    401: ("需要身份验证", "Authentication is needed"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("不支持的方法", "The method is not supported here"),
    409: ("不能这样办理", "This cannot be done"),
    411: ("缺少长度", "The length is missing"),
    413: ("请求过大", "The request is too large"),
    415: ("不支持的内容类型", "The content type is not supported"),
    422: ("填写有误", "Something given cannot be used"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("服务发生故障", "The service failed"),
    503: ("服务暂时不可用", "The service is unavailable for the moment"),
}


@dataclass(frozen=True)
class FieldError:
    """One field at fault.

    Attributes:
        field: its way from the outside in, such as ``citizen.phone``.
        code: what is wrong with it, stable.
        zh, en: the same for people.
    """

    field: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Problem:
    """What went wrong, before it is put into words.

    Attributes:
        status: HTTP status.
        code: stable name of the problem; the last part of its type.
        zh, en: what happened this time.
        errors: the fields at fault.
    """

    status: int
    code: str
    zh: str
    en: str
    errors: Sequence[FieldError] = ()


_PLAIN = {
    400: Problem(400, "bad_request", "请求格式不正确。", "The request is malformed."),
    401: Problem(
        401, "sign_in_needed", "请提供有效的令牌或先登录。", "Give a valid token, or sign in first."
    ),
    403: Problem(403, "not_allowed", "您没有这项权限。", "You may not do this."),
    404: Problem(404, "not_found", "没有这个地址。", "There is nothing at this address."),
    405: Problem(
        405, "method_not_allowed", "该地址不支持这种方法。", "This address does not take this method."
    ),
    411: Problem(411, "length_required", "请求须带 Content-Length。", "The request needs a Content-Length."),
    413: Problem(413, "too_large", "请求内容超过上限。", "The request is larger than is taken."),
    500: Problem(
        500,
        "internal_error",
        "服务发生故障，已记录，请稍后重试。",
        "The service failed; it was noted. Try again later.",
    ),
    503: Problem(
        503,
        "unavailable",
        "数据库暂时不可用，请稍后重试。",
        "The database is unavailable for the moment; try again.",
    ),
}


def plain(status: int) -> Problem:
    """The problem of a status that has no story of its own."""
    zh, en = _title(status)
    return _PLAIN.get(status) or Problem(status, "refused", f"{zh}。", f"{en}.")


def of_refusal(refusal: Refusal) -> Problem:
    """A rule's refusal as a problem."""
    zh, en = refusal.message("zh"), refusal.message("en")
    errors = [FieldError(refusal.field, refusal.code, zh, en)] if refusal.field else []
    return Problem(refusal.status, refusal.code, zh, en, errors)


def respond(
    request: HttpRequest, problem: Problem, *, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The problem document in the language that the sender asked for."""
    language = translation.get_language_from_request(request)
    english = language.startswith("en")
    zh_title, en_title = _title(problem.status)
    document: dict[str, object] = {
        "type": TYPES + problem.code,
        "title": en_title if english else zh_title,
        "status": problem.status,
        "detail": problem.en if english else problem.zh,
        "code": problem.code,
        "instance": request.path,
    }
    if problem.errors:
        document["field"] = problem.errors[0].field
        document["errors"] = [
            {"field": item.field, "code": item.code, "detail": item.en if english else item.zh}
            for item in problem.errors
        ]
    response = HttpResponse(to_json(document), status=problem.status, content_type=MEDIA_TYPE)
    response["Content-Language"] = "en" if english else "zh-Hans"
    response["Vary"] = "Accept-Language"
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - a refusal is no news
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def meaning_of(code: str) -> Problem | None:
    """What a problem's code means, with braces for what differs each time; None for an unknown code."""
    for kind in _below(Refusal):
        if kind.code == code:
            return Problem(kind.status, kind.code, kind.zh, kind.en)
    return next((problem for problem in _PLAIN.values() if problem.code == code), None)


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _title(status: int) -> tuple[str, str]:
    return TITLES.get(status) or TITLES[500 if status >= 500 else 400]
