"""The versions of models: their figures, training in the background, and which one is in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.console.settings.gate import allowed, done
from jiesu.console.staff import staff
from jiesu.console.triage.frame import triage_page
from jiesu.console.triage.wording import percent, progress_said
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage import actions, selectors
from jiesu.triage.states import MODEL_STATE_LABELS, ModelState, Task

if TYPE_CHECKING:
    from jiesu.triage.models import ModelVersion

may = allowed(Permission.CONFIGURE_TRIAGE)
FIGURES = (
    ("macro_f1", gettext_lazy("宏平均 F1")),
    ("accuracy", gettext_lazy("准确率")),
    ("top3", gettext_lazy("前三命中")),
    ("expected_calibration_error", gettext_lazy("校准误差")),
    ("coverage_at_95_precision", gettext_lazy("95% 准确时的覆盖")),
)
_WHOLE = (ModelState.READY.value, ModelState.KEPT_BACK.value)


@dataclass(frozen=True)
class Row:
    """A version as the list shows it; every figure with that of the version that was in use, if any."""

    version: "ModelVersion"
    state: str
    progress: str
    figures: list[tuple[str, str, str]]
    may_use: bool
    is_learning: bool


@dataclass(frozen=True)
class Shelf:
    """The versions of one task, the newest first."""

    task: str
    label: str
    rows: list[Row]
    is_learning: bool
    current: "ModelVersion | None"


@require_safe
@staff
def versions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All versions by their task."""
    found = selectors.model_versions(for_user=actor)
    shelves = [_shelf(task, [row for row in found if row.task == task.value]) for task in Task]
    context: dict[str, object] = {
        "shelves": shelves,
        "headings": [label for _name, label in FIGURES],
        "is_learning": any(shelf.is_learning for shelf in shelves),
    }
    return triage_page(request, actor, "console/triage/versions.html", tab="triage-models", context=context)


@require_safe
@staff
def version(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One version: its figures class by class."""
    row = selectors.model_version(key, for_user=actor)
    context: dict[str, object] = {"row": _row(row), "version": row, "classes": _classes(row)}
    return triage_page(request, actor, "console/triage/version.html", tab="triage-models", context=context)


@require_POST
@may
def learn(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin a training in the background."""
    actions.begin_learning(_task(request), by=actor)
    return done(request, _("训练已开始，可以离开本页，进度随时在这里看。"), to="triage-models")


@require_POST
@may
def use(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Put a version to use."""
    row = actions.use_version(key, by=actor, reason=request.POST.get("reason", "").strip()[:200])
    return done(request, _("第 %(n)s 版已启用。") % {"n": row.version}, to="triage-models")


@require_POST
@may
def names_only(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Read by names again."""
    actions.use_names_only(_task(request), by=actor)
    return done(request, _("已停用模型，只按名称和职责给出建议。"), to="triage-models")


def _task(request: HttpRequest) -> Task:
    name = request.POST.get("task", "")
    if name not in list(Task):
        raise NotFound(what=_("模型"))
    return Task(name)


def _shelf(task: Task, rows: "list[ModelVersion]") -> Shelf:
    shown = [_row(row) for row in rows]
    return Shelf(
        task=task.value,
        label=task.label,
        rows=shown,
        is_learning=any(row.is_learning for row in shown),
        current=next((row for row in rows if row.is_current), None),
    )


def _row(row: "ModelVersion") -> Row:
    state = ModelState(row.state)
    return Row(
        version=row,
        state=MODEL_STATE_LABELS[state],
        progress=progress_said(row.progress),
        figures=[
            (str(label), _figure(row.figures, name), _figure(row.rival_figures, name))
            for name, label in FIGURES
        ],
        may_use=row.state in _WHOLE and not row.is_current,
        is_learning=state is ModelState.LEARNING,
    )


def _figure(figures: Mapping[str, object], name: str) -> str:
    value = figures.get(name)
    return percent(value) if isinstance(value, int | float) else ""


def _classes(row: "ModelVersion") -> list[tuple[str, Mapping[str, float], float | None]]:
    """Each class: its name, its figures, and how the version that was in use did."""
    topics = catalogue.topics_of()
    rival = row.rival_figures.get("classes", {})
    classes: Mapping[str, Mapping[str, float]] = row.figures.get("classes", {})
    ranked = sorted(classes.items(), key=lambda item: -item[1]["rows"])
    names = {value: _named(row.task, value, topics) for value in classes}
    return [(names[value], figures, rival.get(value, {}).get("f1")) for value, figures in ranked]


def _named(task: str, value: str, topics: Mapping[str, catalogue.TopicNode]) -> str:
    if task == Task.NATURE.value:
        return _(NATURE_LABELS[Nature(value)]) if value in NATURE_LABELS else value
    return topics[value].full_name if value in topics else value
