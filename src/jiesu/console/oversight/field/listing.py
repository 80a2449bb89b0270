"""The list of checks in the field, and its file."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.accounts.forms import Plain
from jiesu.console.oversight.lists import sheet
from jiesu.console.settings.gate import allowed
from jiesu.console.staff import page
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.oversight.field_states import (
    FIELD_STATE_LABELS,
    FIELD_VERDICT_LABELS,
    PHOTO_FINDING_LABELS,
    PhotoFinding,
)
from jiesu.oversight.selectors import field_checks as selectors
from jiesu.oversight.selectors.field_checks import FieldFilter

if TYPE_CHECKING:
    from jiesu.oversight.models import FieldCheck

may = allowed(Permission.ORDER_FIELD_CHECK)
HEADER = (
    "工单编号", "事由", "地点", "承办单位", "核查单位", "核查人", "状态", "期限", "派发时间", "派发人",
    "结论", "情况", "到场时间", "离事发地（米）", "照片", "疑点",
)  # fmt: skip


def _any(labels: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - a table of labels
    return [("", gettext_lazy("不限")), *((key.value, gettext_lazy(word)) for key, word in labels.items())]


class ListForm(Plain):
    """What the list is narrowed by."""

    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False, choices=_any(FIELD_STATE_LABELS))
    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"), required=False, choices=_any(FIELD_VERDICT_LABELS)
    )
    doubtful = forms.BooleanField(label=gettext_lazy("照片有疑点"), required=False)
    overdue = forms.BooleanField(label=gettext_lazy("超期未核查"), required=False)
    since = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def asked(self) -> FieldFilter:
        """What is asked, as far as it can be understood."""
        told = self.cleaned_data if self.is_valid() else {}
        return FieldFilter(
            state=told.get("state") or "",
            verdict=told.get("verdict") or "",
            doubtful=bool(told.get("doubtful")),
            overdue=bool(told.get("overdue")),
            since=_midnight(told["since"]) if told.get("since") else None,
            until=_midnight(told["until"] + timedelta(days=1)) if told.get("until") else None,
        )


@require_safe
@may
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All checks that are asked for, page by page."""
    form = ListForm(request.GET)
    found = selectors.field_list(form.asked(), for_user=actor, cursor=request.GET.get("after"))
    query = urlencode({name: value for name, value in request.GET.items() if value and name != "after"})
    context: dict[str, object] = {
        "form": form,
        "counts": selectors.field_counts(for_user=actor),
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "query": query,
        "now": clock.now(),
    }
    return page(request, actor, "console/oversight/field/list.html", context=context)


@require_safe
@may
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    rows = selectors.field_rows(ListForm(request.GET).asked(), for_user=actor)
    asked = request.GET.urlencode()
    return sheet(_("现场核查"), [_(word) for word in HEADER], map(_cells, rows), by=actor, asked=asked)


def _cells(check: "FieldCheck") -> list[object]:
    photos = list(check.photos.all())
    found = {finding for photo in photos for finding in photo.findings}
    return [
        check.order.number,
        check.title,
        check.address,
        str(check.order.lead_unit or ""),
        str(check.unit),
        check.checker_name or check.ended_by_name,
        _(check.get_state_display()),
        check.due_at,
        check.ordered_at,
        check.ordered_by_name,
        _(check.get_verdict_display()) if check.verdict else "",
        check.note,
        check.seen_at,
        check.distance,
        len(photos),
        "、".join(_(PHOTO_FINDING_LABELS[finding]) for finding in PhotoFinding if finding.value in found),
    ]


def _midnight(day: Any) -> datetime:  # noqa: ANN401 - a date of the form
    return datetime.combine(day, time(), tzinfo=clock.SHANGHAI)
