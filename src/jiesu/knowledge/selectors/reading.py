"""Reading articles: what is live, what is being written, what may be done with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from jiesu.core.errors import NotFound
from jiesu.knowledge.lifecycle import rules_for
from jiesu.knowledge.models import ArticleEvent, ArticleFile, ArticleUse, ArticleVersion
from jiesu.knowledge.standing import is_allowed, verbs_for
from jiesu.knowledge.states import LIVE, ArticleState, ArticleVerb, Use
from jiesu.organisations.actors import Actor


@dataclass(frozen=True)
class Citation:
    """An article that an order was answered with, in the words of the version that was cited."""

    number: str
    question: str
    version: int
    at: datetime
    complained: bool


def citations_of(order_number: str) -> list[Citation]:
    """The articles that an order cites, in the order in which it did."""
    rows = ArticleUse.objects.filter(order_number=order_number, use=Use.CITED.value).order_by("at", "pk")
    told = rows.values_list("article__number", "version__question", "version__version", "at", "complained_at")
    return [Citation(*row[:4], complained=row[4] is not None) for row in told]


def files_of(version: ArticleVersion) -> list[ArticleFile]:
    """The files of a version, oldest first."""
    return list(ArticleFile.objects.filter(version=version).order_by("uploaded_at", "pk"))


def visible_versions(*, for_user: Actor) -> QuerySet[ArticleVersion]:
    """The versions that a person may read: all that are live, and those being written within reach."""
    versions = ArticleVersion.objects.select_related("article__owner")
    return versions.visible_to(for_user)


def live_article(number: str) -> ArticleVersion:
    """The version that answers now.

    Raises:
        NotFound: there is none.
    """
    versions = ArticleVersion.objects.select_related("article__owner").live()
    version: ArticleVersion | None = (
        versions.filter(article__number=number).first() if number.isprintable() else None
    )
    if version is None:
        raise NotFound(what=f"知识 {number}")
    return version


def get_article(number: str, *, for_user: Actor) -> ArticleVersion:
    """The newest version that a person may read: the one being written, else the live one, else the last.

    Raises:
        NotFound: there is no such article, or nothing of it that the person may read.
    """
    versions = article_versions(number, for_user=for_user)
    if not versions:
        raise NotFound(what=f"知识 {number}")
    return versions[0]


def article_versions(number: str, *, for_user: Actor) -> list[ArticleVersion]:
    """The versions of an article that a person may read, the newest first."""
    if not number.isprintable():
        return []
    return list(visible_versions(for_user=for_user).filter(article__number=number).order_by("-version"))


def history_of(number: str) -> list[ArticleEvent]:
    """Everything that was done to an article, the newest first."""
    events = ArticleEvent.objects.select_related("version").filter(version__article__number=number)
    return list(events.order_by("-at", "-pk"))


def allowed_verbs(version: ArticleVersion, *, for_user: Actor) -> tuple[ArticleVerb, ...]:
    """What a person may do to a version now."""
    return verbs_for(ArticleState(version.state), version.article.owner.path, by=for_user)


def may_write(version: ArticleVersion, *, for_user: Actor) -> bool:
    """Whether a person may begin a new version of an article."""
    (rule,) = rules_for(ArticleVerb.START, None)
    return is_allowed(rule, version.article.owner.path, by=for_user)


def most_used(*, most: int = 12) -> list[ArticleVersion]:
    """The live articles that served most often so far."""
    rows = ArticleVersion.objects.select_related("article__owner").live().filter(article__uses__gt=0)
    return list(rows.order_by("-article__uses", "article_id")[:most])


def review_queue(*, for_user: Actor, on: date) -> QuerySet[ArticleVersion]:
    """What waits for the person: drafts to pass or approve, some to publish, reviews due by a day."""
    waiting = [
        state.value
        for state in (ArticleState.IN_REVIEW, ArticleState.IN_APPROVAL, ArticleState.APPROVED)
        if for_user.may("review_article") or for_user.may("approve_article")
    ]
    due = Q(state__in=[state.value for state in LIVE], review_by__lte=on)
    rows = visible_versions(for_user=for_user).filter(Q(state__in=waiting) | due)
    return rows.order_by("changed_at", "pk")
