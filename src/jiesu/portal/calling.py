"""A citizen's telephone for demonstrations: the hotline called from the browser, through the real switch."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.portal.demonstration import is_demonstration
from jiesu.telephony.command import visitor_phone


@require_safe
@never_cache
def call(request: HttpRequest) -> HttpResponse:
    """The telephone; only where the product is being demonstrated with a switch."""
    phone = visitor_phone() if is_demonstration(request) else None
    if phone is None:
        raise Http404
    host = split_domain_port(request.get_host())[0]
    socket = phone.socket or f"ws://{host}:{phone.port}/ws"
    response = render(request, "portal/call.html", {"phone": phone, "socket": socket})
    place = urlsplit(socket)
    response.connects_to = f"{place.scheme}://{place.netloc}"  # type: ignore[attr-defined]
    return response
