"""What every page says about the place that it serves."""

from django.conf import settings
from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, str]:
    """The city's name, for templates."""
    del request
    return {"city": settings.JIESU_CITY}
