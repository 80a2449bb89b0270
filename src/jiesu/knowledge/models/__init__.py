"""Tables of the knowledge base: articles, their versions and history, their uses, what was asked."""

from jiesu.knowledge.models.article import Article, ArticleEvent, ArticleVersion
from jiesu.knowledge.models.checking import ArticleFinding, LinkState
from jiesu.knowledge.models.file import ArticleFile
from jiesu.knowledge.models.index import ArticleTerms, IndexRevision
from jiesu.knowledge.models.intake import ArticleImport, ArticleImportRow
from jiesu.knowledge.models.suggestion import ArticleSuggestion
from jiesu.knowledge.models.use import ArticleUse, Inquiry

__all__ = [
    "Article",
    "ArticleEvent",
    "ArticleFile",
    "ArticleFinding",
    "ArticleImport",
    "ArticleImportRow",
    "ArticleSuggestion",
    "ArticleTerms",
    "ArticleUse",
    "ArticleVersion",
    "IndexRevision",
    "Inquiry",
    "LinkState",
]
