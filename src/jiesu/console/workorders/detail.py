"""One order: the story on the left, what can be done on the right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiesu.console.staff import page, staff
from jiesu.console.workorders.acting import form_for
from jiesu.console.workorders.claims import claim_context
from jiesu.console.workorders.story import story_of
from jiesu.knowledge.selectors import find_articles
from jiesu.organisations.actors import Actor
from jiesu.workorders.finding import look_alikes
from jiesu.workorders.selectors import get_order

TEMPLATE = "console/workorders/order.html"
MOST_ALIKE = 5


@require_safe
@staff
def order(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """The whole page, or its content for the panel beside a list; ``?act=`` opens a form."""
    return page(request, actor, TEMPLATE, context=order_context(request, actor, number))


@require_safe
@staff
def alike(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Recent orders that look like this one, when they are asked for."""
    shown = get_order(number, for_user=actor)
    found = look_alikes(f"{shown.title}\n{shown.content}", for_user=actor, most=MOST_ALIKE + 1)
    others = [one for one in found if one.number != number][:MOST_ALIKE]
    return render(request, "console/workorders/alike.html", {"alike": others})


@require_safe
@staff
def knowledge(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Articles that may answer this order, when they are asked for."""
    shown = get_order(number, for_user=actor)
    words = f"{shown.title} {shown.content}"[:200]
    hits = find_articles(words, area_code=shown.area_code, most=MOST_ALIKE)
    context = {"hits": hits, "words": words, "order": shown}
    return render(request, "console/knowledge/offered.html", context)


def order_context(request: HttpRequest, actor: Actor, number: str) -> dict[str, object]:
    """What the page of an order needs."""
    story = story_of(number, for_user=actor)
    verb, share = request.GET.get("act", ""), request.GET.get("share", "")
    form = form_for(story.order, actor, verb, share=share) if verb else None
    queue = request.GET.get("queue", "")
    return {
        "story": story,
        "queue": queue,
        "opened": story.choices.key_of(verb, share),
        "form": form,
        **claim_context(story.order, actor, queue),
    }
