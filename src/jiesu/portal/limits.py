"""From how often on one address is asked to do a little work, and what nobody may do more often.

An address may be a whole company's or a mobile network's, so no number of reports from it is refused: it only
costs some work from then on. What is refused outright is guessing at one order's code.
"""

import ipaddress

from django.http import HttpRequest

from jiesu.core.limits import Limit

REPORTS = Limit("portal-reports", times=5, seconds=600)
"""Reports from one address without any work."""

WRONG_CODES = Limit("portal-wrong-codes", times=5, seconds=600)
"""Wrong numbers and codes from one address without any work."""

WRONG_FOR_NUMBER = Limit("portal-wrong-for-number", times=20, seconds=3600)
"""Wrong codes for one order, from wherever; a code has a million values."""

PHONE_CODES = Limit("portal-phone-codes", times=3, seconds=3600)
"""One-time codes asked for from one address without any work."""

PHONE_GUESSES = Limit("portal-phone-guesses", times=30, seconds=3600)
"""One-time codes guessed at from one address."""

LOOK_ALIKES = Limit("portal-look-alikes", times=60, seconds=600)
"""How often one address is shown look-alike cases while typing."""

QUESTIONS = Limit("portal-questions", times=60, seconds=600)
"""Questions answered for one address."""

SEARCHES = Limit("portal-searches", times=600, seconds=600)
"""Searches in the published cases from one address."""


def address_of(request: HttpRequest) -> str:
    """Whom a request counts for: the address, of the sixth version its network, as one home has billions."""
    given = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return str(given)
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
