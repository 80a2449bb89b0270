"""The duty catalogue: searched, and published anew with a line added, changed or left out."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, configured, selectors
from jiesu.catalogue.errors import BadRows
from jiesu.catalogue.tables import DutyRow
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.fields import UnitText
from jiesu.console.settings.gate import allowed, carry_out, done, read_or_send
from jiesu.console.staff import page
from jiesu.core.paging import page_of
from jiesu.core.tables import MARK, parts_of
from jiesu.organisations.actors import Actor

if TYPE_CHECKING:
    from jiesu.catalogue.models import DutyEntry

may = allowed(Permission.CONFIGURE_CATALOGUE)


class DutyForm(Plain):
    """One line of the duty catalogue."""

    topic = forms.CharField(
        label=gettext_lazy("事项"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("事项代码，或各级名称用“/”隔开；不填表示其他条目都不管的事项。"),
    )
    area_code = forms.CharField(
        label=gettext_lazy("区划代码"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("不填表示全市。"),
    )
    lead = UnitText(label=gettext_lazy("主办单位"))
    assists = forms.CharField(
        label=gettext_lazy("协办单位"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("单位代码或名称，用顿号隔开。"),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("法律依据"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(label=gettext_lazy("为什么修改"), max_length=500)

    def row(self) -> DutyRow:
        """The line as the catalogue takes it."""
        given = self.cleaned_data
        return DutyRow(
            topic=given["topic"],
            area_code=given["area_code"],
            lead=given["lead"].code,
            assists=parts_of(given["assists"]),
            legal_basis=given["legal_basis"],
        )


class LeaveOutForm(Plain):
    """Why a line is left out."""

    note = forms.CharField(label=gettext_lazy("为什么删除"), max_length=500)


@require_safe
@may
def duties(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The lines in force, or those that a search finds."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("words", "topic_code", "area_code")}
    found = configured.duties_matching(**asked)
    rows = page_of(found, by="topic_code", cursor=request.GET.get("after"), size=50, descending=False)
    topics = selectors.topics_of()
    context: dict[str, object] = {
        "rows": [(entry, _topic_told(entry, topics)) for entry in rows.items],
        "next_cursor": rows.next_cursor,
        "is_first": not request.GET.get("after"),
        "version": configured.current_duty_version(),
        "versions": configured.duty_versions()[:20],
        **asked,
    }
    return page(request, actor, "console/catalogue/duties.html", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a line."""
    form, status = DutyForm(request.POST or None), 200
    if request.method == "POST":
        status = _publish(form, old=None, actor=actor)
        if not status:
            return done(request, _("派单目录已发布新版本。"), to="duties")
    return _page(request, actor, form=form, status=status)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Change a line, or leave it out."""
    entry = configured.duty_entry(key)
    form: DutyForm | LeaveOutForm
    old = (entry.topic_code, entry.area_code)
    leaves_out = request.method == "POST" and "leave_out" in request.POST
    form = LeaveOutForm(request.POST) if leaves_out else DutyForm(request.POST or None, initial=_told(entry))
    status = 200
    if request.method == "POST":
        status = _publish(form, old=old, actor=actor)
        if not status:
            return done(request, _("派单目录已发布新版本。"), to="duties")
    if isinstance(form, LeaveOutForm):
        return _page(
            request, actor, form=DutyForm(initial=_told(entry)), leave=form, entry=entry, status=status
        )
    return _page(request, actor, form=form, entry=entry, status=status)


def _publish(form: DutyForm | LeaveOutForm, *, old: tuple[str, str] | None, actor: Actor) -> int:
    def act() -> None:
        row = form.row() if isinstance(form, DutyForm) else None
        try:
            actions.change_duty(old=old, new=row, by=actor, note=form.cleaned_data["note"])
        except BadRows as refusal:
            language = get_language() or "zh"
            for error in refusal.rows:
                said = error.en if language.startswith("en") else error.zh
                form.add_error(error.field if error.field in form.fields else None, said)

    status = carry_out(form, act)
    return status or (422 if form.errors else 0)


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    form: DutyForm,
    leave: LeaveOutForm | None = None,
    entry: "DutyEntry | None" = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "leave": leave or LeaveOutForm(auto_id="leave-%s"),
        "entry": entry,
        "back": reverse("duties"),
    }
    return page(request, actor, "console/catalogue/duty.html", context=context, status=status)


def _told(entry: "DutyEntry") -> dict[str, Any]:
    return {
        "topic": entry.topic_code,
        "area_code": entry.area_code,
        "lead": entry.lead_unit.code,
        "assists": MARK.join(unit.code for unit in entry.assist_units.all()),
        "legal_basis": entry.legal_basis,
    }


def _topic_told(entry: "DutyEntry", topics: Any) -> str:  # noqa: ANN401 - a mapping of nodes
    node = topics.get(entry.topic_code)
    return node.full_name if node else ""
