"""The page behind the link of a callback: a few questions, answered once, without signing in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiesu.core.errors import Refusal
from jiesu.oversight.actions.callback_links import answer_link, open_link
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_states import WHY_NOT_LABELS, WhyNot
from jiesu.portal.forms import PlainForm
from jiesu.portal.people import CITIZEN
from jiesu.workorders.states import RESOLUTION_LABELS, SATISFACTION_LABELS, Resolution, Satisfaction
from jiesu.workorders.voices import COMMENT_LENGTH

GIVEN = tuple(reason for reason in WhyNot if reason is not WhyNot.UNREASONABLE)
"""The reasons that a citizen is offered: nobody calls their own wish unreasonable."""


def _yes_no(label: Any, *, yes: Any, no: Any) -> forms.TypedChoiceField:  # noqa: ANN401 - lazy words
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class VisitForm(PlainForm):
    """The questions of a callback, in plain words."""

    satisfaction = forms.ChoiceField(
        label=_("您对办理满意吗"),
        choices=[(key.value, _(word)) for key, word in SATISFACTION_LABELS.items()],
        widget=forms.RadioSelect,
    )
    resolution = forms.ChoiceField(
        label=_("问题解决了吗（选填）"),
        required=False,
        choices=[(key.value, _(word)) for key, word in RESOLUTION_LABELS.items()],
        widget=forms.RadioSelect,
    )
    contacted = _yes_no(_("承办单位联系过您吗（选填）"), yes=_("联系过"), no=_("没有联系"))
    truthful = _yes_no(_("答复的情况属实吗（选填）"), yes=_("属实"), no=_("不属实"))
    why_not = forms.MultipleChoiceField(
        label=_("如果不满意，是因为（可多选）"),
        required=False,
        choices=[(key.value, _(WHY_NOT_LABELS[key])) for key in GIVEN],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("还想说的（选填）"),
        required=False,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def heard(self) -> Heard:
        """What was told."""
        told = self.cleaned_data
        return Heard(
            satisfaction=Satisfaction(told["satisfaction"]),
            resolution=Resolution(told["resolution"]) if told["resolution"] else None,
            contacted=told["contacted"],
            truthful=told["truthful"],
            why_not=tuple(map(WhyNot, told["why_not"])),
            words=told["words"],
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, take the answers, say thank you; a link that is over or was answered says so."""
    form = VisitForm(request.POST if request.method == "POST" else None)
    try:
        link = open_link(token)
        if form.is_bound and form.is_valid():
            answer_link(token, heard=form.heard(), by=CITIZEN)
            return render(request, "portal/visited.html", {"said": ""})
    except Refusal as refusal:
        if refusal.field not in form.fields:
            return _over(request, refusal)
        form.add_error(refusal.field, refusal.message(get_language() or "zh"))
    order = link.task.order
    context = {"form": form, "order": order, "here": reverse("visit", args=[token])}
    return render(request, "portal/visit.html", context, status=422 if form.errors else 200)


def _over(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said = refusal.message(get_language() or "zh")
    return render(request, "portal/visited.html", {"said": said}, status=refusal.status)
