"""The forecast of a day's calls, the seats it needs, and what comes of more calls or fewer people."""

from datetime import date, timedelta
from io import BytesIO

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.console.accounts.forms import Plain
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor
from jiesu.telephony import selectors
from jiesu.telephony.erlang import Goal
from jiesu.telephony.selectors import DayNeed
from jiesu.telephony.what_if import Supposed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Wanted(Plain):
    """A day, what is aimed at, and what is supposed."""

    day = forms.DateField(label=gettext_lazy("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    event = forms.IntegerField(
        label=gettext_lazy("活动影响（%）"),
        min_value=10,
        max_value=1000,
        help_text=gettext_lazy("平常为 100"),
    )
    share = forms.IntegerField(label=gettext_lazy("服务水平目标（%）"), min_value=50, max_value=99)
    seconds = forms.IntegerField(label=gettext_lazy("秒内接听"), min_value=1, max_value=600)
    occupancy = forms.IntegerField(label=gettext_lazy("坐席占用上限（%）"), min_value=50, max_value=99)
    shrinkage = forms.IntegerField(label=gettext_lazy("离席比例（%）"), min_value=0, max_value=80)
    more = forms.IntegerField(label=gettext_lazy("来电增加（%）"), min_value=-90, max_value=500)
    absent = forms.IntegerField(label=gettext_lazy("缺勤人数"), min_value=0, max_value=1000)


@require_safe
@staff
def shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The day's half-hours, as forecast and as supposed."""
    form = Wanted(_usual() | request.GET.dict())
    need = _need(form, actor)
    context: dict[str, object] = {"form": form, "need": need, "asked": request.GET.urlencode()}
    return page(
        request, actor, "console/telephony/staffing.html", context=context, status=200 if need else 422
    )


@require_safe
@staff
def sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same as a file."""
    need = _need(Wanted(_usual() | request.GET.dict()), actor)
    if need is None:
        return HttpResponse(status=422)
    written = BytesIO()
    header = [
        _("时段"),
        _("预测来电"),
        _("需要坐席"),
        _("需排班人数"),
        _("服务水平"),
        _("假设来电"),
        _("假设坐席"),
        _("假设服务水平"),
    ]
    rows = (
        [
            f"{one.begins:%H:%M}",
            round(one.calls, 1),
            one.seats,
            one.rostered,
            round(one.level, 4),
            round(one.calls_then, 1),
            one.seats_then,
            round(one.level_then, 4),
        ]
        for one in need.half_hours
    )
    write_sheet(written, title=f"{need.day:%Y-%m-%d}", header=header, rows=rows)
    response = HttpResponse(written.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="staffing-{need.day:%Y%m%d}.xlsx"'
    return response


def _usual() -> dict[str, object]:
    goal = Goal()
    tomorrow: date = clock.now().astimezone(clock.SHANGHAI).date() + timedelta(days=1)
    return {
        "day": tomorrow.isoformat(),
        "event": 100,
        "share": round(goal.share * 100),
        "seconds": round(goal.seconds),
        "occupancy": round(goal.occupancy * 100),
        "shrinkage": round(goal.shrinkage * 100),
        "more": 0,
        "absent": 0,
    }


def _need(form: Wanted, actor: Actor) -> DayNeed | None:
    if not form.is_valid():
        return None
    told = form.cleaned_data
    return selectors.day_need(
        told["day"],
        for_user=actor,
        event=told["event"] / 100,
        supposed=Supposed(more=told["more"] / 100, absent=told["absent"]),
        goal=Goal(
            share=told["share"] / 100,
            seconds=told["seconds"],
            occupancy=told["occupancy"] / 100,
            shrinkage=told["shrinkage"] / 100,
        ),
    )
