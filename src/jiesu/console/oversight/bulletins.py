"""Bulletins: composed, edited, issued, acknowledged, printed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.supervision_forms import PlainForm, day, one_of
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page, staff
from jiesu.core.errors import InvalidInput
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions import bulletins as actions
from jiesu.oversight.bulletins import PERIOD_LABELS, SCOPE_LABELS, Period, Scope, period_of
from jiesu.oversight.selectors import bulletins as selectors

may = allowed(Permission.ISSUE_BULLETIN)


class ComposeForm(PlainForm):
    """Of which level and period."""

    scope = one_of(gettext_lazy("层级"), SCOPE_LABELS)
    about = forms.CharField(
        label=gettext_lazy("单位"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("区县或单位通报填名称；含其下级单位。全市通报不填。"),
    )
    period = one_of(gettext_lazy("周期"), PERIOD_LABELS)
    since = day(gettext_lazy("从"), required=True)
    until = day(gettext_lazy("到"), required=True)

    def given(self) -> dict[str, Any]:
        """What the action is given.

        Raises:
            InvalidInput: no unit of that name, or several.
        """
        data = self.cleaned_data
        return {
            "scope": Scope(data["scope"]),
            "period": Period(data["period"]),
            "since": data["since"],
            "until": data["until"],
            "about_id": _unit_named(data["about"]),
        }


class TextForm(PlainForm):
    """Title and text."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("正文"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16})
    )


@require_safe
@staff
def bulletins(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The bulletins that the person may read, the latest first."""
    found = selectors.bulletin_page(for_user=actor, cursor=request.GET.get("after"))
    context: dict[str, object] = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "may_compose": actor.may(Permission.ISSUE_BULLETIN),
    }
    return page(request, actor, "console/oversight/bulletins/list.html", context=context)


@read_or_send
@may
def compose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Compose one: last week's for the whole city unless it is said otherwise."""
    chosen = request.GET.get("period", "")
    period = Period(chosen) if chosen in set(Period) else Period.WEEKLY
    since, until = period_of(period, today=organisations.today())
    initial = {"period": period.value, "since": since, "until": until}
    form = ComposeForm(request.POST or None, initial=initial)
    made: list[int] = []
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: made.append(actions.compose_bulletin(by=actor, **form.given()).pk))
    if made:
        return done(request, _("已拟稿，请核对修改后发布。"), to="bulletin", key=made[0])
    back = reverse("bulletins")
    return form_page(request, actor, form, title=_("拟制通报"), back=back, send=_("拟稿"), status=status)


@read_or_send
@staff
def bulletin(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One bulletin: read, or edited while it is a draft."""
    row = selectors.get_bulletin(key, for_user=actor)
    may_edit = actor.may(Permission.ISSUE_BULLETIN) and row.issued_at is None
    form = TextForm(request.POST or None, initial={"title": row.title, "text": row.text})
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: actions.edit_bulletin(key, by=actor, **form.cleaned_data))
        if not status:
            return done(request, _("已保存"), to="bulletin", key=key)
    receipts = sorted(row.receipts.all(), key=lambda receipt: receipt.unit.path)
    context: dict[str, object] = {
        "bulletin": row,
        "units": row.facts.get("units", []),
        "form": form if may_edit else None,
        "receipts": receipts,
        "to_read": row.issued_at is not None
        and any(r.unit_id in actor.unit_ids and r.acknowledged_at is None for r in receipts),
    }
    return page(request, actor, "console/oversight/bulletins/one.html", context=context, status=status)


@require_POST
@staff
def issue(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Issue it."""
    actions.issue_bulletin(key, by=actor)
    return done(request, _("通报已发布"), to="bulletin", key=key)


@require_POST
@staff
def acknowledge(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The unit has read it."""
    actions.acknowledge_bulletin(key, by=actor)
    return done(request, _("已签阅"), to="bulletin", key=key)


@require_safe
@staff
def paper(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The bulletin as a PDF file."""
    del request
    row = selectors.get_bulletin(key, for_user=actor)
    response = HttpResponse(selectors.bulletin_paper(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bulletin-{row.number or row.pk}.pdf"'
    return response


def _unit_named(name: str) -> int | None:
    if not name.strip():
        return None
    units = organisations.units_named(name)
    if len(units) != 1:
        raise InvalidInput(
            field="about",
            reason_zh="没有或不止一个这样的单位。",
            reason_en="There is not exactly one such unit.",
        )
    return units[0].pk
