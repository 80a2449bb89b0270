"""What was found, said in other words by the language model: for the operator, beside the approved text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jiesu.console.knowledge.finding import LONGEST
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core.errors import Refusal
from jiesu.knowledge.actions.rephrasing import rephrase_articles
from jiesu.organisations.actors import Actor


@require_POST
@staff
def rephrase(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rephrased text with the articles it is made of, or why there is none."""
    words, area = request.POST.get("q", "").strip()[:LONGEST], request.POST.get("area", "").strip()[:12]
    context: dict[str, object] = {"words": words}
    try:
        context["rephrased"] = rephrase_articles(words, area_code=area, by=actor)
    except Refusal as refusal:
        context["refusal"] = spoken(refusal)
    if is_swap(request):
        return render(request, "console/knowledge/rephrased.html", context)
    return page(request, actor, "console/knowledge/rephrased_page.html", context=context)
