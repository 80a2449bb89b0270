"""Collecting, drafting, editing and handing in."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import PERMISSION_LABELS
from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock, numbering
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.knowledge.actions.files import take_over_files
from jiesu.knowledge.actions.steps import begin, record, refusal_of
from jiesu.knowledge.contents import Content
from jiesu.knowledge.errors import Incomplete, VersionUnderWay
from jiesu.knowledge.lifecycle import rules_for
from jiesu.knowledge.models import Article, ArticleVersion
from jiesu.knowledge.states import ArticleState, ArticleVerb
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor

SERIES = "ZS"
"""What the numbers of articles begin with (知识)."""


@transaction.atomic
def collect_article(
    content: Content, *, owner_id: int, by: Actor, at: datetime | None = None
) -> ArticleVersion:
    """采集: note what should be known, for the unit whose matter it is; needs a question and no more.

    Anybody who may collect does it for any unit: an operator hears what is missing.

    Raises:
        NotAllowed: the person may not collect.
        NotFound: there is no such unit.
        Incomplete: there is no question.
    """
    rule = rules_for(ArticleVerb.COLLECT, None)[0]
    if not by.may(rule.permission):
        raise NotAllowed(permission=PERMISSION_LABELS[rule.permission])
    return _new_article(content, owner_id, ArticleVerb.COLLECT, by=by, at=at)


@transaction.atomic
def start_article(
    content: Content, *, owner_id: int, by: Actor, at: datetime | None = None
) -> ArticleVersion:
    """新建: a draft of an article that does not exist yet.

    Raises:
        NotAllowed, NotYourArticle: the person may not write for this unit.
        NotFound: there is no such unit.
        Incomplete: there is no question.
    """
    owner = organisations.unit_by_id(owner_id)
    refusal = refusal_of(rules_for(ArticleVerb.START, None)[0], owner.path, by=by)
    if refusal:
        raise refusal
    return _new_article(content, owner_id, ArticleVerb.START, by=by, at=at)


@transaction.atomic
def draft_article(number: str, *, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """开始编写: what was collected becomes a draft, whose author is whoever starts it."""
    step = begin(number, ArticleVerb.START, by=by, at=at)
    return step.complete(author_id=by.user_id, author_name=by.name[:100])


@transaction.atomic
def edit_article(number: str, content: Content, *, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """编辑: other words for the version that is being written; whoever edits last counts as its author.

    Raises:
        Incomplete: there is no question, or it is too long.
        InvalidInput: the topic is not in the catalogue.
    """
    step = begin(number, ArticleVerb.EDIT, by=by, at=at)
    check_content(content)
    step.version.say(content)
    step.version.author_id, step.version.author_name = by.user_id, by.name[:100]
    step.version.save()
    return step.complete()


@transaction.atomic
def submit_article(number: str, *, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """提交审核: the draft goes to the owning unit, complete and without contradictions."""
    return begin(number, ArticleVerb.SUBMIT, by=by, at=at).complete()


@transaction.atomic
def discard_article(number: str, *, note: str, by: Actor, at: datetime | None = None) -> ArticleVersion:
    """作废: a note or draft that nobody will finish."""
    step = begin(number, ArticleVerb.DISCARD, by=by, at=at, given={"note": note.strip()})
    return step.complete(note=note.strip(), ended_at=step.at)


@transaction.atomic
def revise_article(
    number: str, content: Content | None = None, *, by: Actor, at: datetime | None = None
) -> ArticleVersion:
    """修订: a new draft beside what is published, which goes on answering until the draft takes its place.

    Raises:
        NotFound: there is no such article.
        VersionUnderWay: a version is being written already.
        NotAllowed, NotYourArticle: the person may not write for the owning unit.
    """
    at = at or clock.now()
    article = (
        Article.objects.select_for_update().filter(number=number).first() if number.isprintable() else None
    )
    if article is None:
        raise NotFound(what=f"知识 {number}")
    owner = organisations.unit_by_id(article.owner_id)
    refusal = refusal_of(rules_for(ArticleVerb.START, None)[0], owner.path, by=by)
    if refusal:
        raise refusal
    working = ArticleVersion.objects.filter(article=article).working().first()
    if working is not None:
        raise VersionUnderWay(version=working.version, what=f"v{working.version}")
    last = ArticleVersion.objects.filter(article=article).order_by("-version")[0]
    new = _new_version(
        article, content or last.content, ArticleVerb.START, by=by, at=at, number=last.version + 1
    )
    take_over_files(last, new)
    return new


def _new_article(
    content: Content, owner_id: int, verb: ArticleVerb, *, by: Actor, at: datetime | None
) -> ArticleVersion:
    at = at or clock.now()
    organisations.unit_by_id(owner_id)
    article = Article.objects.create(
        number=numbering.next_number(SERIES), owner_id=owner_id, created_at=at, created_by_id=by.user_id
    )
    return _new_version(article, content, verb, by=by, at=at, number=1)


def _new_version(
    article: Article, content: Content, verb: ArticleVerb, *, by: Actor, at: datetime, number: int
) -> ArticleVersion:
    check_content(content)
    target = rules_for(verb, None)[0].target or ArticleState.DRAFT
    version = ArticleVersion(
        article=article,
        version=number,
        state=target.value,
        author_id=by.user_id,
        author_name=by.name[:100],
        created_at=at,
        changed_at=at,
    )
    version.say(content)
    version.save()
    record(version, verb, before=None, by=by, at=at)
    return version


def check_content(content: Content) -> None:
    """Refuse what the tables cannot hold, or nobody could find again.

    Raises:
        Incomplete: there is no question, something is too long, or it ends before it begins.
        InvalidInput: the topic is not in the catalogue.
    """
    if not content.question.strip():
        raise Incomplete(
            field="question", why_zh="请填写标准问题。", why_en="The standard question is needed."
        )
    for name, longest in (("question", 200), ("spoken", 400), ("duration", 200), ("fees", 200)):
        if len(getattr(content, name)) > longest:
            raise Incomplete(
                field=name, why_zh=f"不超过 {longest} 字。", why_en=f"At most {longest} characters."
            )
    if content.valid_from and content.valid_until and content.valid_until < content.valid_from:
        raise Incomplete(
            field="valid_until", why_zh="失效日期早于生效日期。", why_en="It ends before it begins."
        )
    if content.topic_code and catalogue.topic_by_code(content.topic_code) is None:
        raise InvalidInput(
            field="topic_code",
            reason_zh=f"没有事项“{content.topic_code}”。",
            reason_en=f"There is no topic {content.topic_code}.",
        )
