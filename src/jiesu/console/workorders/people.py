"""The person behind an order: masked on the page, shown in full as a recorded act."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jiesu.console.staff import spoken, staff
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.workorders import actions
from jiesu.workorders.selectors import get_order

TEMPLATE = "console/workorders/disclosure.html"


class DisclosureForm(forms.Form):
    """Why the person is to be shown."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("查看原因"),
        max_length=200,
        help_text=_("查看人、时间和原因会写入审计记录。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def citizen(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Ask for the reason; given one, show the person."""
    get_order(number, for_user=actor)
    form = DisclosureForm(
        request.POST if request.method == "POST" else None, label_suffix="", auto_id="disclose-%s"
    )
    context: dict[str, object] = {"form": form, "number": number}
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    try:
        context["citizen"] = actions.disclose_citizen(number, by=actor, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error(None, spoken(refusal))
        return render(request, TEMPLATE, context, status=refusal.status)
    return render(request, TEMPLATE, context)
