"""What triage may do by itself: the switches, and above which confidence the orders of a topic go alone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiesu.accounts.permissions import Permission, require
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import allowed, carry_out, done, read_or_send
from jiesu.console.staff import staff
from jiesu.console.triage.frame import triage_page
from jiesu.organisations.actors import Actor
from jiesu.triage import actions, selectors
from jiesu.triage.selectors import TopicOutlook

may = allowed(Permission.CONFIGURE_TRIAGE)


class ThresholdsForm(Plain):
    """A confidence in percent for each topic; an empty box says never."""

    topic_code = forms.CharField(label=gettext_lazy("再加一个事项代码"), required=False, max_length=6)
    threshold = forms.IntegerField(
        label=gettext_lazy("把握不低于（%）"), required=False, min_value=50, max_value=100
    )

    def __init__(self, *args: Any, outlook: Sequence[TopicOutlook], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.outlook = outlook
        for one in outlook:
            self.fields[_box(one.code)] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=50,
                max_value=100,
                initial=round(100 * one.threshold) if one.threshold is not None else None,
            )

    @property
    def lines(self) -> list[tuple[TopicOutlook, forms.BoundField]]:
        """Each topic with its box."""
        return [(one, self[_box(one.code)]) for one in self.outlook]

    def changes(self) -> dict[str, float | None]:
        """The topics whose confidence is another now."""
        told: dict[str, float | None] = {
            one.code: _share(self.cleaned_data[_box(one.code)])
            for one in self.outlook
            if _box(one.code) in self.changed_data
        }
        if self.cleaned_data["topic_code"]:
            told[self.cleaned_data["topic_code"].strip()] = _share(self.cleaned_data["threshold"])
        return told


@read_or_send
@staff
def automatic(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The switches and the topics; sent, the topics are set."""
    outlook = selectors.automatic_outlook(for_user=actor)
    form, status = ThresholdsForm(request.POST or None, outlook=outlook), 200
    if request.method == "POST":
        require(actor, Permission.CONFIGURE_TRIAGE)
        status = carry_out(form, lambda: actions.set_automatic(form.changes(), by=actor))
        if not status:
            return done(request, _("自动派单的把握已保存。"), to="triage-automatic")
    context: dict[str, object] = {"form": form, "switches": selectors.switches()}
    return triage_page(
        request,
        actor,
        "console/triage/automatic.html",
        tab="triage-automatic",
        context=context,
        status=status,
    )


@require_POST
@may
def switch(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Switch suggestions, and dispatching alone, on or off."""
    row = actions.switch(is_on="is_on" in request.POST, may_dispatch="may_dispatch" in request.POST, by=actor)
    said = _("智能研判已开启。") if row.is_on else _("智能研判已关闭，工单照常流转。")
    return done(request, said, to="triage-automatic")


def _box(code: str) -> str:
    return f"at-{code}"


def _share(percent: int | None) -> float | None:
    return percent / 100 if percent is not None else None
