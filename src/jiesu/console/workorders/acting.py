"""Doing something to an order: the verb's form, and what comes of it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.console.workorders.forms.advice import with_offers
from jiesu.console.workorders.forms.base import VerbForm
from jiesu.console.workorders.forms.centre import previews_of
from jiesu.console.workorders.forms.registry import FORMS
from jiesu.console.workorders.story import story_of
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.workorders import actions
from jiesu.workorders.errors import StaleVersion
from jiesu.workorders.inverses import UNDOABLE
from jiesu.workorders.selectors import get_order
from jiesu.workorders.states import VERB_LABELS, Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

FORM = "console/workorders/act.html"
BESIDE_A_CLAIM = frozenset({Verb.ANNOTATE, Verb.ATTACH})
"""What may be done while somebody else has the order open to work on."""


@require_safe
@staff
def act(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """The form of one verb, in place; without JavaScript the order's page with the form open."""
    share, queue = request.GET.get("share", ""), request.GET.get("queue", "")
    if not is_swap(request):
        return redirect(f"{reverse('order', args=[number])}?act={verb}&share={share}&queue={queue}")
    form = form_for(get_order(number, for_user=actor), actor, verb, share=share)
    return render(request, FORM, {"form": form, "queue": queue})


@require_POST
@staff
def do(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """Carry the verb out; a refusal comes back beside the form, which stays filled in."""
    order = get_order(number, for_user=actor)
    form = _kind_of(verb)(request.POST, request.FILES, order=order, actor=actor)
    if form.is_valid():
        try:
            if form.verb not in BESIDE_A_CLAIM:
                actions.check_claim(number, by=actor)
            form.act()
        except Refusal as refusal:
            _tell(form, refusal)
            return _again(request, form, status=refusal.status)
        return _done(request, actor, form)
    return _again(request, form, status=422)


@require_POST
@staff
def undo(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Take back the step that was just done, while the toast says so."""
    given = request.POST.get("version", "")
    get_order(number, for_user=actor)
    try:
        actions.undo_step(number, by=actor, version=int(given) if given.isdecimal() else 0)
    except Refusal as refusal:
        return _as_it_is(request, actor, number, said=spoken(refusal))
    return _as_it_is(request, actor, number, said=_("已撤销"))


@require_safe
@staff
def units(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """Units for a field of a verb's form, by what was typed; those chosen already stay."""
    order = get_order(number, for_user=actor)
    name = request.GET.get("field", "")
    form = _kind_of(verb)(request.GET, order=order, actor=actor)
    if name not in form.unit_fields:
        raise NotFound(what=_("单位"))
    search = reverse("order-units", args=[number, verb])
    with_offers(form, field=name, asked=request.GET.get(f"search-{name}", "").strip(), search=search)
    return render(
        request,
        "console/widgets/offers.html",
        {
            "widget": form[name].field.widget.get_context(
                name, form[name].value(), {"id": form[name].auto_id}
            )["widget"]
        },
    )


@require_safe
@staff
def preview(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """When a unit would have to sign and to answer, for another urgency or another pack."""
    order = get_order(number, for_user=actor)
    urgency, pack = request.GET.get("urgency", ""), request.GET.get("trial-pack", "")
    context = {"previews": previews_of(order, urgency=urgency, pack=pack)}
    return render(request, "console/workorders/preview_lines.html", context)


def form_for(order: "WorkOrder", actor: Actor, verb: str, *, share: str = "") -> VerbForm:
    """An empty form of a verb.

    Raises:
        NotFound: no page carries out such a verb.
    """
    initial = {"version": order.version, "share": int(share) if share.isdecimal() else None}
    form = _kind_of(verb)(order=order, actor=actor, initial=initial)
    return with_offers(form, search=reverse("order-units", args=[order.number, verb]))


def _kind_of(verb: str) -> type[VerbForm]:
    kind = FORMS.get(Verb(verb)) if verb in list(Verb) else None
    if kind is None:
        raise NotFound(what=_("操作"))
    return kind


def _tell(form: VerbForm, refusal: Refusal) -> None:
    """Put the refusal where it belongs; whoever has seen an old version may send again what they wrote."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, spoken(refusal))
    if isinstance(refusal, StaleVersion):
        form.add_error(None, _("您填写的内容都还在，核对后可以再次提交。"))
        data = QueryDict(mutable=True)
        data.update(form.data)
        data["version"] = str(get_order(form.order.number, for_user=form.actor).version)
        form.data = data


def _again(request: HttpRequest, form: VerbForm, *, status: int) -> HttpResponse:
    number, verb = form.order.number, form.verb.value
    with_offers(form, search=reverse("order-units", args=[number, verb]))
    queue = request.POST.get("queue", "")
    if is_swap(request):
        return render(request, FORM, {"form": form, "queue": queue}, status=status)
    story = story_of(number, for_user=form.actor)
    opened = story.choices.key_of(verb, form["share"].value())
    context: dict[str, object] = {"story": story, "queue": queue, "opened": opened, "form": form}
    return page(request, form.actor, "console/workorders/order.html", context=context, status=status)


def _done(request: HttpRequest, actor: Actor, form: VerbForm) -> HttpResponse:
    """The order as it is now, the way to the next one, and for a moment the way back."""
    number = form.order.number
    actions.release_claim(number, by=actor)
    said = _("已办：%(verb)s") % {"verb": pgettext("action", VERB_LABELS[form.verb])}
    return _as_it_is(request, actor, number, said=said, may_undo=form.verb in UNDOABLE)


def _as_it_is(
    request: HttpRequest, actor: Actor, number: str, *, said: str, may_undo: bool = False
) -> HttpResponse:
    queue = request.POST.get("queue", "")
    if not is_swap(request):
        messages.success(request, said)
        return redirect(f"{reverse('order', args=[number])}?queue={queue}")
    context: dict[str, object] = {"queue": queue, "toast": said, "number": number}
    try:
        story = story_of(number, for_user=actor)
    except NotFound:
        response = page(request, actor, "console/workorders/gone.html", context=context)
    else:
        context |= {"story": story, "undo": story.order.version if may_undo else None}
        response = page(request, actor, "console/workorders/order.html", context=context)
    response["HX-Retarget"], response["HX-Reswap"] = "#order", "outerHTML"
    response["HX-Trigger"] = "jiesu:acted"
    return response
