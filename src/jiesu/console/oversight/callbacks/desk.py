"""The callback desk: how much waits, the next citizen, and what is known to come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import NotAllowed, Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions import callback_queue
from jiesu.oversight.actions.callbacks import bring_forward
from jiesu.oversight.selectors import callbacks as selectors
from jiesu.oversight.selectors.callbacks import CallbackFilter

CALLERS = (Permission.RECORD_CALLBACK, Permission.RECHECK_CALLBACK)
LOOKERS = (*CALLERS, Permission.ARRANGE_CALLBACKS)
SHOWN = 20


@require_safe
@staff
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits now, by what can be done about it, and the first of them."""
    may_look(actor)
    counts = selectors.callback_counts(for_user=actor)
    context: dict[str, object] = {
        "counts": counts,
        "rows": selectors.callback_list(CallbackFilter(due="now"), for_user=actor, size=SHOWN).items,
        "judging": selectors.callback_list(
            CallbackFilter(state="to_judge"), for_user=actor, size=SHOWN
        ).items,
        "held": selectors.held_task(by=actor),
        "may_call": any(actor.may(permission) for permission in CALLERS),
        "may_export": actor.may(Permission.EXPORT_ORDERS),
    }
    return page(request, actor, "console/oversight/callbacks/desk.html", context=context)


@require_POST
@staff
def take_next(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The next citizen to be called, for this person alone."""
    task = callback_queue.claim_next_call(by=actor)
    if task is None:
        messages.info(request, _("现在没有到时间的回访。"))
        return redirect("callbacks")
    return redirect("callback", task.pk)


@require_POST
@staff
def forward(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Call somebody who waits for another day now."""
    try:
        bring_forward(key, by=actor)
    except Refusal as refusal:
        messages.error(request, spoken(refusal))
    else:
        messages.success(request, _("已提前到现在。"))
    return redirect("callback", key)


def may_look(actor: Actor) -> None:
    """Go on only for people of the callback.

    Raises:
        NotAllowed: for all others.
    """
    if not any(actor.may(permission) for permission in LOOKERS):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.RECORD_CALLBACK])
