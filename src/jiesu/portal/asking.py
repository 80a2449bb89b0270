"""Asking instead of calling: answers from published articles, word for word, or honestly none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.catalogue.natures import Nature
from jiesu.knowledge.actions import answer_message
from jiesu.knowledge.conversations import asked_so_far, from_json, to_json, transcript
from jiesu.knowledge.selectors import live_article
from jiesu.knowledge.states import Source
from jiesu.portal.forms import LONGEST_TALK
from jiesu.portal.limits import QUESTIONS, address_of

TOO_OFTEN = 429
_KEPT = "asking"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The conversation so far; a message is answered and the page read anew, or its part in the chat."""
    if request.method != "POST":
        return _page(request)
    text = request.POST.get("message", "").strip()
    if not text:
        return _page(request, wrong=_("请先写下您的问题。"), status=422)
    if QUESTIONS.count(address_of(request)) > QUESTIONS.times:
        return _page(request, wrong=_("问得太快了，请稍后再试，或拨打 12345。"), status=TOO_OFTEN)
    kept = request.session.get(_KEPT) or {}
    reply, conversation = answer_message(text, from_json(kept.get("conversation")), source=Source.PORTAL)
    request.session[_KEPT] = {
        "conversation": to_json(conversation),
        "number": reply.number,
        "offered": list(reply.offered),
        "to_person": reply.to_person,
        "call": reply.call,
    }
    return redirect("ask")


def told_so_far(request: HttpRequest) -> dict[str, str]:
    """The conversation as the beginning of a report, for a person to go on with; empty when there is none."""
    conversation = from_json((request.session.get(_KEPT) or {}).get("conversation"))
    if not conversation.lines:
        return {}
    return {
        "content": asked_so_far(conversation),
        "nature": Nature.CONSULTATION,
        "area_code": conversation.area_code,
        "talk": transcript(conversation)[-LONGEST_TALK:],
    }


@require_POST
def ask_anew(request: HttpRequest) -> HttpResponse:
    """Forget the conversation."""
    request.session.pop(_KEPT, None)
    return redirect("ask")


def _page(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    kept = request.session.get(_KEPT) or {}
    number = kept.get("number")
    context = {
        "lines": from_json(kept.get("conversation")).lines,
        "article": live_article(number) if number else None,
        "offered": kept.get("offered", ()),
        "to_person": kept.get("to_person", False),
        "call": kept.get("call", ""),
        "wrong": wrong,
        "written": request.POST.get("message", "") if wrong else "",
    }
    part = request.headers.get("X-Part") == "talk"
    return render(request, "portal/talk.html" if part else "portal/ask.html", context, status=status)
