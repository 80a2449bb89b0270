"""What waits: versions to pass, reviews due, gaps by topic, how fresh each unit keeps its part."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.staff import page, staff
from jiesu.core.paging import page_of
from jiesu.knowledge import selectors
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today


@require_safe
@staff
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The person's queue, and for people of the knowledge base the gaps and the freshness."""
    day = today()
    rows = page_of(
        selectors.review_queue(for_user=actor, on=day),
        by="changed_at",
        cursor=request.GET.get("after"),
        descending=False,
    )
    keeps = actor.may(Permission.EDIT_ARTICLE) or actor.may(Permission.APPROVE_ARTICLE)
    context: dict[str, object] = {
        "rows": rows.items,
        "next_cursor": rows.next_cursor,
        "gaps": selectors.gaps_by_topic() if keeps else [],
        "fresh": selectors.freshness(on=day) if keeps else [],
        "today": day,
        "keeps": keeps,
        "may_write": actor.may(Permission.EDIT_ARTICLE),
    }
    return page(request, actor, "console/knowledge/waiting.html", context=context)
