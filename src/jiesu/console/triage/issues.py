"""Hot issues: which there are, how they grow, the orders of one, and several orders made one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.accounts.forms import Plain
from jiesu.console.staff import spoken, staff
from jiesu.console.triage.charts import Bars, day_bars
from jiesu.console.triage.frame import triage_page
from jiesu.console.triage.sheets import told_as_file
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.triage import actions, selectors
from jiesu.triage.selectors.issues import IssueLine, IssueStory, Member
from jiesu.triage.selectors.proposals import MERGEABLE
from jiesu.workorders.actions.batch import Outcome
from jiesu.workorders.states import STATE_LABELS, OrderState

_PARTS = (
    ("people", gettext_lazy("反映人数")),
    ("rate", gettext_lazy("反映频次")),
    ("growth", gettext_lazy("近期增长")),
    ("spread", gettext_lazy("持续天数")),
    ("reactions", gettext_lazy("点赞与反对")),
)
_MOST_SAID = 8


class SiftForm(Plain):
    """What the list is narrowed by."""

    words = forms.CharField(required=False, max_length=50)
    area_code = forms.RegexField(r"^[0-9]{0,12}$", required=False, max_length=12)
    topic_code = forms.RegexField(r"^[0-9]{0,6}$", required=False, max_length=6)
    within_days = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("全部时间")),
            ("7", gettext_lazy("近 7 天有人反映")),
            ("30", gettext_lazy("近 30 天有人反映")),
        ],
    )

    def narrowing(self) -> selectors.IssueFilter:
        """As triage takes it; nothing where the form is not valid."""
        return selectors.IssueFilter(**self.cleaned_data) if self.is_valid() else selectors.IssueFilter()


@dataclass(frozen=True)
class Row:
    """An issue with the picture of its days."""

    line: IssueLine
    chart: Bars


@require_safe
@staff
def issues(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The hottest first."""
    form = SiftForm(request.GET)
    found = selectors.issue_page(form.narrowing(), for_user=actor, cursor=request.GET.get("after"))
    query = request.GET.copy()
    query.pop("after", None)
    context: dict[str, object] = {
        "form": form,
        "rows": [Row(line, _chart(line)) for line in selectors.issue_lines(found.items)],
        "next_cursor": found.next_cursor,
        "is_first": not request.GET.get("after"),
        "query": query.urlencode(),
        "is_sifted": any(query.values()),
        "may_export": actor.may(Permission.EXPORT_ORDERS),
    }
    return triage_page(request, actor, "console/triage/issues.html", tab="triage", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    found = selectors.issues_to_tell(SiftForm(request.GET).narrowing(), for_user=actor)
    header = [
        _("热度"),
        _("问题"),
        _("地点"),
        _("区划"),
        _("事项"),
        _("首次反映"),
        _("最近反映"),
        _("人数"),
        _("件数"),
    ]
    header += [_("近 7 天"), _("前 7 天"), *(str(label) for _name, label in _PARTS)]
    rows: list[list[object]] = [
        [
            round(line.issue.heat, 2),
            line.issue.title,
            line.issue.place,
            line.area,
            line.topic,
            line.issue.first_at,
            line.issue.last_at,
            line.issue.people,
            line.issue.orders,
            line.week,
            line.week_before,
            *(line.issue.parts.get(name, 0) for name, _label in _PARTS),
        ]
        for line in selectors.issue_lines(found)
    ]
    return told_as_file(actor, "issues", title=_("热点问题"), header=header, rows=rows)


@require_safe
@staff
def issue(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One issue with its orders, and what can be done about it."""
    return _shown(request, actor, key)


@require_safe
@staff
def export_orders(request: HttpRequest, actor: Actor, *, key: int) -> FileResponse:
    """The orders of an issue as xlsx."""
    del request
    require(actor, Permission.EXPORT_ORDERS)
    story = selectors.issue_story(key, for_user=actor, most=5000)
    header = [_("工单编号"), _("标题"), _("状态"), _("主办单位"), _("登记时间"), _("相似度")]
    rows: list[list[object]] = [
        [
            one.order.number,
            one.order.title,
            _(STATE_LABELS[OrderState(one.order.state)]),
            one.order.lead_unit.name if one.order.lead_unit else "",
            one.order.registered_at,
            round(one.likeness, 2),
        ]
        for one in story.members
    ]
    return told_as_file(actor, f"issue:{key}", title=story.line.issue.title[:20], header=header, rows=rows)


@require_POST
@staff
def merge(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Merge the chosen orders of an issue into a main one; what could not be merged is said, with why."""
    main, chosen = request.POST.get("main", ""), request.POST.getlist("number")
    try:
        outcomes = actions.merge_many(chosen, into=main, by=actor, note=_("同一热点问题"))
    except Refusal as refusal:
        return _shown(request, actor, key, refusal=refusal)
    say_outcomes(request, outcomes)
    if any(one.refusal is None for one in outcomes):
        return redirect("triage-group", main)
    return redirect("triage-issue", key)


def say_outcomes(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """How many were merged, and why the others were not."""
    merged = sum(one.refusal is None for one in outcomes)
    if merged:
        messages.success(request, _("已并入 %(n)s 件。") % {"n": merged})
    refused = [(one.number, one.refusal) for one in outcomes if one.refusal is not None]
    for number, refusal in refused[:_MOST_SAID]:
        messages.warning(request, f"{number}：{spoken(refusal)}")


def _shown(request: HttpRequest, actor: Actor, key: int, *, refusal: Refusal | None = None) -> HttpResponse:
    story = selectors.issue_story(key, for_user=actor)
    can_merge = [one.order.number for one in story.members if one.order.state in MERGEABLE]
    context: dict[str, object] = {
        "story": story,
        "line": story.line,
        "issue": story.line.issue,
        "chart": day_bars(story.line.trend, first=story.first_day, width=560, height=96),
        "parts": [(label, story.line.issue.parts.get(name, 0)) for name, label in _PARTS],
        "mergeable": can_merge,
        "main": _main_of(story),
        "may_merge": actor.is_centre and actor.may(Permission.MERGE_ORDER),
        "may_export": actor.may(Permission.EXPORT_ORDERS),
        "refusal": spoken(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return triage_page(
        request, actor, "console/triage/issue.html", tab="triage", context=context, status=status
    )


def _main_of(story: IssueStory) -> str:
    """The order that suggests itself as the main one: the first that a unit works on, else the first."""
    oldest = list(reversed([one for one in story.members if one.order.state != OrderState.MERGED.value]))
    at_work = [one for one in oldest if one.order.lead_unit_id and not one.is_over]
    best: Member | None = next(iter([*at_work, *oldest]), None)
    return best.order.number if best else ""


def _chart(line: IssueLine) -> Bars:
    today = timezone.localdate(clock.now())
    return day_bars(line.trend, first=today - timedelta(days=len(line.trend) - 1))
