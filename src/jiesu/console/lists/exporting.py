"""Lists as files: asked for with a reason, watched while they are written, fetched."""

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.console.lists.filtering import ListForm
from jiesu.console.lists.presets import address_of, preset_for
from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import NotAllowed, Refusal
from jiesu.organisations.actors import Actor
from jiesu.workorders import listing
from jiesu.workorders.actions import exporting
from jiesu.workorders.exports import COLUMN_LABELS, KEPT, MOST_ROWS, USUAL, Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(forms.Form):
    """What a file is for and what it holds."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("导出用途"),
        max_length=200,
        help_text=_("申请人、时间、筛选条件和用途会写入审计记录。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    columns = forms.MultipleChoiceField(
        label=_("列"),
        choices=[(column.value, _(label)) for column, label in COLUMN_LABELS.items()],
        initial=[column.value for column in USUAL],
        widget=forms.CheckboxSelectMultiple,
    )
    unmasked = forms.BooleanField(label=_("诉求人和电话写全（默认打码）"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"label_suffix": "", "auto_id": "export-%s", **kwargs})
        if not actor.may(Permission.DISCLOSE_CITIZEN):
            del self.fields["unmasked"]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for a file of a list as it is narrowed."""
    if not actor.may(Permission.EXPORT_ORDERS):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.EXPORT_ORDERS])
    preset = preset_for(actor, request.GET.get("place", "all"))
    narrowed = ListForm(request.GET, preset=preset, actor=actor)
    form = ExportForm(request.POST if request.method == "POST" else None, actor=actor)
    status = 200
    if form.is_bound and form.is_valid() and not narrowed.errors:
        try:
            exporting.request_export(
                narrowed.narrowing(),
                reason=form.cleaned_data["reason"],
                by=actor,
                title=str(_(preset.label)),
                columns=[Column(name) for name in form.cleaned_data["columns"]],
                sorting=narrowed.sorting,
                unmasked=form.cleaned_data.get("unmasked", False),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, spoken(refusal))
            status = refusal.status
        else:
            return redirect("exports")
    context: dict[str, object] = {
        "form": form,
        "preset": preset,
        "chips": list(narrowed.chips()),
        "back": f"{address_of(preset.key)}?{narrowed.query}",
        "most": f"{MOST_ROWS:,}",
        "days": KEPT.days,
    }
    wrong = status if status != 200 else 422 if form.is_bound else 200
    return page(request, actor, "console/lists/export.html", context=context, status=wrong)


@require_safe
@staff
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What this person exported, and how far it is."""
    exports = listing.exports_of(actor)
    context: dict[str, object] = {
        "exports": exports,
        "runs": any(export.is_unfinished for export in exports),
        "days": KEPT.days,
        "address": reverse("orders"),
    }
    return page(request, actor, "console/lists/exports.html", context=context)


@require_POST
@staff
def cancel(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Stop an export."""
    del request
    exporting.cancel_export(key, by=actor)
    return redirect("exports")


@require_safe
@staff
def fetch(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponseBase:
    """The file, to be saved."""
    del request
    export, file = exporting.open_export(key, by=actor)
    name = f"{export.title or _('工单')}-{export.requested_at:%Y%m%d}-{export.pk}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
