"""What inspection comes to: the trend, people, units and items; how inspectors agree; coaching."""

from datetime import timedelta

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.quality.filing import sheet
from jiesu.console.oversight.quality.reading import SPANS, days_of
from jiesu.console.settings.gate import allowed, done
from jiesu.console.staff import page, spoken
from jiesu.core import clock
from jiesu.core.errors import NotFound, Refusal
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.inspecting import COACHED_FROM, COACHED_WITHIN
from jiesu.oversight.selectors import quality
from jiesu.oversight.selectors.quality import Week

may = allowed(Permission.INSPECT_QUALITY)
_BAR = 34
_HIGH = 120


@require_safe
@may
def results(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures of a span; every count leads to the inspections behind it."""
    days = days_of(request, usual=90)
    since = clock.now() - timedelta(days=days)
    weeks = quality.trend(since=since)
    context: dict[str, object] = {
        "days": days,
        "spans": SPANS,
        "bars": _bars(weeks),
        "weeks": weeks,
        "width": max(len(weeks), 1) * _BAR + 40,
        "people": quality.standings(since=since, by_unit=False),
        "units": quality.standings(since=since, by_unit=True),
        "items": quality.losses(since=since),
    }
    return page(request, actor, "console/oversight/quality/results.html", context=context)


@require_safe
@may
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """How people and units stand, as xlsx."""
    since = clock.now() - timedelta(days=days_of(request, usual=90))
    header = [_("类别"), _("名称"), _("抽检数"), _("合格数"), _("合格率"), _("平均分")]
    rows = [
        (label, one.name, one.inspected, one.passed, round(one.passed / one.inspected, 4), round(one.mean, 2))
        for label, by_unit in ((_("人员"), False), (_("单位"), True))
        for one in quality.standings(since=since, by_unit=by_unit)
    ]
    return sheet(request, actor, _("质检结果"), header=header, rows=rows)


@require_safe
@may
def calibration(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How far two inspectors agree on the same thing, and each pair."""
    days = days_of(request, usual=90)
    measured, pairs = quality.calibration(since=clock.now() - timedelta(days=days))
    labels = {item.code: item.label for form in quality.current_forms() for item in form.items.all()}
    context: dict[str, object] = {
        "days": days,
        "spans": SPANS,
        "measured": measured,
        "pairs": [(one, other, abs((one.score or 0) - (other.score or 0))) for one, other in pairs],
        "items": [(labels.get(code, code), same, of) for code, (same, of) in measured.items.items()],
    }
    return page(request, actor, "console/oversight/quality/calibration.html", context=context)


@require_safe
@may
def coaching(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is to be coached, or was."""
    return _coaching(request, actor)


@require_POST
@may
def coached(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Somebody has been coached."""
    try:
        actions.finish_coaching(key, note=request.POST.get("note", ""), by=actor)
    except NotFound:
        raise
    except Refusal as refusal:
        return _coaching(request, actor, wrong=key, refusal=refusal)
    return done(request, _("已记为辅导完成。"), to="coaching")


def _coaching(  # noqa: PLR0917 - what a page is made of
    request: HttpRequest, actor: Actor, wrong: int = 0, refusal: Refusal | None = None
) -> HttpResponse:
    is_done = "done" in request.GET
    rows = page_of(
        quality.coaching_list(done=is_done), by="opened_at", cursor=request.GET.get("after"), size=50
    )
    context: dict[str, object] = {
        "rows": rows.items,
        "next_cursor": rows.next_cursor,
        "is_done": is_done,
        "wrong": wrong,
        "refusal": spoken(refusal) if refusal else "",
        "times": COACHED_FROM,
        "within": COACHED_WITHIN.days,
        "open": quality.task_counts(for_user=actor)["coaching"],
    }
    status = refusal.status if refusal else 200
    return page(request, actor, "console/oversight/quality/coaching.html", context=context, status=status)


def _bars(weeks: list[Week]) -> list[dict[str, object]]:
    """The mean score of each week as a bar from nothing to a hundred."""
    return [
        {
            "x": 30 + at * _BAR,
            "y": 10 + _HIGH - week.mean / 100 * _HIGH,
            "height": week.mean / 100 * _HIGH,
            "week": week,
        }
        for at, week in enumerate(weeks)
    ]
