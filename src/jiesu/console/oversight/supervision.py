"""Supervision orders: the lists, one with its history, what a unit and the centre do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.clocks import ClockFace
from jiesu.console.oversight.lists import MOST_EXPORTED, Tab, feedback_face, sheet
from jiesu.console.oversight.supervision_forms import WordsForm
from jiesu.console.settings.gate import carry_out, done
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.selectors import supervision as selectors
from jiesu.oversight.selectors.supervision import SUPERVISION_TAB_LABELS, SupervisionTab
from jiesu.oversight.supervision import COLOUR_LABELS, SUPERVISION_VERB_LABELS, Colour, SupervisionVerb

if TYPE_CHECKING:
    from jiesu.oversight.models import Supervision

SEES = (Permission.SUPERVISE_ORDER, Permission.ANSWER_SUPERVISION, Permission.VIEW_ALL_ORDERS)
LABELS = {
    SupervisionVerb.ANSWER: "反馈情况",
    SupervisionVerb.ACCEPT: "销号意见",
    SupervisionVerb.SEND_BACK: "退回原因",
    SupervisionVerb.WITHDRAW: "撤销原因",
}

HEADER = (
    *("督办编号", "等级", "层级", "工单编号", "诉求", "被督办单位", "督办原因", "状态", "签发时间"),
    *("反馈期限", "反馈时间", "反馈情况", "销号时间"),
)


@dataclass(frozen=True)
class Row:
    """One supervision order in a list."""

    item: "Supervision"
    clock: ClockFace


@dataclass(frozen=True)
class Deed:
    """Something that the person may do now, with its form."""

    verb: str
    label: str
    form: WordsForm
    is_grave: bool


@require_safe
@staff
def supervisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One list of supervision orders."""
    _require_sight(actor)
    tab, colour = _asked(request)
    found = selectors.supervision_page(tab, for_user=actor, colour=colour, cursor=request.GET.get("after"))
    counts = selectors.supervision_counts(for_user=actor)
    own = reverse("supervisions")
    context: dict[str, object] = {
        "tabs": [
            Tab(f"{own}?tab={each.value}", _(label), counts[each], each is tab)
            for each, label in SUPERVISION_TAB_LABELS.items()
        ],
        "tab": tab.value,
        "colours": [(each.value, _(label)) for each, label in COLOUR_LABELS.items()],
        "colour": colour,
        "rows": [row_of(item) for item in found.items],
        "next_cursor": found.next_cursor,
    }
    return page(request, actor, "console/oversight/supervision/list.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    _require_sight(actor)
    tab, colour = _asked(request)
    found = selectors.supervisions(tab, for_user=actor, colour=colour).order_by("-issued_at", "-pk")
    rows = (
        (
            row.number,
            row.get_colour_display(),
            row.get_level_display(),
            row.order.number,
            row.order.title,
            str(row.unit),
            row.reason,
            row.get_state_display(),
            row.issued_at,
            row.feedback_due,
            row.answered_at,
            row.answer,
            row.closed_at,
        )
        for row in found[:MOST_EXPORTED].iterator(chunk_size=1000)
    )
    return sheet(_("督办单"), [_(each) for each in HEADER], rows, by=actor, tab=tab.value, colour=colour)


@require_safe
@staff
def supervision(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """One supervision order with its history and what may be done."""
    return _shown(request, actor, number)


@require_POST
@staff
def do(request: HttpRequest, actor: Actor, *, number: str, verb: str) -> HttpResponse:
    """Do one thing to it; refused, the page says why, the words still there."""
    named = SupervisionVerb(verb) if verb in {each.value for each in LABELS} else None
    if named is None:
        raise NotFound(what=_("操作"))
    form = _form(named, request)
    status = carry_out(form, lambda: _ACTS[named](number, form.cleaned_data["note"], actor))
    if status:
        return _shown(request, actor, number, bound=(named, form), status=status)
    return done(request, _(SUPERVISION_VERB_LABELS[named]), to="supervision", key=number)


def row_of(item: "Supervision") -> Row:
    """A supervision order with its clock; its order must have been read with it."""
    is_open = item.is_with_unit
    return Row(item, feedback_face(item.feedback_due, item.order.calendar_id, is_open=is_open))


def _shown(  # noqa: PLR0917
    request: HttpRequest,
    actor: Actor,
    number: str,
    bound: tuple[SupervisionVerb, WordsForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = selectors.get_supervision(number, for_user=actor)
    verbs = selectors.supervision_verbs(row, for_user=actor)
    deeds = [
        Deed(
            verb.value,
            SUPERVISION_VERB_LABELS[verb],
            bound[1] if bound and bound[0] is verb else _form(verb),
            verb is SupervisionVerb.WITHDRAW,
        )
        for verb in verbs
    ]
    context: dict[str, object] = {
        "row": row_of(row),
        "item": row,
        "deeds": deeds,
        "lines": sorted(row.lines.all(), key=lambda line: line.pk),
    }
    return page(request, actor, "console/oversight/supervision/one.html", context=context, status=status)


def _form(verb: SupervisionVerb, request: HttpRequest | None = None) -> WordsForm:
    return WordsForm(
        request.POST if request else None,
        label=_(LABELS[verb]),
        required=verb is not SupervisionVerb.ACCEPT,
        auto_id=f"{verb.value}-%s",
    )


def _asked(request: HttpRequest) -> tuple[SupervisionTab, str]:
    tab, colour = request.GET.get("tab", ""), request.GET.get("colour", "")
    return (
        SupervisionTab(tab) if tab in set(SupervisionTab) else SupervisionTab.WAITING,
        colour if colour in set(Colour) else "",
    )


def _require_sight(actor: Actor) -> None:
    if not any(actor.may(permission) for permission in SEES):
        raise NotAllowed(permission="督办")


_ACTS: dict[SupervisionVerb, Callable[[str, str, Actor], object]] = {
    SupervisionVerb.ANSWER: lambda number, note, by: actions.answer_supervision(number, answer=note, by=by),
    SupervisionVerb.ACCEPT: lambda number, note, by: actions.accept_supervision(number, note=note, by=by),
    SupervisionVerb.SEND_BACK: lambda number, note, by: actions.send_supervision_back(
        number, reason=note, by=by
    ),
    SupervisionVerb.WITHDRAW: lambda number, note, by: actions.withdraw_supervision(
        number, reason=note, by=by
    ),
}
