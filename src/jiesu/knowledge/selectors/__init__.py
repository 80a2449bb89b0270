"""Every read of the knowledge base that is more than a filter."""

from jiesu.knowledge.selectors.answers import candidates_for
from jiesu.knowledge.selectors.checking import Finding, check_articles, export_articles
from jiesu.knowledge.selectors.keeping import forget_index, warm_index
from jiesu.knowledge.selectors.measures import Freshness, GapTopic, freshness, gaps_by_topic, popular_articles
from jiesu.knowledge.selectors.reading import (
    Citation,
    allowed_verbs,
    article_versions,
    citations_of,
    get_article,
    history_of,
    live_article,
    may_write,
    most_used,
    review_queue,
)
from jiesu.knowledge.selectors.searching import Hit, find_articles

__all__ = [
    "Citation",
    "Finding",
    "Freshness",
    "GapTopic",
    "Hit",
    "allowed_verbs",
    "article_versions",
    "candidates_for",
    "check_articles",
    "citations_of",
    "export_articles",
    "find_articles",
    "forget_index",
    "freshness",
    "gaps_by_topic",
    "get_article",
    "history_of",
    "live_article",
    "may_write",
    "most_used",
    "popular_articles",
    "review_queue",
    "warm_index",
]
