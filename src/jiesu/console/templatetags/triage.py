"""Filters of triage's pages."""

from collections.abc import Iterable

from django import template

from jiesu.console.triage.wording import percent, said
from jiesu.triage.reasons import Reason

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """A share in percent; a dash for none."""
    return percent(value)


@register.filter
def why(reasons: Iterable[Reason]) -> str:
    """Reasons as one line in the reader's language."""
    return said(reasons)
