"""Finding an article while somebody speaks, and saying whether it helped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.staff import is_swap, page, staff
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.actions.rephrasing import rephrasing_is_on
from jiesu.knowledge.states import Source, Use
from jiesu.organisations.actors import Actor

LONGEST = 200


@require_safe
@staff
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The best articles for what is typed; only the list when the page asks for it while somebody types."""
    words, area = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("area", "").strip()[:12]
    context: dict[str, object] = {"words": words, "area": area}
    if words:
        context["hits"] = selectors.find_articles(words, area_code=area)
        context["rephrasing"] = rephrasing_is_on()
    if is_swap(request) and request.headers.get("HX-Target") == "found":
        return render(request, "console/knowledge/found.html", context)
    context["may_write"] = actor.may(Permission.EDIT_ARTICLE)
    context["keeps"] = actor.may(Permission.EDIT_ARTICLE) or actor.may(Permission.APPROVE_ARTICLE)
    context["popular"] = [] if words else selectors.most_used()
    return page(request, actor, "console/knowledge/search.html", context=context)


@require_POST
@staff
def missed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Nothing that was found answers the question: it becomes a gap."""
    words = request.POST.get("q", "").strip()[:LONGEST]
    hits = selectors.find_articles(words, most=1)
    noted = actions.note_inquiry(
        words, hits=hits, source=Source.CONSOLE, actor_id=actor.user_id, helped=False
    )
    if noted:
        messages.success(request, _("已记入知识缺口，维护单位会看到。"))
    return redirect("knowledge")


@require_POST
@staff
def use(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The article answered the question: counted, and the question noted as answered."""
    words = request.POST.get("q", "").strip()[:LONGEST]
    actions.note_use(number, use=Use.ANSWERED, actor_id=actor.user_id)
    hits = [hit for hit in selectors.find_articles(words) if hit.number == number]
    actions.note_inquiry(words, hits=hits, source=Source.CONSOLE, actor_id=actor.user_id, helped=True)
    messages.success(request, _("已记为用它答复。"))
    return redirect("article", number=number)
