"""The knowledge base beside the desk: found while the operator writes, opened, texted, cited."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.staff import spoken, staff
from jiesu.core.errors import Refusal
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.states import Source
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import text_article
from jiesu.workorders.masking import masked

OFFERED = "console/knowledge/offered.html"
ARTICLE = "console/knowledge/beside.html"
ENOUGH, LONGEST, MOST = 4, 200, 6


@require_POST
@staff
def offered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Articles for what was asked in the panel's box, else for the title and what was said so far."""
    require(actor, Permission.REGISTER_ORDER)
    asked, told = _asked(request), _told(request)
    words = asked or (told if len(told) >= ENOUGH else "")
    area = request.POST.get("area_code", "").strip()[:12]
    hits = selectors.find_articles(words, area_code=area, most=MOST) if words else []
    return render(request, OFFERED, {"hits": hits, "words": words})


@require_safe
@staff
def opened(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """One article beside the form."""
    require(actor, Permission.REGISTER_ORDER)
    return render(request, ARTICLE, {"version": selectors.live_article(number), "may_text": True})


@require_POST
@staff
def text(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Send the answer to the telephone that is written in the form; what came of it, in a line."""
    try:
        text_article(number, phone=request.POST.get("phone", "")[:30], by=actor)
    except Refusal as refusal:
        return _line(request, spoken(refusal), status=refusal.status)
    return _line(request, _("短信已交发送。"))


@require_POST
@staff
def missed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Nothing that was offered answers the question: it becomes a gap, without personal data."""
    require(actor, Permission.REGISTER_ORDER)
    words = masked(_asked(request) or _told(request))[:LONGEST]
    hits = selectors.find_articles(words, most=1)
    noted = actions.note_inquiry(
        words, hits=hits, source=Source.CONSOLE, actor_id=actor.user_id, helped=False
    )
    return _line(request, _("已记入知识缺口，维护单位会看到。") if noted else _("先写下群众问的是什么。"))


def _asked(request: HttpRequest) -> str:
    return request.POST.get("knowledge-q", "").strip()[:LONGEST]


def _told(request: HttpRequest) -> str:
    title, content = request.POST.get("title", "").strip(), request.POST.get("content", "").strip()
    return f"{title} {content}".strip()[:LONGEST]


def _line(request: HttpRequest, said: str, *, status: int = 200) -> HttpResponse:
    context = {"said": said, "refused": status != 200}
    return render(request, "console/knowledge/said.html", context, status=status)
