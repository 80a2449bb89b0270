"""The list of callbacks, its file, and what the callbacks found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.accounts.forms import Plain
from jiesu.console.oversight.callbacks.desk import may_look
from jiesu.console.oversight.lists import sheet
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_named
from jiesu.oversight.callback_states import (
    CALLBACK_KIND_LABELS,
    CALLBACK_STATE_LABELS,
    CALLBACK_WAY_LABELS,
    FAULT_LABELS,
    WHY_NOT_LABELS,
    Fault,
    WhyNot,
)
from jiesu.oversight.selectors import callbacks as selectors
from jiesu.oversight.selectors.callbacks import CallbackFilter
from jiesu.workorders.states import SATISFACTION_LABELS

if TYPE_CHECKING:
    from jiesu.oversight.models import CallbackTask

DUES = (
    ("", gettext_lazy("不限")),
    ("now", gettext_lazy("现在可拨")),
    ("later", gettext_lazy("改日再拨")),
    ("appointed", gettext_lazy("已约时间")),
)
SPAN = timedelta(days=30)
HEADER = (
    "工单编号", "标题", "承办单位", "种类", "轮次", "状态", "方式", "已尝试", "下次最早", "生成时间",
    "结束时间", "回访员", "单位联系", "属实", "解决", "满意度", "原因", "归属", "原话", "抽样依据",
)  # fmt: skip


def _any(labels: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - a table of labels
    return [("", gettext_lazy("不限")), *((key.value, gettext_lazy(word)) for key, word in labels.items())]


@dataclass(frozen=True)
class Rate:
    """A figure with its base."""

    label: str
    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """The share, or None where there is nothing to share."""
        return self.part / self.whole if self.whole else None


class ListForm(Plain):
    """What the list is narrowed by."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), required=False, choices=_any(CALLBACK_KIND_LABELS))
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False, choices=_any(CALLBACK_STATE_LABELS))
    due = forms.ChoiceField(label=gettext_lazy("时间"), required=False, choices=DUES)
    way = forms.ChoiceField(label=gettext_lazy("方式"), required=False, choices=_any(CALLBACK_WAY_LABELS))
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("满意度"), required=False, choices=_any(SATISFACTION_LABELS)
    )
    fault = forms.ChoiceField(label=gettext_lazy("原因归属"), required=False, choices=_any(FAULT_LABELS))
    unit = forms.CharField(label=gettext_lazy("承办单位"), required=False, max_length=100)
    differs = forms.BooleanField(label=gettext_lazy("复核不一致"), required=False)
    since = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def asked(self) -> CallbackFilter:
        """What is asked, as far as it can be understood."""
        told = self.cleaned_data if self.is_valid() else {}
        given = {
            name: told.get(name) or "" for name in ("kind", "state", "due", "way", "satisfaction", "fault")
        }
        found = units_named(told["unit"], limit=1) if told.get("unit") else []
        return CallbackFilter(
            **given,
            unit=(found[0].pk if found else -1) if told.get("unit") else None,
            differs=bool(told.get("differs")),
            since=_midnight(told["since"]) if told.get("since") else None,
            until=_midnight(told["until"] + timedelta(days=1)) if told.get("until") else None,
        )

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """Each thing asked: its name, its value, and the query without it."""
        told = {name: str(value) for name, value in self.data.items() if value and name in self.fields}
        for name, value in told.items():
            field = self.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, "" if value == "on" else value)
            rest = urlencode({other: kept for other, kept in told.items() if other != name})
            yield str(field.label), str(words), rest


@require_safe
@staff
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All callbacks that are asked for, page by page."""
    may_look(actor)
    form = ListForm(request.GET)
    found = selectors.callback_list(form.asked(), for_user=actor, cursor=request.GET.get("after"))
    query = urlencode({name: value for name, value in request.GET.items() if value and name != "after"})
    context: dict[str, object] = {
        "form": form,
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "chips": list(form.chips()),
        "query": query,
        "may_export": actor.may(Permission.EXPORT_ORDERS),
    }
    return page(request, actor, "console/oversight/callbacks/list.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx; citizens are not in it."""
    may_look(actor)
    require(actor, Permission.EXPORT_ORDERS)
    rows = selectors.callback_rows(ListForm(request.GET).asked(), for_user=actor)
    return sheet(
        _("回访"), [_(word) for word in HEADER], map(_cells, rows), by=actor, asked=request.GET.urlencode()
    )


@require_safe
@staff
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the callbacks of a span found; every figure leads to its list."""
    may_look(actor)
    form = ListForm(request.GET)
    asked = form.asked()
    until = asked.until or clock.now() + timedelta(seconds=1)
    since = asked.since or until - SPAN
    found = selectors.callback_figures(since=since, until=until, for_user=actor, unit=asked.unit)
    context: dict[str, object] = {
        "form": form,
        "found": found,
        "rates": [
            Rate(_("有效回访率"), found.heard, found.asked),
            Rate(_("满意率"), *found.satisfied),
            Rate(_("解决率"), *found.resolved),
            Rate(_("联系率"), *found.contacted),
            Rate(_("属实率"), *found.truthful),
        ],
        "since": since.astimezone(clock.SHANGHAI),
        "until": (until - timedelta(seconds=1)).astimezone(clock.SHANGHAI),
        "faults": [(fault.value, FAULT_LABELS[fault], found.by_fault.get(fault.value, 0)) for fault in Fault],
        "reasons": [(WHY_NOT_LABELS[WhyNot(name)], count) for name, count in found.by_reason],
        "list": reverse("callback-list"),
    }
    return page(request, actor, "console/oversight/callbacks/figures.html", context=context)


def _cells(task: "CallbackTask") -> list[object]:
    answer = getattr(task, "answer", None)
    told: list[object] = [""] * 7
    if answer is not None:
        told = [
            _yes_no(answer.contacted),
            _yes_no(answer.truthful),
            _(answer.get_resolution_display()) if answer.resolution else "",
            _(answer.get_satisfaction_display()),
            "、".join(str(_(WHY_NOT_LABELS[WhyNot(reason)])) for reason in answer.why_not),
            _(answer.get_fault_display()) if answer.fault else "",
            answer.words,
        ]
    return [
        task.order.number,
        task.order.title,
        str(task.unit or ""),
        _(task.get_kind_display()),
        task.turn,
        _(task.get_state_display()),
        _(task.get_way_display()),
        task.attempts,
        task.next_at,
        task.created_at,
        task.finished_at,
        task.finished_by_name,
        *told,
        task.why,
    ]


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a cell of the sheet
    return "" if value is None else _("是") if value else _("否")


def _midnight(day: Any) -> datetime:  # noqa: ANN401 - a date of the form
    return datetime.combine(day, time(), tzinfo=clock.SHANGHAI)
