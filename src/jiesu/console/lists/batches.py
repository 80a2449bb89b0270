"""What is done to many chosen orders: what fits all of them, and what came of each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.batch import act_on_many
from jiesu.workorders.batching import BATCH_VERBS, MOST, verbs_for_all
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.states import VERB_LABELS, Verb


@dataclass(frozen=True)
class Told:
    """What came of one order: the refusal in the reader's language, or nothing when it was done."""

    number: str
    refusal: str


@require_POST
@staff
def offers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The verbs that fit all chosen orders, as buttons."""
    return render(request, "console/lists/offers.html", _offered(request, actor))


@require_POST
@staff
def carry_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Do it, and tell what came of each order; without a verb, ask which."""
    name = request.POST.get("verb", "")
    if not name:
        return page(request, actor, "console/lists/choose.html", context=_offered(request, actor))
    if name not in list(Verb):
        raise NotFound(what=_("操作"))
    try:
        outcomes = act_on_many(
            _chosen(request), Verb(name), by=actor, words=request.POST.get("words", "").strip()
        )
    except InvalidInput as refusal:
        context = _offered(request, actor) | {"refusal": spoken(refusal)}
        return page(request, actor, "console/lists/choose.html", context=context, status=refusal.status)
    told = [Told(one.number, spoken(one.refusal) if one.refusal else "") for one in outcomes]
    context = {
        "verb": VERB_LABELS[Verb(name)],
        "done": [one for one in told if not one.refusal],
        "refused": [one for one in told if one.refusal],
        "back": _back(request),
    }
    response = page(request, actor, "console/lists/outcome.html", context=context)
    response["HX-Trigger"] = "jiesu:acted"
    return response


def _chosen(request: HttpRequest) -> list[str]:
    return [number for number in request.POST.getlist("number") if is_number(number)]


def _offered(request: HttpRequest, actor: Actor) -> dict[str, object]:
    numbers = _chosen(request)
    verbs = verbs_for_all(numbers, for_user=actor)
    return {
        "numbers": numbers,
        "verbs": [(verb.value, VERB_LABELS[verb], BATCH_VERBS[verb]) for verb in verbs],
        "takes_words": any(BATCH_VERBS[verb].words for verb in verbs),
        "too_many": len(numbers) > MOST,
        "most": MOST,
        "back": _back(request),
    }


def _back(request: HttpRequest) -> str:
    """The list that one came from, if it is one of ours."""
    address = request.POST.get("back", "")
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else reverse("orders")
