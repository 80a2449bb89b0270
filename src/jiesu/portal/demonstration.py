"""Whether the product is only being shown: then messages are shown on a page, as no telephone gets them."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from jiesu.messaging.adapters import is_stand_in


def is_demonstration(request: HttpRequest) -> bool:
    """The stand-in carries the messages, plain HTTP is served, and somebody at this machine asks.

    All three: an installation that is reached by other names expects TLS, and behind a proxy every request
    would seem to come from here.
    """
    return (
        is_stand_in()
        and settings.PLAIN_HTTP
        and not settings.BEHIND_PROXY
        and _is_here(request.META.get("REMOTE_ADDR", ""))
    )


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
