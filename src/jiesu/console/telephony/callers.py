"""The black and grey lists of callers: proposed, decided, lifted."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jiesu.accounts.permissions import Permission
from jiesu.console.accounts.forms import Plain
from jiesu.console.staff import page, spoken, staff
from jiesu.core.errors import Refusal
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions, selectors
from jiesu.telephony.caller_lists import LIST_KIND_LABELS, LISTING_STATE_LABELS, LONGEST, ListKind

TEMPLATE = "console/telephony/callers.html"


class Proposal(Plain):
    """A number, a list, why and for how long."""

    number = forms.CharField(label=gettext_lazy("号码"), max_length=30)
    kind = forms.ChoiceField(
        label=gettext_lazy("名单"), choices=[(kind.value, label) for kind, label in LIST_KIND_LABELS.items()]
    )
    days = forms.IntegerField(label=gettext_lazy("天数"), min_value=1, max_value=LONGEST.days, initial=30)
    reason = forms.CharField(
        label=gettext_lazy("事由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, _(label)) for kind, label in LIST_KIND_LABELS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def shown(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The decisions, and the form for a new one."""
    if request.method != "POST":
        return _shown(request, actor, Proposal(initial={"number": _number(request, actor)}))
    form = Proposal(request.POST)
    if not form.is_valid():
        return _shown(request, actor, form, status=422)
    told = form.cleaned_data
    try:
        actions.propose_listing(
            told["number"], ListKind(told["kind"]), reason=told["reason"], days=told["days"], by=actor
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, spoken(refusal))
        return _shown(request, actor, form, status=refusal.status)
    return redirect("callers")


@require_POST
@staff
def decide(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Approve, refuse or lift."""
    remark, verb = request.POST.get("remark", ""), request.POST.get("verb", "")
    if verb == "lift":
        actions.lift_listing(key, by=actor, remark=remark)
    else:
        actions.decide_listing(key, approved=verb == "approve", by=actor, remark=remark)
    return redirect("callers")


def _number(request: HttpRequest, actor: Actor) -> str:
    call = selectors.call_for_desk(request.GET.get("call", ""), for_user=actor)
    return call.number if call else ""


def _shown(request: HttpRequest, actor: Actor, form: Proposal, *, status: int = 200) -> HttpResponse:
    rows = selectors.listings(for_user=actor, state=request.GET.get("state", ""))
    context: dict[str, object] = {
        "form": form,
        "shown": page_of(rows, by="proposed_at", cursor=request.GET.get("after"), size=50),
        "states": [(state.value, label) for state, label in LISTING_STATE_LABELS.items()],
        "state": request.GET.get("state", ""),
        "may_propose": actor.may(Permission.PROPOSE_CALLER_LIST),
        "may_decide": actor.may(Permission.DECIDE_CALLER_LIST),
    }
    return page(request, actor, TEMPLATE, context=context, status=status)
