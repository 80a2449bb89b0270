"""Noting that an article served as an answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiesu.core import clock, events
from jiesu.core.errors import NotFound
from jiesu.knowledge.events import ArticleUsed
from jiesu.knowledge.models import Article, ArticleUse, ArticleVersion
from jiesu.knowledge.states import LIVE, Use


@transaction.atomic
def note_use(
    number: str, *, use: Use, order_number: str = "", actor_id: int | None = None, at: datetime | None = None
) -> ArticleUse:
    """Count that a live article was copied, texted, read by a citizen, or cited on an order.

    This is how an order cites an article: ``workorders`` stands above and calls down here with its number.
    Citing it on the same order again changes nothing.

    Raises:
        NotFound: there is no live article of this number.
    """
    live = ArticleVersion.objects.filter(state__in=[state.value for state in LIVE])
    version = live.filter(article__number=number).first() if number.isprintable() else None
    if version is None:
        raise NotFound(what=f"知识 {number}")
    at = at or clock.now()
    given = {"version": version, "at": at, "actor_id": actor_id}
    key = {"article_id": version.article_id, "use": use.value, "order_number": order_number}
    if not order_number:
        return _counted(ArticleUse.objects.create(**key, **given), number)
    row, new = ArticleUse.objects.get_or_create(**key, defaults=given)
    return _counted(row, number) if new else row


@transaction.atomic
def note_complaint(order_number: str) -> int:
    """The order ended with a dissatisfied citizen: count it for the articles that it cites; how many."""
    cited = ArticleUse.objects.filter(order_number=order_number).values("article_id")
    return Article.objects.filter(pk__in=cited).update(complaints=F("complaints") + 1) if order_number else 0


def _counted(row: ArticleUse, number: str) -> ArticleUse:
    Article.objects.filter(pk=row.article_id).update(uses=F("uses") + 1)
    events.publish(
        ArticleUsed(
            subject=number,
            occurred_at=row.at,
            article_id=row.article_id,
            version_id=row.version_id,
            use=row.use,
            order_number=row.order_number,
            actor_id=row.actor_id,
        )
    )
    return row
