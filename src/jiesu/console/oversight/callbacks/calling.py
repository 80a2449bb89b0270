"""One citizen to be called: what was asked and answered, the questions, and what comes of the call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.console.oversight.callbacks.desk import may_look
from jiesu.console.oversight.callbacks.forms import AnswersForm, AttemptForm, ConsentForm, JudgeForm
from jiesu.console.settings.gate import blame
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions import callback_queue, callbacks
from jiesu.oversight.actions.callback_plans import note_consent
from jiesu.oversight.actions.callback_steps import PERMISSIONS
from jiesu.oversight.callback_states import (
    OPEN_CALLBACKS,
    VERDICT_LABELS,
    CallbackKind,
    CallbackState,
    Fault,
)
from jiesu.oversight.selectors import callbacks as selectors
from jiesu.oversight.selectors.callback_plans import consent_of
from jiesu.workorders import selectors as orders
from jiesu.workorders.actions import disclose_citizen
from jiesu.workorders.records import replies_of

if TYPE_CHECKING:
    from jiesu.oversight.models import CallbackTask

TEMPLATE = "console/oversight/callbacks/task.html"
CLAIM = "console/oversight/callbacks/claim.html"
PHONE = "console/oversight/callbacks/phone.html"


@dataclass
class Forms:
    """The forms of the page; one of them may come back with errors."""

    answers: forms.Form
    attempt: forms.Form
    judge: forms.Form
    consent: forms.Form


@require_safe
@staff
def task(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The page of one task."""
    may_look(actor)
    return _shown(request, actor, selectors.callback_task(key, for_user=actor))


@require_POST
@staff
def hold(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """This person is calling; renewed by the page while it is open."""
    try:
        callback_queue.hold_callback(key, by=actor)
    except Refusal as refusal:
        return render(request, CLAIM, {"wrong": spoken(refusal)}, status=refusal.status)
    return render(request, CLAIM, {"mine": True}) if is_swap(request) else redirect("callback", key)


@require_POST
@staff
def release(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The page was closed."""
    callbacks.release_callback(key, by=actor)
    return HttpResponse(status=204) if "HX-Request" in request.headers else redirect("callbacks")


@require_POST
@staff
def phone(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Show the number to be dialled: only to whoever has taken this call, and noted in the audit log."""
    try:
        taken = callback_queue.hold_callback(key, by=actor)
        citizen = disclose_citizen(taken.order.number, by=actor, reason=_("回访拨打"))
    except Refusal as refusal:
        return render(request, PHONE, {"wrong": spoken(refusal)}, status=refusal.status)
    return render(request, PHONE, {"citizen": citizen})


@require_POST
@staff
def answers(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """What the citizen said."""
    form = AnswersForm(request.POST)

    def act() -> str:
        verdict = callbacks.record_answers(key, heard=form.heard(), by=actor)
        return str(_(VERDICT_LABELS[verdict]))

    return _carried_out(request, actor, key, form, act, name="answers")


@require_POST
@staff
def attempt(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Nothing was answered: why, and what comes next."""
    form = AttemptForm(request.POST)

    def act() -> str:
        tried = callbacks.record_attempt(key, by=actor, **form.arguments())
        return _("已记录，现为“%(state)s”") % {"state": _(tried.get_state_display())}

    return _carried_out(request, actor, key, form, act, name="attempt")


@require_POST
@staff
def judge(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Whose doing it is, where the citizen answered alone."""
    form = JudgeForm(request.POST)

    def act() -> str:
        told = form.cleaned_data
        verdict = callbacks.judge_callback(
            key, fault=Fault(told["fault"]), explanation=told["explanation"], by=actor
        )
        return str(_(VERDICT_LABELS[verdict]))

    return _carried_out(request, actor, key, form, act, name="judge")


@require_POST
@staff
def consent(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """How the citizen wants to be asked from now on."""
    form = ConsentForm(request.POST)
    number = selectors.callback_task(key, for_user=actor).order.number
    if form.is_valid():
        note_consent(number, consent=form.consent(), openid=form.cleaned_data["openid"], by=actor)
        messages.success(request, _("已记下诉求人的意愿。"))
        return redirect("callback", key)
    return _shown(request, actor, selectors.callback_task(key, for_user=actor), consent=form, status=422)


def _carried_out(  # noqa: PLR0917 - what every form of the page has in common
    request: HttpRequest, actor: Actor, key: int, form: forms.Form, act: Callable[[], str], *, name: str
) -> HttpResponse:
    """Do it, and go on to the next citizen or back to the desk; or show the form as it was filled in."""
    status = 422
    if form.is_valid():
        try:
            messages.success(request, act())
        except Refusal as refusal:
            blame(form, refusal)
            status = refusal.status
        else:
            return _onwards(request, actor)
    shown = selectors.callback_task(key, for_user=actor)
    return _shown(request, actor, shown, status=status, **{name: form})


def _onwards(request: HttpRequest, actor: Actor) -> HttpResponse:
    following = callback_queue.claim_next_call(by=actor) if "next" in request.POST else None
    return redirect("callback", following.pk) if following else redirect("callbacks")


def _shown(
    request: HttpRequest, actor: Actor, task: "CallbackTask", *, status: int = 200, **given: forms.Form
) -> HttpResponse:
    order, kind = task.order, CallbackKind(task.kind)
    is_open = CallbackState(task.state) in OPEN_CALLBACKS
    works = actor.may(PERMISSIONS[kind]) and is_open
    known = consent_of(order.citizen_id)
    told = getattr(task, "answer", None)
    context: dict[str, object] = {
        "task": task,
        "order": order,
        "nature": NATURE_LABELS[Nature(order.nature)],
        "citizen": orders.citizen_of(order, for_user=actor),
        "replies": replies_of(order)[:3],
        "tries": selectors.tries_of(task),
        "answer": told,
        "is_recheck": kind is CallbackKind.RECHECK,
        "is_open": is_open,
        "works": works,
        "judging": task.state == CallbackState.TO_JUDGE,
        "may_arrange": actor.may(Permission.ARRANGE_CALLBACKS) and task.state == CallbackState.WAITING,
        "may_record": actor.may(Permission.RECORD_CALLBACK),
        "may_dial": works and actor.may(Permission.DISCLOSE_CITIZEN),
        "forms": Forms(
            answers=given.get("answers") or AnswersForm(),
            attempt=given.get("attempt") or AttemptForm(),
            judge=given.get("judge") or JudgeForm(initial={"fault": told.fault if told else ""}),
            consent=given.get("consent")
            or ConsentForm(initial={"call": known.call, "sms": known.sms, "wechat": known.wechat}),
        ),
    }
    return page(request, actor, TEMPLATE, context=context, status=status)
