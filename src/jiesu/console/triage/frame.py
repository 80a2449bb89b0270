"""What surrounds every page of triage: its tabs, and the word that it is switched off."""

from django.http import HttpRequest, HttpResponse

from jiesu.accounts.permissions import Permission
from jiesu.console.staff import page
from jiesu.console.triage.entries import tabs_for
from jiesu.organisations.actors import Actor
from jiesu.triage.selectors import is_on


def triage_page(
    request: HttpRequest,
    actor: Actor,
    template: str,
    *,
    tab: str,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page of triage, its tabs above."""
    shown = {
        **context,
        "tabs": tabs_for(actor, tab),
        "is_on": is_on(),
        "may_configure": actor.may(Permission.CONFIGURE_TRIAGE),
    }
    return page(request, actor, template, context=shown, status=status)
