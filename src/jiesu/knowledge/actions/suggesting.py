"""Suggestions to write an article: made from orders answered alike, taken as a draft, or put aside."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.knowledge.actions.writing import start_article
from jiesu.knowledge.models import ArticleSuggestion, ArticleVersion
from jiesu.knowledge.selectors.learning import suggestions
from jiesu.knowledge.states import SuggestionState
from jiesu.knowledge.suggesting import Proposal, drafted, is_same_group
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor


@transaction.atomic
def suggest_article(proposal: Proposal, *, at: datetime | None = None) -> ArticleSuggestion:
    """Suggest an article for a group of orders; a group that was suggested before is brought up to date.

    One that was taken or put aside stays so.
    """
    orders = list(proposal.orders)
    shared = ArticleSuggestion.objects.select_for_update().filter(orders__overlap=orders).order_by("pk")
    known = next((row for row in shared if is_same_group(tuple(row.orders), proposal.orders)), None)
    if known is not None and known.state != SuggestionState.OPEN:
        return known
    row = known or ArticleSuggestion(key=orders[0], made_at=at or clock.now())
    row.question, row.askings = proposal.question[:200], [text[:200] for text in proposal.askings]
    row.answer, row.topic_code, row.owner_id = proposal.answer, proposal.topic_code[:12], proposal.owner_id
    row.orders, row.size = orders, len(orders)
    row.save()
    return row


@transaction.atomic
def take_suggestion(suggestion_id: int, *, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """采用建议: the suggestion becomes a draft of the unit that answered, or of the person's own.

    Raises:
        NotFound: no such suggestion within reach, or somebody has dealt with it.
        NotAllowed, NotYourArticle: the person may not write for the unit.
    """
    row = _open(suggestion_id, by=by)
    proposal = Proposal(
        question=row.question,
        askings=tuple(row.askings),
        answer=row.answer,
        topic_code=row.topic_code,
        orders=tuple(row.orders),
    )
    owner = row.owner_id or min(by.unit_ids, default=None) or organisations.centre().pk
    version = start_article(drafted(proposal), owner_id=owner, by=by, at=at)
    _decide(row, SuggestionState.TAKEN, by=by, at=at, article_id=version.article_id)
    return version


@transaction.atomic
def dismiss_suggestion(suggestion_id: int, *, by: Actor, at: datetime | None = None) -> None:
    """不采用: the orders are no matter for an article.

    Raises:
        NotFound: no such suggestion within reach, or somebody has dealt with it.
        NotAllowed: the person may not write articles.
    """
    _decide(_open(suggestion_id, by=by), SuggestionState.DISMISSED, by=by, at=at)


def _open(suggestion_id: int, *, by: Actor) -> ArticleSuggestion:
    require(by, Permission.EDIT_ARTICLE)
    row = suggestions(for_user=by).select_for_update(of=("self",)).filter(pk=suggestion_id).first()
    if row is None:
        raise NotFound(what="编写建议 suggestion")
    return row


def _decide(
    row: ArticleSuggestion,
    state: SuggestionState,
    *,
    by: Actor,
    at: datetime | None,
    article_id: int | None = None,
) -> None:
    row.state, row.decided_at, row.decided_by_id = state.value, at or clock.now(), by.user_id
    row.article_id = article_id
    row.save(update_fields=["state", "decided_at", "decided_by_id", "article"])
