"""Learning from the centre's own closed orders, in the background: measured, put to use, undone."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial

import numpy as np
from django.db import transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.triage import storage
from jiesu.triage.actions.counting import recount_history
from jiesu.triage.classifiers import METHODS, Classifier, train
from jiesu.triage.errors import AlreadyLearning, ModelUnusable, TooFewExamples
from jiesu.triage.examples import Example
from jiesu.triage.measures import figures
from jiesu.triage.models import ModelVersion
from jiesu.triage.selectors.readers import classifier_of, model_directory
from jiesu.triage.states import (
    BROKEN,
    CLEARED,
    DONE,
    INTERRUPTED,
    MEASURING,
    READING,
    WAITING,
    ModelState,
    Task,
)
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState

LOOK_BACK = timedelta(days=730)
"""How old the orders may be that are learned from."""

MOST = 200_000
"""So many orders are learned from, the newest."""

LEAST = 60
"""Fewer closed orders are too few to learn and measure on."""

_LATER = 0.2
"""The newest fifth is not learned from: on it the model is measured."""

_AS_GOOD = 0.005
_STALE = timedelta(hours=6)
_KEPT = 5
_FINISHED = [state.value for state in (OrderState.CLOSED, OrderState.DIRECT_ANSWERED, OrderState.ARCHIVED)]
_log = logging.getLogger(__name__)

Row = tuple[datetime, str, str]
"""When it was registered, its text, its label."""


@transaction.atomic
def begin_learning(task: Task, *, by: Actor, at: datetime | None = None) -> ModelVersion:
    """Let a new version of a model be learned in the background.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        AlreadyLearning: one is being learned.
    """
    version = _begun(task, by=by, at=at or clock.now())
    from jiesu.triage.tasks import learn_model  # noqa: PLC0415 - tasks call actions

    learn_model.defer(version_id=version.pk)
    return version


def learn_now(task: Task, *, by: Actor, say: Callable[[str], None] = lambda _: None) -> ModelVersion:
    """Learn a new version here and now; see :func:`begin_learning` for what it raises."""
    with transaction.atomic():
        version = _begun(task, by=by, at=clock.now())
    run_learning(version.pk, say=say)
    version.refresh_from_db()
    return version


def run_learning(version_id: int, *, say: Callable[[str], None] = lambda _: None) -> None:
    """Learn a version that was begun; one that is done stays as it is, a failure is told in its progress."""
    version = ModelVersion.objects.get(pk=version_id)
    if version.state != ModelState.LEARNING.value:
        return
    told = partial(_tell, version, say)
    try:
        recount_history()
        _learn(version, told)
    except Refusal as refusal:
        _finish(version, ModelState.FAILED, progress=refusal.message("zh"))
    except Exception:
        _finish(version, ModelState.FAILED, progress=BROKEN)
        raise


@transaction.atomic
def use_version(version_id: int, *, by: Actor, reason: str = "") -> ModelVersion:
    """Put a version to use: an older one to go back, or one that was kept back, knowing why.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        NotFound: there is no such version, or it was never learned to the end.
        ModelUnusable: its files are gone.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    whole = [ModelState.READY.value, ModelState.KEPT_BACK.value]
    version = ModelVersion.objects.select_for_update().filter(pk=version_id, state__in=whole).first()
    if version is None:
        raise NotFound(what="模型版本 model version")
    classifier_of(version)
    _put_to_use(version)
    audit.record(
        "triage.use_version", subject=str(version), by=by, reason=reason, figures=_short(version.figures)
    )
    return version


@transaction.atomic
def use_names_only(task: Task, *, by: Actor) -> None:
    """Take the model out of use: names and manner read again, as before any history."""
    require(by, Permission.CONFIGURE_TRIAGE)
    ModelVersion.objects.filter(task=task.value, is_current=True).update(is_current=False)
    audit.record("triage.use_names_only", subject=task.value, by=by)


def _begun(task: Task, *, by: Actor, at: datetime) -> ModelVersion:
    require(by, Permission.CONFIGURE_TRIAGE)
    rows = ModelVersion.objects.select_for_update().filter(task=task.value)
    going = rows.filter(state=ModelState.LEARNING.value)
    stale = going.filter(started_at__lt=at - _STALE)
    stale.update(state=ModelState.FAILED, progress=INTERRUPTED, finished_at=at)
    if going.exists():
        raise AlreadyLearning
    newest = rows.aggregate(newest=Max("version"))["newest"] or 0
    version = ModelVersion.objects.create(
        task=task.value,
        version=newest + 1,
        started_at=at,
        started_by_id=by.user_id,
        started_by_name=by.name,
        progress=WAITING,
    )
    audit.record("triage.begin_learning", subject=str(version), by=by)
    return version


def _learn(version: ModelVersion, say: Callable[[str], None]) -> None:
    task = Task(version.task)
    say(READING)
    rows = _closed_orders(task, until=version.started_at)
    if len(rows) < LEAST:
        raise TooFewExamples(why=f"已办结且有{task.label}的工单只有{len(rows)}件，至少要{LEAST}件")
    cut = int(len(rows) * (1 - _LATER))
    earlier, later = rows[:cut], rows[cut:]
    classifier = train(_examples(earlier), method=METHODS[task.value], say=say)
    say(MEASURING)
    version.learned_rows, version.measured_rows, version.split_at = len(earlier), len(later), later[0][0]
    version.figures = _measured(classifier, later)
    rival = ModelVersion.objects.filter(task=task.value, is_current=True).first()
    version.rival_figures = _rival_figures(rival, later)
    _store(version, classifier)
    better = _is_as_good(version.figures, version.rival_figures)
    with transaction.atomic():
        _finish(version, ModelState.READY if better else ModelState.KEPT_BACK, progress=DONE)
        if better:
            _put_to_use(version)
    _forget_old(task)


def _closed_orders(task: Task, *, until: datetime) -> list[Row]:
    """The newest closed orders with a label, the oldest of them first."""
    field = "topic_code" if task is Task.TOPIC else "nature"
    rows = every_order().filter(
        state__in=_FINISHED, registered_at__gte=until - LOOK_BACK, registered_at__lt=until
    )
    rows = rows.exclude(**{f"{field}__in": ["", "other"]}).order_by("-registered_at", "-pk")[:MOST]
    found = rows.values_list("registered_at", "title", "content", field)
    return [(at, f"{title}\n{content}", label) for at, title, content, label in found][::-1]


def _examples(rows: Sequence[Row]) -> list[Example]:
    return [Example(content=text, label=label, raw=True) for _, text, label in rows]


def _measured(classifier: Classifier, rows: Sequence[Row]) -> dict[str, object]:
    number = {label: place for place, label in enumerate(classifier.classes)}
    truth = np.array([number.get(label, -1) for _, _, label in rows])
    return asdict(figures(classifier.probabilities(_examples(rows)), truth, names=classifier.classes))


def _rival_figures(rival: ModelVersion | None, rows: Sequence[Row]) -> dict[str, object]:
    if rival is None:
        return {}
    try:
        return _measured(classifier_of(rival), rows)
    except ModelUnusable:
        return {}


def _is_as_good(own: dict[str, object], rival: dict[str, object]) -> bool:
    """Whether a new version may replace the one in use: measured on orders later than it learned from."""
    return not rival or float(str(own["macro_f1"])) >= float(str(rival["macro_f1"])) - _AS_GOOD


def _store(version: ModelVersion, classifier: Classifier) -> None:
    version.directory = f"{version.task}-{version.version:04d}"
    written = storage.save(
        model_directory() / version.directory,
        classifier,
        task=version.task,
        version=version.version,
        training_rows=version.learned_rows,
        sources_sha256={},
    )
    version.digest = written["numbers_sha256"]


def _put_to_use(version: ModelVersion) -> None:
    rows = ModelVersion.objects.filter(task=version.task)
    rows.filter(is_current=True).exclude(pk=version.pk).update(is_current=False)
    rows.filter(pk=version.pk).update(is_current=True)
    version.is_current = True


def _finish(version: ModelVersion, state: ModelState, *, progress: str) -> None:
    version.state, version.progress, version.finished_at = state.value, progress[:200], clock.now()
    version.save()


def _tell(version: ModelVersion, say: Callable[[str], None], line: str) -> None:
    ModelVersion.objects.filter(pk=version.pk).update(progress=line[:200])
    version.progress = line[:200]
    say(line)


def _short(measured: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in measured.items() if name != "classes"}


def _forget_old(task: Task) -> None:
    """Remove the files of all but the newest versions and the one in use; their figures stay."""
    rows = ModelVersion.objects.filter(task=task.value, is_current=False).exclude(directory="")
    for row in rows.order_by("-version")[_KEPT:]:
        shutil.rmtree(model_directory() / row.directory, ignore_errors=True)
        row.directory, row.state = "", ModelState.FAILED.value
        row.progress = CLEARED
        row.save(update_fields=["directory", "state", "progress"])
        _log.info("removed the files of %s", row)
