"""Behind a proxy: who is asking, by the word of the proxy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def client_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the client's address where everybody looks for it, ``REMOTE_ADDR``.

    Only the last entry of ``X-Forwarded-For`` is believed: our proxy wrote it, the others may be anybody's.
    Without this every citizen would share one limit, and one wrong password would count against all.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if address:
            request.META["REMOTE_ADDR"] = address
        return get_response(request)

    return middleware
