"""The moves of every verb, in one order: lock, ask the table, change, write history, publish.

:func:`begin` locks the article and one of its versions, finds the row of the table and checks its conditions;
the action then sets fields; :meth:`Step.complete` moves the state and writes the line. A refused verb has
changed nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiesu.accounts.permissions import PERMISSION_LABELS
from jiesu.core import clock, events
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.knowledge.contents import flaws_of, holds_on
from jiesu.knowledge.errors import Incomplete, NotYourArticle, OwnWork, WrongArticleState
from jiesu.knowledge.events import ArticleChanged, ArticleExpired, ArticlePublished, ReviewFellDue
from jiesu.knowledge.lifecycle import Condition, Rule, Stand, rules_for
from jiesu.knowledge.models import Article, ArticleEvent, ArticleVersion
from jiesu.knowledge.standing import is_allowed
from jiesu.knowledge.states import LIVE, STATE_LABELS, VERB_LABELS, WORKING, ArticleState, ArticleVerb
from jiesu.organisations.actors import Actor

_WHO = {
    Stand.OWNER: ("维护单位", "the owning unit"),
    Stand.UNIT: ("维护单位", "the owning unit"),
    Stand.CENTRE: ("中心", "the centre"),
    Stand.SYSTEM: ("系统", "the system"),
}
_ANNOUNCED: dict[ArticleVerb, type[ArticleChanged]] = {
    ArticleVerb.PUBLISH: ArticlePublished,
    ArticleVerb.EXPIRE: ArticleExpired,
}


@dataclass
class Step:
    """One verb on one locked version."""

    version: ArticleVersion
    rule: Rule
    by: Actor
    at: datetime

    def complete(self, *, note: str = "", **fields: Any) -> ArticleVersion:  # noqa: ANN401 - fields of the version
        """Move the state, set the fields, write the line of the history and announce it."""
        version, before = self.version, ArticleState(self.version.state)
        after = self.rule.target or before
        changed = {**fields, "state": after.value, "changed_at": self.at}
        for name, value in changed.items():
            setattr(version, name, value)
        version.save(update_fields=list(changed))
        record(version, self.rule.verb, before=before, by=self.by, at=self.at, note=note)
        return version


def begin(
    number: str,
    verb: ArticleVerb,
    *,
    by: Actor,
    at: datetime | None = None,
    given: dict[str, object] | None = None,
) -> Step:
    """Lock the version of an article that a verb is for, and check that it may be done.

    Raises:
        NotFound: there is no such article, or no version that the verb could be for.
        WrongArticleState: the version is not in a state from which it may be done.
        NotAllowed: the person lacks the permission.
        NotYourArticle: the person's unit does not stand where the verb needs it.
        OwnWork: the person wrote what is to be passed.
        Incomplete: the content says too little or contradicts itself, or something was not given.
    """
    at = at or clock.now()
    version = locked(number, verb)
    rule = allowed_rule(verb, version, by=by)
    _check_given(rule, given or {})
    _check_conditions(rule, version, by=by, at=at)
    return Step(version, rule, by, at)


def locked(number: str, verb: ArticleVerb) -> ArticleVersion:
    """The version that a verb is for, with its article locked."""
    article = (
        Article.objects.select_for_update().filter(number=number).first() if number.isprintable() else None
    )
    if article is None:
        raise NotFound(what=f"知识 {number}")
    wanted = LIVE if rules_for(verb, ArticleState.PUBLISHED) else WORKING
    versions = ArticleVersion.objects.select_related("article__owner").filter(article=article)
    version = (
        versions.filter(state__in=[state.value for state in wanted]).first()
        or versions.order_by("-version").first()
    )
    if version is None:
        raise NotFound(what=f"知识 {number}")
    return version


def allowed_rule(verb: ArticleVerb, version: ArticleVersion, *, by: Actor) -> Rule:
    """The row of the table by which the person may do it; the first refusal if there is none."""
    state = ArticleState(version.state)
    rules = rules_for(verb, state)
    if not rules:
        raise WrongArticleState(
            state=STATE_LABELS[state], verb=VERB_LABELS[verb], state_en=state.value, verb_en=verb.value
        )
    refusals = [refusal_of(rule, version.article.owner.path, by=by) for rule in rules]
    for rule, refusal in zip(rules, refusals, strict=True):
        if refusal is None:
            return rule
    raise next(refusal for refusal in refusals if refusal)


def refusal_of(rule: Rule, owner_path: str, *, by: Actor) -> NotAllowed | None:
    """Why the person may not act by this row; None when they may."""
    if not by.may(rule.permission):
        return NotAllowed(permission=PERMISSION_LABELS[rule.permission])
    if is_allowed(rule, owner_path, by=by):
        return None
    zh, en = _WHO[rule.stand]
    return NotYourArticle(who=zh, who_en=en, verb=VERB_LABELS[rule.verb], verb_en=rule.verb.value)


def record(
    version: ArticleVersion,
    verb: ArticleVerb,
    *,
    before: ArticleState | None,
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Write the line of the history and announce what happened."""
    ArticleEvent.objects.create(
        version=version,
        seq=ArticleEvent.objects.filter(version=version).count() + 1,
        at=at,
        verb=verb.value,
        from_state=before.value if before else "",
        to_state=version.state,
        actor_id=by.user_id,
        actor_name=by.name[:100],
        note=note,
    )
    events.publish(_announcement(version, verb, before=before, by=by, at=at))


def _announcement(
    version: ArticleVersion, verb: ArticleVerb, *, before: ArticleState | None, by: Actor, at: datetime
) -> ArticleChanged:
    told: dict[str, Any] = {
        "subject": version.article.number,
        "occurred_at": at,
        "article_id": version.article_id,
        "version_id": version.pk,
        "verb": verb.value,
        "from_state": before.value if before else "",
        "to_state": version.state,
        "actor_id": by.user_id,
    }
    if verb is ArticleVerb.CALL_DUE:
        return ReviewFellDue(**told, unit_id=version.article.owner_id)
    return _ANNOUNCED.get(verb, ArticleChanged)(**told)


def _check_given(rule: Rule, given: dict[str, object]) -> None:
    for name in rule.needs:
        if not given.get(name):
            zh, en = (
                ("请填写说明。", "A note is needed.")
                if name == "note"
                else ("请填写复核期限。", "A day is needed.")
            )
            raise Incomplete(field=name, why_zh=zh, why_en=en)


def _check_conditions(rule: Rule, version: ArticleVersion, *, by: Actor, at: datetime) -> None:
    if Condition.NOT_AUTHOR in rule.conditions and not by.is_system and version.author_id == by.user_id:
        raise OwnWork
    if Condition.COMPLETE in rule.conditions and (flaws := flaws_of(version.content)):
        raise Incomplete(field=flaws[0].field, why_zh=flaws[0].zh, why_en=flaws[0].en)
    if Condition.IN_FORCE in rule.conditions:
        _check_in_force(version, at=at)


def _check_in_force(version: ArticleVersion, *, at: datetime) -> None:
    content, today = version.content, at.astimezone(clock.SHANGHAI).date()
    if content.valid_until and not holds_on(content, max(today, content.valid_from or today)):
        raise Incomplete(field="valid_until", why_zh="该知识已过失效日期。", why_en="Its time is over.")
