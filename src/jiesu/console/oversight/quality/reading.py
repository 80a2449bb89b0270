"""What the addresses of the pages of quality ask for."""

from django.http import HttpRequest

SPANS = (7, 30, 90, 365)
"""Days back that a page may be asked for."""


def days_of(request: HttpRequest, *, usual: int = 30) -> int:
    """How many days back; the usual number when something else was asked."""
    text = request.GET.get("days", "")
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) in SPANS else usual


def number_of(request: HttpRequest, name: str) -> int | None:
    """A key in the address; None when it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
