"""Urging: the list, the panel on an order's page, and the unit's word that it has heard."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.lists import MOST_EXPORTED, Tab, sheet
from jiesu.console.oversight.on_order import Panel, after, panel, panels_page
from jiesu.console.oversight.supervision_forms import PlainForm, words
from jiesu.console.settings.gate import carry_out, done
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotAllowed
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.urging import acknowledge_urging, urge_order
from jiesu.oversight.selectors import urging as selectors
from jiesu.oversight.selectors.urging import UrgingFilter
from jiesu.oversight.urging import URGED_STATES, URGING_KIND_LABELS, UrgingKind
from jiesu.workorders.selectors import get_order, shares_of
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.oversight.models import Urging
    from jiesu.workorders.models import WorkOrder

KINDS = (UrgingKind.PHONE, UrgingKind.WRITTEN, UrgingKind.CITIZEN)
"""The ways in which staff urge; the third for a citizen who is on the telephone."""

_SEES = (Permission.URGE_ORDER, Permission.SIGN_ASSIGNMENT, Permission.VIEW_ALL_ORDERS)
TABS = {"open": gettext_lazy("待确认"), "done": gettext_lazy("已确认"), "all": gettext_lazy("全部")}


class UrgeForm(PlainForm):
    """Which unit is urged, how, and with which words."""

    kind = forms.ChoiceField(label=gettext_lazy("方式"))
    unit = forms.TypedChoiceField(label=gettext_lazy("单位"), coerce=int, empty_value=None, required=False)
    words = words(gettext_lazy("催办内容"), required=False, rows=2)

    def __init__(self, *args: Any, order: "WorkOrder", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        units = {share.unit_id: str(share.unit) for share in shares_of(order)}
        labels = [(kind.value, _(URGING_KIND_LABELS[kind])) for kind in KINDS]
        self.fields["kind"].choices = labels  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("主办单位")), *units.items()]  # type: ignore[attr-defined]
        if len(units) < 2:
            del self.fields["unit"]


HEADER = (
    "催办时间",
    "方式",
    "工单编号",
    "诉求",
    "单位",
    "催办人",
    "催办内容",
    "确认时间",
    "确认人",
    "单位说明",
)
"""Headings of the file."""


@require_safe
@staff
def urgings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, narrowed as the address says."""
    _require_sight(actor)
    tab, asked = _asked(request)
    found = page_of(selectors.urgings(asked, for_user=actor), by="at", cursor=request.GET.get("after"))
    counts = {name: _counted(name, asked.kind, actor) for name in ("open", "done")}
    counts["all"] = counts["open"] + counts["done"]
    context: dict[str, object] = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "tabs": [
            Tab(f"?tab={name}&kind={asked.kind}", str(label), counts[name], name == tab)
            for name, label in TABS.items()
        ],
        "tab": tab,
        "kind": asked.kind,
        "kinds": [(kind.value, _(label)) for kind, label in URGING_KIND_LABELS.items()],
        "may_acknowledge": actor.may(Permission.SIGN_ASSIGNMENT),
    }
    return page(request, actor, "console/oversight/urging/list.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    _require_sight(actor)
    tab, asked = _asked(request)
    rows = selectors.urgings(asked, for_user=actor).order_by("-at", "-pk")[:MOST_EXPORTED]
    cells = (_cells(row) for row in rows.iterator(chunk_size=1000))
    return sheet(_("催办"), [_(each) for each in HEADER], cells, by=actor, tab=tab, kind=asked.kind)


@require_POST
@staff
def urge(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Urge from the panel; refused, the panel says why, the words still there."""
    form = UrgeForm(request.POST, order=get_order(number, for_user=actor))

    def act() -> None:
        given = form.cleaned_data
        urge_order(
            number,
            kind=UrgingKind(given["kind"]),
            words=given["words"],
            unit_id=given.get("unit"),
            by=actor,
        )

    status = carry_out(form, act)
    if status:
        return panels_page(request, actor, number, status=status, urge_form=form)
    return after(request, actor, number, said=_("已催办。"))


@require_POST
@staff
def acknowledge(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The unit has heard."""
    urging = acknowledge_urging(key, answer=request.POST.get("answer", ""), by=actor)
    if request.POST.get("back") == "list":
        return done(request, _("已确认催办。"), to="urgings")
    return after(request, actor, urging.order.number, said=_("已确认催办。"))


@panel(20)
def on_order(order: "WorkOrder", actor: Actor) -> Panel | None:
    """How often the unit was urged about an order, and urging once more."""
    found = selectors.urgings_of(order, for_user=actor)
    may_urge = actor.is_centre and actor.may(Permission.URGE_ORDER)
    form = (
        UrgeForm(order=order, auto_id="urge-%s")
        if may_urge and OrderState(order.state) in URGED_STATES
        else None
    )
    if not found and form is None:
        return None
    shown = {
        "urgings": found,
        "form": form,
        "counts": _by_kind(found),
        "may_acknowledge": actor.may(Permission.SIGN_ASSIGNMENT),
    }
    return Panel("console/oversight/urging/panel.html", shown)


def _by_kind(found: "list[Urging]") -> list[tuple[str, int]]:
    kinds = [urging.kind for urging in found]
    return [(label, kinds.count(kind)) for kind, label in URGING_KIND_LABELS.items() if kind in kinds]


def _counted(tab: str, kind: str, actor: Actor) -> int:
    asked = UrgingFilter(kind=kind, acknowledged=tab == "done")
    return selectors.urgings(asked, for_user=actor).count()


def _asked(request: HttpRequest) -> tuple[str, UrgingFilter]:
    tab, kind = request.GET.get("tab", ""), request.GET.get("kind", "")
    tab = tab if tab in TABS else "open"
    kind = kind if kind in set(UrgingKind) else ""
    return tab, UrgingFilter(kind=kind, acknowledged={"open": False, "done": True}.get(tab))


def _cells(row: "Urging") -> tuple[object, ...]:
    return (
        row.at,
        row.get_kind_display(),
        row.order.number,
        row.order.title,
        str(row.unit) if row.unit else "热线中心",
        row.by_name,
        row.words,
        row.acknowledged_at,
        row.acknowledged_by_name,
        row.answer,
    )


def _require_sight(actor: Actor) -> None:
    if not any(actor.may(permission) for permission in _SEES):
        raise NotAllowed(permission="催办")
