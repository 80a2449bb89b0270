"""Publishing: a version becomes the answer, in the same moment in which the one before ceases to be."""

from datetime import datetime

from django.db import transaction

from jiesu.knowledge.actions import indexing
from jiesu.knowledge.actions.asked import settle_gaps
from jiesu.knowledge.actions.steps import begin, record
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.states import LIVE, ArticleState, ArticleVerb
from jiesu.organisations.actors import Actor


@transaction.atomic
def publish_article(number: str, *, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """发布: the approved version answers from now on; gaps that it answers are settled."""
    step = begin(number, ArticleVerb.PUBLISH, by=by, at=at)
    _supersede(step.version, by=by, at=step.at)
    version = step.complete(published_at=step.at)
    indexing.put(version)
    settle_gaps(version.article_id)
    return version


def _supersede(version: ArticleVersion, *, by: Actor, at: datetime) -> None:
    live = [state.value for state in LIVE]
    for old in ArticleVersion.objects.filter(article_id=version.article_id, state__in=live):
        before = ArticleState(old.state)
        old.state, old.ended_at, old.changed_at = ArticleState.SUPERSEDED.value, at, at
        old.save(update_fields=["state", "ended_at", "changed_at"])
        record(old, ArticleVerb.SUPERSEDE, before=before, by=by, at=at)
