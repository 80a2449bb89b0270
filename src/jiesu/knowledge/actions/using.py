"""Noting that an article served as an answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from jiesu.core import clock, events
from jiesu.core.errors import NotFound
from jiesu.knowledge.events import ArticleUsed
from jiesu.knowledge.models import Article, ArticleUse, ArticleVersion, Inquiry
from jiesu.knowledge.states import LIVE, Source, Use


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
def cite_article(
    number: str, *, order_number: str, question: str, actor_id: int | None = None, at: datetime | None = None
) -> ArticleUse:
    """引用知识: an order is answered with an article; its question counts as one that was answered.

    Args:
        number: the article's number.
        order_number: the order that is answered.
        question: what the order asks, without personal data.
        actor_id: who answers.
        at: when.

    Raises:
        NotFound: there is no live article of this number.
    """
    at = at or clock.now()
    key = {"article__number": number, "order_number": order_number, "use": Use.CITED.value}
    before = ArticleUse.objects.filter(**key).first()
    if before is not None:
        return before
    use = note_use(number, use=Use.CITED, order_number=order_number, actor_id=actor_id, at=at)
    Inquiry.objects.create(
        text=" ".join(question.split())[:200],
        source=Source.CONSOLE.value,
        topic_code=use.version.topic_code,
        confidence=1.0,  # a person judged it
        is_good=True,
        article_id=use.article_id,
        at=at,
        actor_id=actor_id,
    )
    return use


@transaction.atomic
def note_complaint(order_number: str, *, at: datetime | None = None) -> int:
    """The order's citizen is dissatisfied: count it for the articles that it cites, once each; how many."""
    blamed = ArticleUse.objects.filter(
        order_number=order_number, use=Use.CITED.value, complained_at__isnull=True
    ).exclude(order_number="")
    rows = list(blamed.select_for_update().values_list("pk", "article_id"))
    ArticleUse.objects.filter(pk__in=[row for row, _ in rows]).update(complained_at=at or clock.now())
    articles = [article for _, article in rows]
    return Article.objects.filter(pk__in=articles).update(complaints=F("complaints") + 1) if rows else 0


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
