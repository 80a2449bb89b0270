"""Ledgers of problems: the lists, one entry with its history, plan, review and settlement."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.lists import MOST_EXPORTED, Tab, sheet
from jiesu.console.oversight.supervision_forms import PlainForm, PlanForm, ReviewForm, WordsForm
from jiesu.console.settings.gate import carry_out, done
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.oversight import actions
from jiesu.oversight.actions import Plan
from jiesu.oversight.problems import LEDGER_LABELS, Ledger
from jiesu.oversight.selectors import ledgers as selectors

HEADER = (
    *("台账", "工单编号", "诉求", "责任单位", "列入原因", "原因类别", "责任领导", "化解方案", "复查日期"),
    *("列入时间", "列入人", "销号时间", "化解结果"),
)
WHAT = {"enter": "列入台账", "plan": "登记方案", "review": "复查", "settle": "销号"}


@require_safe
@staff
def ledgers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One ledger, or all; what is settled on request."""
    ledger, settled = _asked(request)
    found = selectors.ledger_page(ledger, for_user=actor, settled=settled, cursor=request.GET.get("after"))
    counts = selectors.ledger_counts(for_user=actor)
    own, suffix = reverse("ledgers"), "&settled=on" if settled else ""
    place = 1 if settled else 0
    total = sum(pair[place] for pair in counts.values())
    context: dict[str, object] = {
        "tabs": [
            Tab(f"{own}?{suffix}", _("全部"), total, ledger is None),
            *(
                Tab(f"{own}?ledger={each.value}{suffix}", _(label), counts[each][place], each is ledger)
                for each, label in LEDGER_LABELS.items()
            ),
        ],
        "ledger": ledger.value if ledger else "",
        "settled": settled,
        "open_count": sum(pair[0] for pair in counts.values()),
        "settled_count": sum(pair[1] for pair in counts.values()),
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "today": today(),
    }
    return page(request, actor, "console/oversight/ledgers/list.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    ledger, settled = _asked(request)
    found = selectors.ledger_rows(ledger, for_user=actor, settled=settled).order_by("-entered_at", "-pk")
    rows = (
        (
            row.get_ledger_display(),
            row.order.number,
            row.order.title,
            str(row.unit) if row.unit else "",
            row.reason,
            row.get_cause_display(),
            row.leader,
            row.plan,
            row.review_on,
            row.entered_at,
            row.entered_by_name,
            row.settled_at,
            row.settlement,
        )
        for row in found[:MOST_EXPORTED].iterator(chunk_size=1000)
    )
    asked = ledger.value if ledger else ""
    return sheet(_("问题台账"), [_(each) for each in HEADER], rows, by=actor, ledger=asked, settled=settled)


@require_safe
@staff
def entry(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One entry with its history and what may be done."""
    return _shown(request, actor, key)


@require_POST
@staff
def do(request: HttpRequest, actor: Actor, *, key: int, verb: str) -> HttpResponse:
    """Plan, look again, or settle; refused, the page says why, the words still there."""
    if verb not in ("plan", "review", "settle"):
        raise NotFound(what=_("操作"))
    form = _form(verb, request)
    status = carry_out(form, lambda: _act(key, form, actor))
    if status:
        return _shown(request, actor, key, bound={verb: form}, status=status)
    return done(request, _(WHAT[verb]), to="ledger-entry", key=key)


def _act(key: int, form: PlainForm, actor: Actor) -> None:
    data = form.cleaned_data
    if isinstance(form, PlanForm):
        plan = Plan(
            cause=form.cause_given(), leader=data["leader"], plan=data["plan"], review_on=data["review_on"]
        )
        actions.plan_entry(key, plan, by=actor)
    elif isinstance(form, ReviewForm):
        actions.review_entry(key, note=data["note"], next_on=data["next_on"], by=actor)
    else:
        actions.settle_entry(key, settlement=data["note"], by=actor)


def _shown(  # noqa: PLR0917
    request: HttpRequest,
    actor: Actor,
    key: int,
    bound: dict[str, PlainForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = selectors.get_entry(key, for_user=actor)
    may = actor.is_centre and actor.may(Permission.KEEP_LEDGERS) and row.settled_at is None
    known = {name: getattr(row, name) for name in ("cause", "leader", "plan", "review_on")}
    forms = {verb: _form(verb, initial=known) for verb in ("plan", "review", "settle")} | (bound or {})
    context: dict[str, object] = {
        "entry": row,
        "deeds": [(verb, WHAT[verb], form) for verb, form in forms.items()] if may else [],
        "lines": [(line, WHAT[line.what]) for line in sorted(row.lines.all(), key=lambda line: -line.pk)],
    }
    return page(request, actor, "console/oversight/ledgers/one.html", context=context, status=status)


def _form(
    verb: str, request: HttpRequest | None = None, initial: dict[str, object] | None = None
) -> PlainForm:
    data, auto_id = (request.POST if request else None), f"{verb}-%s"
    if verb == "plan":
        return PlanForm(data, initial=initial, auto_id=auto_id)
    if verb == "review":
        return ReviewForm(data, auto_id=auto_id)
    return WordsForm(data, label=_("化解结果"), auto_id=auto_id)


def _asked(request: HttpRequest) -> tuple[Ledger | None, bool]:
    ledger = request.GET.get("ledger", "")
    return (Ledger(ledger) if ledger in set(Ledger) else None), request.GET.get("settled") == "on"
