"""One article: what it says, how its versions differ, what was done, what may be done now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.console.staff import page, spoken, staff
from jiesu.console.workorders.forms.base import TAKEN
from jiesu.core.errors import NotFound, Refusal
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.comparison import compare
from jiesu.knowledge.lifecycle import needs_of
from jiesu.knowledge.states import LIVE, VERB_LABELS, ArticleVerb
from jiesu.organisations.actors import Actor

_ACTIONS: dict[ArticleVerb, Callable[..., object]] = {
    ArticleVerb.START: actions.draft_article,
    ArticleVerb.SUBMIT: actions.submit_article,
    ArticleVerb.ENDORSE: actions.endorse_article,
    ArticleVerb.SEND_BACK: actions.send_back_article,
    ArticleVerb.APPROVE: actions.approve_article,
    ArticleVerb.PUBLISH: actions.publish_article,
    ArticleVerb.CONFIRM: actions.confirm_article,
    ArticleVerb.EXPIRE: actions.expire_article,
    ArticleVerb.DISCARD: actions.discard_article,
}


@dataclass(frozen=True)
class Button:
    """Something that the person may do now, and what it asks for."""

    verb: str
    label: str
    needs_note: bool
    needs_day: bool


@require_safe
@staff
def article(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The newest version that the person may read, beside the one before it."""
    return shown(request, actor, number)


@require_POST
@staff
def do(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """Do one thing to an article; refused, its page says why."""
    named = {each.value: each for each in _ACTIONS}.get(verb)
    if named is None:
        raise NotFound(what=verb)
    given: dict[str, Any] = {}
    needs = needs_of(named)
    if "note" in needs:
        given["note"] = request.POST.get("note", "")
    if "review_by" in needs:
        given["review_by"] = _day(request.POST.get("review_by", ""))
    try:
        _ACTIONS[named](number, by=actor, **given)
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(request, actor, number, refusal=refusal)
    messages.success(request, _(VERB_LABELS[named]))
    return redirect("article", number=number)


def shown(request: HttpRequest, actor: Actor, number: str, *, refusal: Refusal | None = None) -> HttpResponse:
    """The page of an article; after a refusal, with what it says."""
    versions = selectors.article_versions(number, for_user=actor)
    newest = selectors.get_article(number, for_user=actor)
    live = next((version for version in versions if version.state in LIVE), None)
    before = live if live and live.pk != newest.pk else (versions[1] if len(versions) > 1 else None)
    verbs = selectors.allowed_verbs(newest, for_user=actor)
    context: dict[str, object] = {
        "version": newest,
        "content": newest.content,
        "live": live,
        "before": before,
        "differences": compare(before.content, newest.content) if before else (),
        "files": selectors.files_of(newest),
        "takes": TAKEN,
        "history": selectors.history_of(number) if actor.permissions else [],
        "buttons": [_button(verb) for verb in verbs if verb in _ACTIONS],
        "may_edit": ArticleVerb.EDIT in verbs,
        "may_revise": bool(live and live.pk == newest.pk and selectors.may_write(newest, for_user=actor)),
        "words": request.GET.get("q", ""),
        "refusal": spoken(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return page(request, actor, "console/knowledge/article.html", context=context, status=status)


def _button(verb: ArticleVerb) -> Button:
    needs = needs_of(verb)
    return Button(verb.value, VERB_LABELS[verb], "note" in needs, "review_by" in needs)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
