"""What use teaches: popular questions, articles that led to complaints, articles that orders ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from jiesu.knowledge.answering import SURE
from jiesu.knowledge.models import ArticleSuggestion, ArticleUse, ArticleVersion, Inquiry
from jiesu.knowledge.selectors.answers import candidates_for
from jiesu.knowledge.states import SuggestionState, Use
from jiesu.organisations.actors import Actor


@dataclass(frozen=True)
class PopularQuestion:
    """A wording that was asked often, and how often a good answer was found."""

    text: str
    asked: int
    answered: int


@dataclass(frozen=True)
class Troubled:
    """A live article whose citing ended with dissatisfied citizens, and the newest such orders."""

    version: ArticleVersion
    complaints: int
    cited: int
    orders: tuple[str, ...]


def suggestions(*, for_user: Actor) -> QuerySet[ArticleSuggestion]:
    """The open suggestions within the person's reach, the largest first; the centre's is everything."""
    rows = ArticleSuggestion.objects.filter(state=SuggestionState.OPEN.value).select_related("owner")
    if not (for_user.is_system or for_user.is_centre):
        scope = Q(pk__in=[])
        for path in for_user.unit_paths:
            scope |= Q(owner__path__startswith=path)
        rows = rows.filter(scope)
    return rows.order_by("-size", "pk")


def popular_questions(*, since: datetime, most: int = 20) -> list[PopularQuestion]:
    """The wordings that were asked most often since a moment; asked once is not popular."""
    rows = Inquiry.objects.filter(at__gte=since).values_list("text")
    counted = rows.annotate(asked=Count("pk"), answered=Count("pk", filter=Q(is_good=True)))
    return [PopularQuestion(*row) for row in counted.filter(asked__gt=1).order_by("-asked", "text")[:most]]


def troubled_articles(*, most: int = 20, orders: int = 3) -> list[Troubled]:
    """The live articles whose citing ended most often with a dissatisfied citizen."""
    rows = ArticleVersion.objects.live().filter(article__complaints__gt=0).select_related("article__owner")
    versions = list(rows.order_by("-article__complaints", "article_id")[:most])
    keys = [version.article_id for version in versions]
    blamed = ArticleUse.objects.filter(article_id__in=keys, complained_at__isnull=False)
    numbers: dict[int, list[str]] = {}
    for article, number in blamed.order_by("-complained_at", "-pk").values_list("article_id", "order_number"):
        numbers.setdefault(article, []).append(number)
    cited = ArticleUse.objects.filter(article_id__in=keys, use=Use.CITED.value)
    counts = dict(cited.values_list("article_id").annotate(n=Count("pk")).order_by())
    return [
        Troubled(
            version,
            version.article.complaints,
            counts.get(version.article_id, 0),
            tuple(numbers.get(version.article_id, [])[:orders]),
        )
        for version in versions
    ]


def cited_among(order_numbers: Iterable[str]) -> set[str]:
    """Which of these orders cite an article."""
    rows = ArticleUse.objects.filter(order_number__in=list(order_numbers), use=Use.CITED.value)
    return set(rows.values_list("order_number", flat=True))


def is_answered(question: str) -> bool:
    """Whether a live article answers a question as surely as a citizen would be told."""
    found = candidates_for(question, most=3)
    return bool(found) and found[0].closeness >= SURE
