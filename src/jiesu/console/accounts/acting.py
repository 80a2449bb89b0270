"""Acting for somebody else, on test installations: begun from the person's page, ended from every page."""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.accounts.actions import open_session
from jiesu.accounts.configuring import person
from jiesu.accounts.selectors import user_by_id
from jiesu.console.signing import address_of
from jiesu.console.staff import staff
from jiesu.console.standing import ACTING, refuse_while_acting
from jiesu.organisations import actions
from jiesu.organisations.actors import Actor


def begin(request: HttpRequest, actor: Actor, *, user_id: int, reason: str) -> HttpResponse:
    """Sign in as a person, in a session that says so.

    Raises:
        NotWhileActing: the session acts for somebody already.
        Refusal: what :func:`jiesu.organisations.actions.act_as` says.
    """
    refuse_while_acting(request.session)
    administrator = person(request)
    user = actions.act_as(user_id, by=actor, reason=reason)
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[ACTING] = {"id": administrator.pk, "name": administrator.name, "as": user.pk}
    open_session(request.session, user, address=address_of(request), agent=_("代登录"))
    return redirect("work")


@require_POST
@staff
def end(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Be oneself again; the administrator's own session goes on."""
    del actor
    acting = request.session.get(ACTING)
    if acting is None:
        return redirect("work")
    administrator = user_by_id(acting["id"])
    actions.stop_acting_as(acting["as"], by=administrator)
    auth.logout(request)
    if not administrator.is_active:
        return redirect("login")
    auth.login(request, administrator, backend=settings.AUTHENTICATION_BACKENDS[0])
    open_session(
        request.session,
        administrator,
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )
    messages.success(request, _("代登录已结束。"))
    return redirect("work")
