"""What happens to a published article in time: its review falls due, is confirmed, or it expires."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from jiesu.core import clock
from jiesu.knowledge.actions import indexing
from jiesu.knowledge.actions.steps import begin, record
from jiesu.knowledge.errors import Incomplete
from jiesu.knowledge.models import Article, ArticleVersion
from jiesu.knowledge.states import LIVE, ArticleState, ArticleVerb
from jiesu.organisations.actors import SYSTEM, Actor

_LIVE = [state.value for state in LIVE]


@transaction.atomic
def confirm_article(
    number: str, *, review_by: date | None, by: Actor, at: datetime | None = None, note: str = ""
) -> ArticleVersion:
    """复核确认: the owning unit says that the answer still holds, until the day of the next review.

    Raises:
        Incomplete: the day is missing, is not in the future, or is after the end of its validity.
    """
    step = begin(number, ArticleVerb.CONFIRM, by=by, at=at, given={"review_by": review_by})
    assert review_by is not None  # noqa: S101 - the table needs it
    ends = step.version.valid_until
    if review_by <= step.at.astimezone(clock.SHANGHAI).date():
        raise Incomplete(field="review_by", why_zh="复核期限须在今天之后。", why_en="It must be after today.")
    if ends and review_by > ends:
        raise Incomplete(field="review_by", why_zh="复核期限晚于失效日期。", why_en="It is after the end.")
    return step.complete(review_by=review_by, note=note.strip())


@transaction.atomic
def expire_article(number: str, *, note: str, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """失效: the answer is not given any more."""
    step = begin(number, ArticleVerb.EXPIRE, by=by, at=at, given={"note": note.strip()})
    version = step.complete(note=note.strip(), ended_at=step.at)
    indexing.take_out(version)
    return version


def call_due_reviews(*, at: datetime | None = None, most: int = 1000) -> tuple[int, int]:
    """Mark the reviews that fell due and end what has expired; how many of each. Safe to run twice."""
    at = at or clock.now()
    today = at.astimezone(clock.SHANGHAI).date()
    due = Q(state=ArticleState.PUBLISHED.value, review_by__lte=today)
    over = Q(state__in=_LIVE, valid_until__lt=today)
    rows = ArticleVersion.objects.filter(due | over).order_by("pk").values_list("pk", "article_id")[:most]
    ended = [_look_again(version, article, today=today, at=at) for version, article in rows]
    return ended.count(ArticleVerb.CALL_DUE), ended.count(ArticleVerb.EXPIRE)


@transaction.atomic
def _look_again(version_id: int, article_id: int, *, today: date, at: datetime) -> ArticleVerb | None:
    Article.objects.select_for_update().get(pk=article_id)
    version = ArticleVersion.objects.select_related("article").get(pk=version_id)
    before = ArticleState(version.state)
    if before not in LIVE:
        return None
    if version.valid_until and version.valid_until < today:
        version.state, version.ended_at = ArticleState.EXPIRED.value, at
        indexing.take_out(version)
        verb = ArticleVerb.EXPIRE
    elif before is ArticleState.PUBLISHED and version.review_by and version.review_by <= today:
        version.state, verb = ArticleState.REVIEW_DUE.value, ArticleVerb.CALL_DUE
    else:
        return None
    version.changed_at = at
    version.save(update_fields=["state", "ended_at", "changed_at"])
    record(version, verb, before=before, by=SYSTEM, at=at)
    return verb
