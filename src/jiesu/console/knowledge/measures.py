"""Measures of the knowledge base, each with its numerator and denominator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.knowledge.sheets import workbook
from jiesu.console.staff import page, staff
from jiesu.core.clock import SHANGHAI
from jiesu.knowledge import selectors
from jiesu.knowledge.selectors import Freshness, Timeliness
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.workorders.answers import appeals_by_topic, direct_answers

DAYS = 30
MOST_TOPICS = 20
HEADER = ("指标", "对象", "分子", "分母", "比率")


@dataclass(frozen=True)
class Rate:
    """One measure: what it is called, what is counted of what."""

    label: str
    part: int
    whole: int
    meaning: str

    @property
    def percent(self) -> str:
        """The rate as people read it; a dash where nothing was counted."""
        return f"{self.part / self.whole * 100:.1f} %" if self.whole else "—"


@dataclass(frozen=True)
class Measured:
    """A period's measures."""

    first: date
    last: date
    rates: list[Rate]
    fresh: list[Freshness]
    timely: list[Timeliness]
    uncovered: list[tuple[str, int]]


@require_safe
@staff
def measured(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rates of a period, how fresh each unit keeps its part, and which topics have no article."""
    told = _read(request, actor)
    return page(request, actor, "console/knowledge/measures.html", context={"told": told})


@require_safe
@staff
def table(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The same as a workbook."""
    return workbook("知识库指标", HEADER, _lines(_read(request, actor)))


def _read(request: HttpRequest, actor: Actor) -> Measured:
    require(
        actor, Permission.EDIT_ARTICLE if actor.may(Permission.EDIT_ARTICLE) else Permission.APPROVE_ARTICLE
    )
    last = _day(request.GET.get("last", "")) or today()
    first = min(_day(request.GET.get("first", "")) or last - timedelta(days=DAYS - 1), last)
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    answers = direct_answers(since=since, until=until)
    hits = selectors.hit_rate(since=since, until=until)
    covered = selectors.topic_coverage()
    names = selectors.uncovered_topics()
    asked = appeals_by_topic(names, since=since, until=until)
    return Measured(
        first,
        last,
        [
            Rate(_("直接答复率"), answers.part, answers.whole, _("首次联系就办结的诉求，占公众诉求")),
            Rate(_("引用知识率"), answers.cited, answers.part, _("引用了知识的直接答复，占直接答复")),
            Rate(_("查询命中率"), hits.part, hits.whole, _("找到合适知识的查询，占全部查询")),
            Rate(_("事项覆盖率"), covered.part, covered.whole, _("有知识的末级事项，占全部末级事项")),
        ],
        selectors.freshness(on=today()),
        selectors.timeliness(since=since, until=until),
        sorted(((names[code], count) for code, count in asked.items()), key=lambda pair: -pair[1])[
            :MOST_TOPICS
        ],
    )


def _lines(told: Measured) -> Iterator[list[object]]:
    period = f"{told.first} ～ {told.last}"
    for rate in told.rates:
        yield [rate.label, period, rate.part, rate.whole, rate.percent]
    for row in told.fresh:
        kept = Rate(_("按期复核率"), row.in_time, row.live, "")
        yield [kept.label, row.unit, kept.part, kept.whole, kept.percent]
    for line in told.timely:
        done = Rate(_("更新及时率"), line.part, line.whole, "")
        yield [done.label, line.unit, done.part, done.whole, done.percent]
    for name, count in told.uncovered:
        yield [_("无知识事项的诉求"), name, count, "", ""]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
