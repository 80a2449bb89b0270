"""What is learned from use: gaps by topic, popular questions, how fresh each unit keeps its part."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from jiesu.catalogue import selectors as catalogue
from jiesu.knowledge.models import Article, ArticleUse, ArticleVersion, Inquiry
from jiesu.knowledge.states import LIVE

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
    """How a unit keeps its articles: ``in_time`` of ``live`` are not overdue for review."""

    unit_id: int
    unit: str
    live: int
    overdue: int

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


def troubled_articles(*, most: int = 20) -> list[Article]:
    """The articles whose citing ended most often with a dissatisfied citizen."""
    return list(Article.objects.filter(complaints__gt=0).order_by("-complaints", "pk")[:most])


def freshness(*, on: date, unit_ids: Iterable[int] | None = None) -> list[Freshness]:
    """For each unit, its live articles and how many of their reviews are overdue on a day."""
    rows = ArticleVersion.objects.filter(state__in=_LIVE)
    rows = rows if unit_ids is None else rows.filter(article__owner_id__in=list(unit_ids))
    counted = rows.values_list("article__owner_id", "article__owner__name").annotate(
        live=Count("pk"), overdue=Count("pk", filter=Q(review_by__lt=on))
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
