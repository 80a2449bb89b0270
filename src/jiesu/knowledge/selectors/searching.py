"""Finding live articles in the process's index, and reading back what people need to judge them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jiesu.core import clock
from jiesu.knowledge.asking import Query, query_of
from jiesu.knowledge.contents import holds_in, holds_on
from jiesu.knowledge.cutting import Counted, Terms
from jiesu.knowledge.lexical import Scores
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.selectors.keeping import up_to_date
from jiesu.knowledge.snippets import Piece, snippet
from jiesu.knowledge.synonyms import SynonymTable

FAR_BEHIND = 0.25
"""What scores less than this share of the best has no more than some characters of the question."""

_ASKED_FOR_MORE, _SPARE = 4, 2


@dataclass(frozen=True)
class Hit:
    """An article that may answer, with what a person needs to judge it."""

    article_id: int
    version_id: int
    number: str
    question: str
    spoken: str
    topic_code: str
    areas: tuple[str, ...]
    owner: str
    uses: int
    score: float
    confidence: float
    snippet: tuple[Piece, ...]


def find_articles(
    question: str,
    *,
    area_code: str = "",
    on: date | None = None,
    most: int = 8,
    synonyms: SynonymTable | None = None,
) -> list[Hit]:
    """The live articles that best answer a question, the best first.

    Args:
        question: what was asked, however it was typed.
        area_code: only what may hold in this division.
        on: only what holds on this day; today when not given.
        most: how many.
        synonyms: the table of synonyms; what ships when not given.
    """
    table = synonyms or SynonymTable.shipped()
    also = table.others(question)
    query = query_of(question, synonyms=also)
    if not len(query.terms):
        return []
    ranked = _ranked(query, most * _ASKED_FOR_MORE if area_code else most + _SPARE)
    day = on or clock.now().astimezone(clock.SHANGHAI).date()
    return _told(ranked, _Wanted(question, also, area_code=area_code, day=day, most=most))


def compare_with_index(terms: Counted) -> Callable[[Query], float]:
    """How much of a query one article contains, weighed by the rarity of terms among all articles."""
    index = up_to_date().bulk
    return lambda query: index.share_in(query, terms)


def rarity_of(terms: Terms) -> Scores:
    """How rare each term is among the live articles."""
    return up_to_date().bulk.rarities(terms)


@dataclass(frozen=True)
class _Wanted:
    question: str
    also: Sequence[str]
    area_code: str
    day: date
    most: int


def _ranked(query: Query, most: int) -> list[tuple[int, float, float]]:
    """Article, score and confidence, the best first."""
    kept = up_to_date()
    found = [(kept.bulk_ids[hit.place], hit) for hit in kept.bulk.best(query, most=most, allowed=kept.counts)]
    found += [(kept.fresh_ids[hit.place], hit) for hit in kept.fresh.best(query, most=most)]
    found.sort(key=lambda pair: -pair[1].score)
    enough = FAR_BEHIND * found[0][1].score if found else 0.0
    good = [(id_, hit) for id_, hit in found[:most] if hit.score >= enough and hit.confidence > 0]
    return [(int(article), hit.score, hit.confidence) for article, hit in good]


def _told(ranked: Sequence[tuple[int, float, float]], wanted: _Wanted) -> list[Hit]:
    versions = ArticleVersion.objects.select_related("article__owner").live()
    by_article = {
        row.article_id: row for row in versions.filter(article_id__in=[key for key, _, _ in ranked])
    }
    hits: list[Hit] = []
    for article, score, confidence in ranked:
        version = by_article.get(article)
        if version is None or not holds_in(version.areas, wanted.area_code):
            continue
        if holds_on(version.content, wanted.day):
            shown = snippet(version.answer or version.spoken, wanted.question, also=wanted.also)
            hits.append(_hit(version, shown, score=score, confidence=confidence))
        if len(hits) == wanted.most:
            break
    return hits


def _hit(version: ArticleVersion, shown: tuple[Piece, ...], *, score: float, confidence: float) -> Hit:
    return Hit(
        article_id=version.article_id,
        version_id=version.pk,
        number=version.article.number,
        question=version.question,
        spoken=version.spoken,
        topic_code=version.topic_code,
        areas=tuple(version.areas),
        owner=str(version.article.owner),
        uses=version.article.uses,
        score=score,
        confidence=confidence,
        snippet=shown,
    )
