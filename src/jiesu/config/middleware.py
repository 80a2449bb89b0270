"""What every response carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from jiesu.console.frame import stream_address

# No inline script, no inline style, nothing from elsewhere, no frames.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class PageCompression(GZipMiddleware):
    """Sends pages compressed, padded at random so that their length betrays nothing; files go as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is a page."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Forbid inline script and foreign content on every page; a view may set a policy of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy() + _stream(request, response))
        return response

    return middleware


def _stream(request: HttpRequest, response: HttpResponse) -> str:
    """Pages may connect to the stream, where that has an address of its own, and the seat to the switch."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    place = urlsplit(stream_address(request))
    places = [f"{place.scheme}://{place.netloc}"] if place.netloc else []
    places += [response.connects_to] if hasattr(response, "connects_to") else []
    return f"; connect-src 'self' {' '.join(places)}" if places else ""


def _policy() -> str:
    """The policy; pictures may also come from the tile server of the maps, where one is configured."""
    place = urlsplit(settings.JIESU_MAP_TILES)
    return POLICY.replace(" data:", f" data: {place.scheme}://{place.netloc}") if place.netloc else POLICY
