"""The working calendar as a year, day by day; exceptions and windows changed with a reason."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, configured, selectors
from jiesu.catalogue.calendar_json import calendar_in, exceptions_out, windows_out
from jiesu.catalogue.years import DAY_KIND_LABELS, YEARS, DayKind, stretch, with_days, year_of
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.fields import day_field
from jiesu.console.settings.gate import allowed, carry_out, done
from jiesu.console.staff import page
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.organisations.tables import windows_in
from jiesu.organisations.tables import windows_out as windows_told

if TYPE_CHECKING:
    from jiesu.catalogue.models import CalendarVersion

may = allowed(Permission.CONFIGURE_CATALOGUE)
AS = {"rest": False, "work": True, "public": None}


class DaysForm(Plain):
    """A stretch of days that work, are off, or follow the public calendar again."""

    first = day_field(gettext_lazy("从"), required=True)
    last = day_field(gettext_lazy("到"))
    kind = forms.ChoiceField(
        label=gettext_lazy("改为"),
        choices=[
            ("rest", gettext_lazy("休息")),
            ("work", gettext_lazy("上班")),
            ("public", gettext_lazy("按国家安排")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


class WindowsForm(Plain):
    """The business hours of a working day."""

    windows = forms.CharField(
        label=gettext_lazy("每个工作日的工作时段"),
        max_length=200,
        help_text=gettext_lazy("如 08:30-12:00、14:00-17:30。"),
    )
    known_until = day_field(gettext_lazy("节假日已知至"))
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


@require_safe
@may
def year(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A year of a version, the one in force unless another is asked for."""
    day = _day(request.GET.get("day", ""))
    days = DaysForm(initial={"first": day, "last": day, "kind": "rest"}) if day else None
    return _page(request, actor, days=days)


@require_POST
@may
def days(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lay an exception over a stretch of days: a new version of the calendar."""
    form = DaysForm(request.POST)
    current = configured.calendar_version()

    def act() -> None:
        given = form.cleaned_data
        first, last = given["first"], given["last"] or given["first"]
        calendar = with_days(
            selectors.calendar_of(current.pk), first=first, last=last, works=AS[given["kind"]]
        )
        remarks = {**current.remarks, **{day.isoformat(): given["reason"] for day in stretch(first, last)}}
        actions.publish_calendar(calendar, by=actor, note=given["reason"], remarks=remarks)

    status = carry_out(form, act)
    if status:
        return _page(request, actor, days=form, status=status)
    shown = form.cleaned_data["first"].year
    done(request, _("工作日历已发布新版本；在办工单仍按原来的日历。"), to="calendar")
    return redirect(f"{reverse('calendar')}?year={shown}")


@require_POST
@may
def windows(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Other business hours: a new version of the calendar."""
    form = WindowsForm(request.POST)
    current = configured.calendar_version()

    def act() -> None:
        given = form.cleaned_data
        exceptions = exceptions_out(selectors.calendar_of(current.pk))
        hours = windows_in(given["windows"]) or []
        calendar = calendar_in(hours, exceptions, known_until=given["known_until"])
        actions.publish_calendar(calendar, by=actor, note=given["reason"], remarks=current.remarks)

    status = carry_out(form, act)
    if status:
        return _page(request, actor, hours=form, status=status)
    return done(request, _("工作日历已发布新版本；在办工单仍按原来的日历。"), to="calendar")


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    days: DaysForm | None = None,
    hours: WindowsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    version = _version(request.GET.get("version", ""))
    calendar = selectors.calendar_of(version.pk)
    number = _year(request)
    months = year_of(calendar, number, remarks=version.remarks)
    used = {day.kind for month in months for week in month.weeks for day in week if day}
    context: dict[str, object] = {
        "version": version,
        "versions": configured.calendar_versions()[:30],
        "year": number,
        "years": (number - 1, number + 1),
        "months": months,
        "today": today(),
        "announced": any(day.is_announced for week in months[6].weeks for day in week if day),
        "working_days": sum(month.working_days for month in months),
        "legend": [(kind.value, DAY_KIND_LABELS[kind]) for kind in DayKind if kind in used],
        "windows": windows_told(windows_out(calendar)),
        "exceptions": [
            (date.fromisoformat(day), works, version.remarks.get(day, ""))
            for day, works in exceptions_out(calendar).items()
            if day.startswith(str(number))
        ],
        "days": days or DaysForm(initial={"kind": "rest"}),
        "hours": hours
        or WindowsForm(
            auto_id="hours-%s",
            initial={"windows": windows_told(windows_out(calendar)), "known_until": calendar.known_until},
        ),
        "picked": _picked(days),
    }
    return page(request, actor, "console/catalogue/calendar.html", context=context, status=status)


def _picked(form: DaysForm | None) -> Any:  # noqa: ANN401 - a day or nothing
    return form["first"].value() if form is not None else None


def _version(text: str) -> "CalendarVersion":
    return configured.calendar_version(int(text) if text.isdecimal() and len(text) < 19 else None)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "") or request.GET.get("day", "")[:4] or request.POST.get("first", "")[:4]
    number = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return number if number in YEARS else clock.now().astimezone(clock.SHANGHAI).year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
