"""Leaders' instructions: the list, a new one, one with everything that was done and may be done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight import instruction_forms as forms
from jiesu.console.oversight.lists import MOST_EXPORTED, Tab, sheet
from jiesu.console.oversight.on_order import Panel, panel
from jiesu.console.oversight.supervision_forms import PlainForm
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page, staff
from jiesu.core import clock
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.core.paging import page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions import instructions as actions
from jiesu.oversight.instructions import (
    INSTRUCTION_STATE_LABELS,
    INSTRUCTION_VERB_LABELS,
    InstructionState,
    InstructionVerb,
)
from jiesu.oversight.selectors import instructions as selectors
from jiesu.oversight.selectors.instructions import InstructionFilter

if TYPE_CHECKING:
    from jiesu.oversight.models import Instruction, InstructionTask
    from jiesu.workorders.models import WorkOrder

V = InstructionVerb
LATE = "late"


@dataclass(frozen=True)
class Deed:
    """Something that may be done now: its form, and where it is sent."""

    verb: str
    label: str
    form: PlainForm
    url: str


@dataclass(frozen=True)
class Part:
    """One unit's part, whether it is late, and what may be done with it."""

    task: "InstructionTask"
    is_late: bool
    deeds: list[Deed] = field(default_factory=list)


_FORMS: dict[V, type[PlainForm]] = {
    V.ASSIGN: forms.AssignForm,
    V.PLAN_LOOK_BACK: forms.DayForm,
    V.LOOK_BACK: forms.FindingForm,
    V.CLOSE: forms.CloseForm,
    V.FILE: forms.PlainWordForm,
    V.ANSWER: forms.AnswerForm,
    V.ACCEPT: forms.NoteForm,
    V.SEND_BACK: forms.BackForm,
    V.EXTEND: forms.BackForm,
}
_WHOLE: dict[V, Callable[[str, Any, Actor], object]] = {
    V.ASSIGN: lambda number, form, by: actions.assign_instruction(
        number,
        units=form.keys(),
        due_on=form.cleaned_data["due_on"],
        wanted=form.cleaned_data["wanted"],
        by=by,
    ),
    V.PLAN_LOOK_BACK: lambda number, form, by: actions.plan_look_back(number, by=by, **form.cleaned_data),
    V.LOOK_BACK: lambda number, form, by: actions.record_look_back(
        number, holds=form.cleaned_data["holds"] == "yes", finding=form.cleaned_data["finding"], by=by
    ),
    V.CLOSE: lambda number, form, by: actions.close_instruction(number, by=by, **form.cleaned_data),
    V.FILE: lambda number, _form, by: actions.file_instruction(number, by=by),
}
_TASK: dict[V, Callable[[int, Any, Actor], object]] = {
    V.ANSWER: lambda key, form, by: actions.answer_instruction(key, by=by, **form.cleaned_data),
    V.ACCEPT: lambda key, form, by: actions.accept_instruction_answer(key, by=by, **form.cleaned_data),
    V.SEND_BACK: lambda key, form, by: actions.send_instruction_back(key, by=by, **form.cleaned_data),
    V.EXTEND: lambda key, form, by: actions.extend_instruction(key, by=by, **form.cleaned_data),
}

HEADER = (
    "批示编号",
    "批示领导",
    "职务",
    "批示日期",
    "标题",
    "批示内容",
    "状态",
    "单位",
    "期限",
    "回头看日期",
    "登记时间",
    "办结时间",
)
"""Headings of the file."""


@require_safe
@staff
def instructions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, narrowed as the address says."""
    _require_sight(actor)
    tab, asked = _asked(request)
    rows = selectors.instructions(asked, for_user=actor)
    found = page_of(rows, by="created_at", cursor=request.GET.get("after"))
    context: dict[str, object] = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "tabs": _tabs(tab, actor),
        "tab": tab,
        "words": asked.words,
        "today": _today(),
        "may_register": actor.may(Permission.KEEP_INSTRUCTIONS),
    }
    return page(request, actor, "console/oversight/instructions/list.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx."""
    _require_sight(actor)
    tab, asked = _asked(request)
    rows = selectors.instructions(asked, for_user=actor).order_by("-created_at", "-pk")[:MOST_EXPORTED]
    return sheet(
        _("领导批示"), [_(each) for each in HEADER], (_cells(row) for row in rows), by=actor, tab=tab
    )


@read_or_send
@allowed(Permission.KEEP_INSTRUCTIONS)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register what a leader wrote; an order's number may come along."""
    initial = {"numbers": request.GET.get("order", "")[:24], "signed_on": _today()}
    form, status = forms.InstructionForm(request.POST or None, initial=initial), 200
    made: list[str] = []
    if request.method == "POST":
        status = carry_out(
            form, lambda: made.append(actions.register_instruction(form.written(), by=actor).number)
        )
        if made:
            return done(request, _("批示件已登记。"), to="instruction", key=made[0])
    back = reverse("instructions")
    return form_page(request, actor, form, title=_("登记批示件"), back=back, status=status)


@require_safe
@staff
def instruction(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """One instruction."""
    return _shown(request, actor, number)


@require_safe
@staff
def paper(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """One instruction to be printed and filed."""
    row = selectors.get_instruction(number, for_user=actor)
    context: dict[str, object] = {
        "row": row,
        "tasks": row.tasks.all(),
        "lines": row.lines.all(),
        "verbs": INSTRUCTION_VERB_LABELS,
        "look_backs": sorted(row.look_backs.all(), key=lambda each: each.on),
        "orders": selectors.orders_of_instruction(row, for_user=actor),
    }
    return page(request, actor, "console/oversight/instructions/paper.html", context=context)


@require_POST
@staff
def do(request: HttpRequest, actor: Actor, *, number: str, verb: str, task: int = 0) -> HttpResponse:
    """Do one thing; refused, the page says why, the words still there."""
    table: dict[V, Callable[..., object]] = {**_TASK} if task else {**_WHOLE}
    named = V(verb) if verb in {each.value for each in table} else None
    if named is None:
        raise NotFound(what=_("操作"))
    form = _FORMS[named](request.POST, auto_id=f"{verb}-{task}-%s")
    status = carry_out(form, lambda: table[named](task or number, form, actor))
    if status:
        return _shown(request, actor, number, bound=(named, task, form), status=status)
    return done(request, _(INSTRUCTION_VERB_LABELS[named]), to="instruction", key=number)


@require_POST
@staff
def attach(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Add a file."""
    form = forms.FileForm(request.POST, request.FILES)

    def act() -> None:
        sent = form.sent()
        actions.attach_to_instruction(number, name=sent.name, file=sent, by=actor)

    status = carry_out(form, act)
    if status:
        return _shown(request, actor, number, file_form=form, status=status)
    return done(request, _("附件已上传。"), to="instruction", key=number)


@require_safe
@staff
def file(request: HttpRequest, actor: Actor, *, number: str, key: int) -> FileResponse:
    """A file, always to be saved and never opened in place."""
    del request
    row, body = selectors.open_instruction_file(number, key, for_user=actor)
    return FileResponse(body, as_attachment=True, filename=row.name, content_type=row.content_type)


@panel(30)
def on_order(order: "WorkOrder", actor: Actor) -> Panel | None:
    """The instructions about an order, and registering one."""
    found = selectors.instructions_of_order(order, for_user=actor)
    may = actor.may(Permission.KEEP_INSTRUCTIONS)
    if not found and not may:
        return None
    shown = {"rows": found, "may_register": may, "number": order.number}
    return Panel("console/oversight/instructions/panel.html", shown)


def _shown(
    request: HttpRequest,
    actor: Actor,
    number: str,
    *,
    bound: tuple[V, int, PlainForm] | None = None,
    file_form: forms.FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = selectors.get_instruction(number, for_user=actor)
    verbs = selectors.verbs_of(row, for_user=actor)
    context: dict[str, object] = {
        "row": row,
        "parts": [_part(row, task, actor, bound) for task in row.tasks.all()],
        "deeds": [_deed(number, verb, 0, bound) for verb in _WHOLE if verb in verbs],
        "lines": list(reversed(row.lines.all())),
        "look_backs": sorted(row.look_backs.all(), key=lambda each: each.on),
        "orders": selectors.orders_of_instruction(row, for_user=actor),
        "verbs": INSTRUCTION_VERB_LABELS,
        "may_attach": actor.may(Permission.KEEP_INSTRUCTIONS) and row.state != InstructionState.FILED,
        "file_form": file_form or forms.FileForm(),
        "today": _today(),
    }
    return page(request, actor, "console/oversight/instructions/one.html", context=context, status=status)


def _part(  # noqa: PLR0917
    row: "Instruction", task: "InstructionTask", actor: Actor, bound: tuple[V, int, PlainForm] | None
) -> Part:
    verbs = selectors.task_verbs_of(row, task, for_user=actor)
    deeds = [_deed(row.number, verb, task.pk, bound) for verb in _TASK if verb in verbs]
    return Part(task, task.state == "waiting" and task.due_on < _today(), deeds)


def _deed(number: str, verb: V, task: int, bound: tuple[V, int, PlainForm] | None) -> Deed:  # noqa: PLR0917
    is_bound = bound is not None and bound[:2] == (verb, task)
    form = bound[2] if bound and is_bound else _FORMS[verb](auto_id=f"{verb.value}-{task}-%s")
    name, keys = (
        ("instruction-task-do", [number, task, verb.value])
        if task
        else ("instruction-do", [number, verb.value])
    )
    return Deed(verb.value, INSTRUCTION_VERB_LABELS[verb], form, reverse(name, args=keys))


def _tabs(tab: str, actor: Actor) -> list[Tab]:
    counts = selectors.instruction_counts(for_user=actor)
    shown = [("", _("全部"), sum(counts.states.values()))]
    shown += [
        (state.value, _(label), counts.states.get(state.value, 0))
        for state, label in INSTRUCTION_STATE_LABELS.items()
    ]
    shown += [(LATE, _("超期未反馈"), counts.late), ("due", _("应当回头看"), counts.look_back)]
    return [Tab(f"?tab={key}", label, count, key == tab) for key, label, count in shown]


def _asked(request: HttpRequest) -> tuple[str, InstructionFilter]:
    tab, words = request.GET.get("tab", ""), request.GET.get("q", "").strip()[:60]
    state = tab if tab in set(InstructionState) else ""
    known = tab if state or tab in (LATE, "due") else ""
    return known, InstructionFilter(
        state=state, words=words if words.isprintable() else "", late=tab == LATE, look_back=tab == "due"
    )


def _cells(row: "Instruction") -> tuple[object, ...]:
    return (
        row.number,
        row.leader,
        row.position,
        row.signed_on,
        row.title,
        row.text,
        row.get_state_display(),
        "、".join(str(task.unit) for task in row.tasks.all()),
        row.due_on,
        row.look_back_on,
        row.created_at,
        row.closed_at,
    )


def _today() -> date:
    return clock.now().astimezone(SHANGHAI).date()


def _require_sight(actor: Actor) -> None:
    if not (actor.may(Permission.KEEP_INSTRUCTIONS) or actor.may(Permission.ANSWER_INSTRUCTION)):
        raise NotAllowed(permission="领导批示")
