"""Finding live articles: each process keeps the index in memory and follows the database.

At 50,000 articles a process reads and sorts the counted terms once, in some seconds; after that a change is a
few rows, which are searched in a small index of their own until enough have come together to sort anew.
Whether anything changed is asked at most once a second.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jiesu.core import clock
from jiesu.knowledge.asking import Query, query_of
from jiesu.knowledge.contents import holds_in, holds_on
from jiesu.knowledge.cutting import Counted, Terms, unpacked
from jiesu.knowledge.lexical import LexicalIndex, Scores
from jiesu.knowledge.models import ArticleTerms, ArticleVersion, IndexRevision
from jiesu.knowledge.snippets import Piece, snippet
from jiesu.knowledge.synonyms import SynonymTable

LOOK_AGAIN = 1.0
"""Seconds for which the index is taken to be up to date."""

SORT_ANEW = 500
"""Changed articles that are kept apart before the whole index is sorted anew."""

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


@dataclass
class _Kept:
    """The process's index: the sorted bulk, what changed since, and which of the bulk does not count."""

    revision: int = -1
    looked_at: float = -1e9
    bulk_ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    bulk: LexicalIndex = field(default_factory=lambda: LexicalIndex([]))
    counts: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    fresh: dict[int, Counted | None] = field(default_factory=dict)


_kept = _Kept()
_lock = threading.Lock()


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
    index = _up_to_date().bulk
    return lambda query: index.share_in(query, terms)


def rarity_of(terms: Terms) -> Scores:
    """How rare each term is among the live articles."""
    return _up_to_date().bulk.rarities(terms)


def forget_index() -> None:
    """Read everything anew; for tests, whose databases come and go."""
    global _kept  # noqa: PLW0603 - see _up_to_date
    _kept = _Kept()


@dataclass(frozen=True)
class _Wanted:
    question: str
    also: Sequence[str]
    area_code: str
    day: date
    most: int


def _ranked(query: Query, most: int) -> list[tuple[int, float, float]]:
    """Article, score and confidence, the best first."""
    kept = _up_to_date()
    fresh = [(article, counted) for article, counted in kept.fresh.items() if counted is not None]
    apart = kept.bulk.rank_others(query, [counted for _, counted in fresh])
    found = [
        (int(kept.bulk_ids[hit.place]), hit) for hit in kept.bulk.best(query, most=most, allowed=kept.counts)
    ]
    found += [(fresh[hit.place][0], hit) for hit in apart]
    found.sort(key=lambda pair: -pair[1].score)
    enough = FAR_BEHIND * found[0][1].score if found else 0.0
    kept_hits = [
        (article, hit) for article, hit in found[:most] if hit.score >= enough and hit.confidence > 0
    ]
    return [(article, hit.score, hit.confidence) for article, hit in kept_hits]


def _up_to_date() -> _Kept:
    global _kept  # noqa: PLW0603 - the process's index, replaced as a whole so that readers need no lock
    if time.monotonic() - _kept.looked_at < LOOK_AGAIN:
        return _kept
    with _lock:
        if time.monotonic() - _kept.looked_at >= LOOK_AGAIN:
            _kept = _followed(_kept)
    return _kept


def _followed(kept: _Kept) -> _Kept:
    """The index as the database stands now."""
    newest = IndexRevision.objects.values_list("newest", flat=True).first() or 0
    kept = replace(kept, looked_at=time.monotonic())
    if newest == kept.revision:
        return kept
    changed = ArticleTerms.objects.filter(revision__gt=kept.revision)
    if not kept.bulk.size or len(kept.fresh) + changed.count() > SORT_ANEW:
        return _sorted_anew(newest)
    fresh = dict(kept.fresh)
    for article, version, counted in changed.values_list("article_id", "version_id", "counted"):
        fresh[article] = unpacked(bytes(counted)) if version else None
    counts = ~np.isin(kept.bulk_ids, list(fresh))
    return replace(kept, revision=newest, fresh=fresh, counts=counts)


def _sorted_anew(newest: int) -> _Kept:
    rows = ArticleTerms.objects.filter(version__isnull=False, revision__lte=newest).order_by("article_id")
    found = rows.values_list("article_id", "counted")
    articles: list[int] = []
    terms: list[Counted] = []
    for article, counted in found.iterator(chunk_size=2000):
        articles.append(article)
        terms.append(unpacked(bytes(counted)))
    return _Kept(
        revision=newest,
        looked_at=time.monotonic(),
        bulk_ids=np.array(articles, dtype=np.int64),
        bulk=LexicalIndex(terms),
        counts=np.ones(len(articles), dtype=np.bool_),
    )


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
