"""What is learned from use: gaps by topic, popular questions, how fresh each unit keeps its part."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock
from jiesu.knowledge.models import ArticleEvent, ArticleUse, ArticleVersion, Inquiry
from jiesu.knowledge.states import LIVE, ArticleState, ArticleVerb

_LIVE = [state.value for state in LIVE]


@dataclass(frozen=True)
class GapTopic:
    """What nobody found under one topic: how many inquiries, and the most frequent wordings with counts."""

    topic_code: str
    topic: str
    inquiries: int
    wordings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Freshness:
    """How a unit keeps its articles: ``in_time`` of ``live`` are not overdue for review.

    ``reminders`` counts how often it was reminded of those that are.
    """

    unit_id: int
    unit: str
    live: int
    overdue: int
    reminders: int = 0

    @property
    def in_time(self) -> int:
        """Articles whose review is not overdue."""
        return self.live - self.overdue


@dataclass(frozen=True)
class Share:
    """A rate with its base."""

    part: int
    whole: int


def gaps_by_topic(*, since: datetime | None = None, most: int = 50, wordings: int = 5) -> list[GapTopic]:
    """Inquiries without a good answer that no article has settled, by topic, the most first."""
    gaps = Inquiry.objects.filter(is_good=False, settled_by__isnull=True)
    gaps = gaps.filter(at__gte=since) if since else gaps
    by_topic: dict[str, Counter[str]] = {}
    for code, text, count in gaps.values_list("topic_code", "text").annotate(count=Count("pk")):
        by_topic.setdefault(code, Counter())[text] = count
    names = catalogue.topics_of()
    rows = [
        GapTopic(
            code,
            names[code].full_name if code in names else "",
            texts.total(),
            tuple(texts.most_common(wordings)),
        )
        for code, texts in by_topic.items()
    ]
    return sorted(rows, key=lambda row: (-row.inquiries, row.topic_code))[:most]


def popular_articles(*, since: datetime, most: int = 20) -> list[tuple[ArticleVersion, int]]:
    """The live articles that served most often since a moment, with how often."""
    used = ArticleUse.objects.filter(at__gte=since).values_list("article_id").annotate(uses=Count("pk"))
    counts: dict[int, int] = dict(used.order_by("-uses", "article_id")[:most])
    versions = ArticleVersion.objects.select_related("article__owner").filter(
        article_id__in=counts, state__in=_LIVE
    )
    return sorted(((row, counts[row.article_id]) for row in versions), key=lambda pair: -pair[1])


def freshness(*, on: date, unit_ids: Iterable[int] | None = None) -> list[Freshness]:
    """For each unit, its live articles and how many of their reviews are overdue on a day."""
    rows = ArticleVersion.objects.filter(state__in=_LIVE)
    rows = rows if unit_ids is None else rows.filter(article__owner_id__in=list(unit_ids))
    counted = rows.values_list("article__owner_id", "article__owner__name").annotate(
        live=Count("pk"),
        overdue=Count("pk", filter=Q(review_by__lt=on)),
        reminded=Coalesce(Sum("reminders", filter=Q(review_by__lt=on)), 0),
    )
    return [Freshness(*row) for row in counted.order_by("-overdue", "article__owner_id")]


def hit_rate(*, since: datetime, until: datetime) -> Share:
    """Of the inquiries of a period, those that found a good answer at once."""
    rows = Inquiry.objects.filter(at__gte=since, at__lt=until)
    both = rows.aggregate(part=Count("pk", filter=Q(is_good=True)), whole=Count("pk"))
    return Share(both["part"], both["whole"])


def topic_coverage() -> Share:
    """Of the topics of the tree's last level, those that a live article is about."""
    nodes = catalogue.topics_of()
    parents = {node.parent_code for node in nodes.values()}
    leaves = set(nodes) - parents
    rows = ArticleVersion.objects.filter(state__in=_LIVE, topic_code__in=leaves)
    return Share(rows.values("topic_code").distinct().count(), len(leaves))


@dataclass(frozen=True)
class Timeliness:
    """更新及时: of the reviews of a unit that a period settled or left open, those settled by their day."""

    unit_id: int
    unit: str
    part: int
    whole: int


def timeliness(*, since: datetime, until: datetime) -> list[Timeliness]:
    """For each unit, the reviews of a period: confirmed or replaced by the day they were due, of all.

    A review is in time when it is confirmed, or another version takes its place, before it is marked as due
    or on that very day; one that is marked as due and not settled on its day is late, settled or not.
    """
    rows = ArticleEvent.objects.filter(at__gte=since, at__lt=until, verb__in=_SETTLING + _DUE)
    told = rows.order_by("at", "pk").values_list(
        "version_id",
        "verb",
        "from_state",
        "at",
        "version__article__owner_id",
        "version__article__owner__name",
    )
    due: dict[int, date] = {}
    units: dict[int, str] = {}
    counts: Counter[tuple[int, bool]] = Counter()
    for version, verb, before, at, unit, name in told:
        units[unit], day = name, at.astimezone(clock.SHANGHAI).date()
        if verb == ArticleVerb.CALL_DUE:
            due[version] = day
            counts[unit, False] += 1
        elif due.pop(version, None) == day:
            counts[unit, False] -= 1
            counts[unit, True] += 1
        elif before == ArticleState.PUBLISHED and verb != ArticleVerb.EXPIRE:
            counts[unit, True] += 1
    lines = [
        Timeliness(unit, name, counts[unit, True], counts[unit, True] + counts[unit, False])
        for unit, name in units.items()
    ]
    return sorted(
        (line for line in lines if line.whole), key=lambda line: (line.part / line.whole, line.unit_id)
    )


_DUE = [ArticleVerb.CALL_DUE.value]
_SETTLING = [ArticleVerb.CONFIRM.value, ArticleVerb.SUPERSEDE.value, ArticleVerb.EXPIRE.value]


def uncovered_topics() -> dict[str, str]:
    """The topics of the tree's last level that no live article is about: code and full name."""
    nodes = catalogue.topics_of()
    parents = {node.parent_code for node in nodes.values()}
    covered = set(
        ArticleVersion.objects.filter(state__in=_LIVE).values_list("topic_code", flat=True).distinct()
    )
    return {
        code: node.full_name for code, node in nodes.items() if code not in parents and code not in covered
    }
