"""What use teaches: articles that orders ask for, gaps, popular questions, answers that left complaints."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.core.paging import page_of
from jiesu.knowledge import actions, selectors
from jiesu.organisations.actors import Actor

DAYS = 30


@require_safe
@staff
def learned(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Four lists, the one that asks for work first."""
    require(
        actor, Permission.EDIT_ARTICLE if actor.may(Permission.EDIT_ARTICLE) else Permission.APPROVE_ARTICLE
    )
    since = clock.now() - timedelta(days=DAYS)
    rows = page_of(selectors.suggestions(for_user=actor), by="size", cursor=request.GET.get("after"), size=20)
    context: dict[str, object] = {
        "suggestions": rows.items,
        "next_cursor": rows.next_cursor,
        "gaps": selectors.gaps_by_topic(),
        "questions": selectors.popular_questions(since=since),
        "popular": selectors.popular_articles(since=since),
        "troubled": selectors.troubled_articles(),
        "days": DAYS,
        "may_write": actor.may(Permission.EDIT_ARTICLE),
    }
    return page(request, actor, "console/knowledge/learning.html", context=context)


@require_POST
@staff
def take(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """A draft made from the suggestion, open to be edited."""
    version = actions.take_suggestion(key, by=actor)
    messages.success(request, _("已按工单答复生成草稿，请核对后提交。"))
    return redirect("article-edit", number=version.article.number)


@require_POST
@staff
def dismiss(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """These orders are no matter for an article."""
    actions.dismiss_suggestion(key, by=actor)
    messages.success(request, _("不再建议这一组。"))
    return redirect("knowledge-learning")
