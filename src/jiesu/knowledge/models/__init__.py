"""Tables of the knowledge base: articles, their versions and history, their uses, what was asked."""

from jiesu.knowledge.models.article import Article, ArticleEvent, ArticleVersion
from jiesu.knowledge.models.index import ArticleTerms, IndexRevision
from jiesu.knowledge.models.use import ArticleUse, Inquiry

__all__ = [
    "Article",
    "ArticleEvent",
    "ArticleTerms",
    "ArticleUse",
    "ArticleVersion",
    "IndexRevision",
    "Inquiry",
]
