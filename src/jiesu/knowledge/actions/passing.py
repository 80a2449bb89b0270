"""Passing a draft: the owning unit vouches for it, the centre approves it, either sends it back."""

from datetime import datetime

from django.db import transaction

from jiesu.knowledge.actions.steps import begin
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.states import ArticleVerb
from jiesu.organisations.actors import Actor


@transaction.atomic
def endorse_article(number: str, *, by: Actor, at: datetime | None = None, note: str = "") -> ArticleVersion:
    """单位审核通过: the owning unit vouches for what the draft says.

    Raises:
        OwnWork: the person wrote it.
    """
    return begin(number, ArticleVerb.ENDORSE, by=by, at=at).complete(note=note.strip())


@transaction.atomic
def approve_article(number: str, *, by: Actor, at: datetime | None = None, note: str = "") -> ArticleVersion:
    """审批通过: the centre accepts the wording; it can be published.

    Raises:
        OwnWork: the person wrote it.
    """
    return begin(number, ArticleVerb.APPROVE, by=by, at=at).complete(note=note.strip())


@transaction.atomic
def send_back_article(number: str, *, note: str, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """退回修改: what was handed in becomes a draft again, with the reason."""
    step = begin(number, ArticleVerb.SEND_BACK, by=by, at=at, given={"note": note.strip()})
    return step.complete(note=note.strip())
