"""Keeping the terms of what is live, so that every process can take them over."""

from django.db.models import F

from jiesu.knowledge.cutting import Counted, joined
from jiesu.knowledge.models import ArticleTerms, ArticleVersion, IndexRevision

QUESTION, ASKING, ANSWER = 3, 2, 1
"""How often a word counts by where it stands: in the question, in another way of asking, in the answer."""


def terms_of(version: ArticleVersion) -> Counted:
    """The counted terms of a version."""
    parts = [(version.question, QUESTION), *((asking, ASKING) for asking in version.askings)]
    texts = (version.spoken, version.answer, version.materials, version.place, version.duration, version.fees)
    return joined([*parts, *((text, ANSWER) for text in texts)])


def put(version: ArticleVersion) -> None:
    """The version can be found from now on, in place of the one before."""
    ArticleTerms.objects.update_or_create(
        article_id=version.article_id,
        defaults={"version": version, "revision": _next(), "counted": terms_of(version).packed()},
    )


def take_out(version: ArticleVersion) -> None:
    """The article is not to be found any more."""
    ArticleTerms.objects.filter(article_id=version.article_id).update(
        version=None, revision=_next(), counted=b""
    )


def _next() -> int:
    """The next revision; whoever takes one holds the others up until the end of the transaction."""
    IndexRevision.objects.update(newest=F("newest") + 1)
    return IndexRevision.objects.values_list("newest", flat=True).get()
