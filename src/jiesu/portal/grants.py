"""What this browser may see for half an hour: kept in a signed cookie, so nobody is written down."""

from dataclasses import dataclass, replace
from typing import TypeVar

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

RECEIPT = "jiesu_receipt"
GRANT = "jiesu_own"
_SALT = "jiesu.portal.grant"
_RECEIPT_SECONDS = 3600
_SECONDS = 1800
_MOST_NUMBERS = 20

R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True)
class Grant:
    """What was proved here.

    Attributes:
        numbers: orders whose query code was known, the latest last.
        phone_hash: of the telephone that was proved; empty when none was.
    """

    numbers: tuple[str, ...] = ()
    phone_hash: str = ""


def grant_of(request: HttpRequest) -> Grant:
    """What this browser has proved and has not left."""
    kept = _read(request, GRANT, _SECONDS)
    if not isinstance(kept, dict):
        return Grant()
    return Grant(tuple(kept.get("numbers", ())), str(kept.get("phone", "")))


def with_number(request: HttpRequest, response: R, number: str) -> R:
    """Let this browser see one more order."""
    grant = grant_of(request)
    numbers = (*(kept for kept in grant.numbers if kept != number), number)[-_MOST_NUMBERS:]
    return _grant(request, response, replace(grant, numbers=numbers))


def with_phone(request: HttpRequest, response: R, phone_hash: str) -> R:
    """Let this browser see what was told with a telephone."""
    return _grant(request, response, replace(grant_of(request), phone_hash=phone_hash))


def without_anything(response: R) -> R:
    """Forget what was proved."""
    response.delete_cookie(GRANT, samesite="Strict")
    response.delete_cookie(RECEIPT, samesite="Strict")
    return response


def with_receipt(request: HttpRequest, response: R, *, number: str, code: str) -> R:
    """Let this browser alone show the receipt."""
    return _write(request, response, RECEIPT, kept=[number, code], seconds=_RECEIPT_SECONDS)


def receipt_of(request: HttpRequest) -> tuple[str, str] | None:
    """Number and query code of what this browser has just sent."""
    kept = _read(request, RECEIPT, _RECEIPT_SECONDS)
    return (str(kept[0]), str(kept[1])) if isinstance(kept, list) and len(kept) == 2 else None


def _grant(request: HttpRequest, response: R, grant: Grant) -> R:
    kept = {"numbers": list(grant.numbers), "phone": grant.phone_hash}
    return _write(request, response, GRANT, kept=kept, seconds=_SECONDS)


def _read(request: HttpRequest, name: str, seconds: int) -> object:
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=f"{_SALT}.{name}", max_age=seconds)
    except (signing.BadSignature, ValueError):
        return None


def _write(request: HttpRequest, response: R, name: str, *, kept: object, seconds: int) -> R:
    value = signing.dumps(kept, salt=f"{_SALT}.{name}", compress=True)
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Strict", secure=request.is_secure()
    )
    return response
