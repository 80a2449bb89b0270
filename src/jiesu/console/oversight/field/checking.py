"""The page of whoever looks at the place, on a telephone; and what was found, for everybody else."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.oversight.field.faces import photos_shown
from jiesu.console.oversight.field.forms import CheckForm
from jiesu.console.settings.gate import blame, read_or_send
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.field_checks import make_field_check, open_field_photo
from jiesu.oversight.field_rules import verdicts_for
from jiesu.oversight.field_states import FieldState
from jiesu.oversight.selectors import field_checks as selectors

if TYPE_CHECKING:
    from jiesu.oversight.models import FieldCheck

TEMPLATE = "console/oversight/field/check.html"


@require_safe
@staff
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What this person is to look at."""
    require(actor, Permission.CHECK_IN_FIELD)
    context: dict[str, object] = {"rows": selectors.own_checks(for_user=actor), "now": clock.now()}
    return page(request, actor, "console/oversight/field/mine.html", context=context)


@read_or_send
@staff
def check(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One check: its form for whoever makes it, else what was found."""
    found = selectors.field_check(key, for_user=actor)
    verdicts = verdicts_for(claimed_done=selectors.claims_done(found.order))
    if request.method != "POST":
        form = CheckForm(verdicts=verdicts, initial={"key": uuid.uuid4().hex})
        return _shown(request, actor, found, form=form)
    form = CheckForm(request.POST, request.FILES, verdicts=verdicts)
    status = 422
    if form.is_valid():
        try:
            make_field_check(key, result=form.result(), photos=form.cleaned_data["photos"], by=actor)
        except Refusal as refusal:
            blame(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("核查结果已提交。"))
            return redirect("field-check", key)
    return _shown(request, actor, found, form=form, status=status)


@require_safe
@staff
def photo(request: HttpRequest, actor: Actor, *, key: int, photo: int) -> HttpResponseBase:
    """One photo, to be looked at; nothing in it runs."""
    del request
    row, content = open_field_photo(key, photo, by=actor)
    response = FileResponse(content, content_type=row.content_type, filename=f"{row.pk}")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shown(
    request: HttpRequest, actor: Actor, found: "FieldCheck", *, form: CheckForm, status: int = 200
) -> HttpResponse:
    theirs = found.checker_id == actor.user_id or (
        found.checker_id is None and actor.belongs_to(found.unit_id)
    )
    is_open = found.state == FieldState.ORDERED
    context: dict[str, object] = {
        "check": found,
        "form": form,
        "works": is_open and theirs and actor.may(Permission.CHECK_IN_FIELD),
        "may_withdraw": is_open and actor.may(Permission.ORDER_FIELD_CHECK),
        "sees_order": actor.may(Permission.ORDER_FIELD_CHECK),
        "photos": photos_shown(selectors.photos_of([found])[found.pk]),
        "now": clock.now(),
    }
    return page(request, actor, TEMPLATE, context=context, status=status)
