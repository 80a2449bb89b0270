"""Reads of quality: tasks and scores, appeals, coaching, agreement of inspectors, trends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncWeek

from jiesu.accounts.permissions import Permission
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight.agreement import Agreement, Pair, agreement
from jiesu.oversight.inspecting import COUNTING, AppealState, InspectionState, Subject
from jiesu.oversight.models import (
    Coaching,
    Inspection,
    InspectionMark,
    SamplingPlan,
    SamplingRun,
    ScoreAppeal,
    ScoreForm,
    ScoreItem,
)

_COUNTING = [state.value for state in COUNTING]
_IN_ORDER = Prefetch("items", ScoreItem.objects.order_by("position"))


@dataclass(frozen=True, kw_only=True)
class InspectionFilter:
    """What is asked of the inspections; empty fields ask nothing."""

    state: str = ""
    subject: str = ""
    mine: bool = False
    failed: bool = False
    unassigned: bool = False
    person: int | None = None
    unit: int | None = None
    plan: int | None = None
    item: str = ""
    form: str = ""


@dataclass(frozen=True)
class Week:
    """One week of the trend: inspections, those passed, and the mean score; the base stands with each."""

    monday: datetime
    inspected: int
    passed: int
    mean: float


@dataclass(frozen=True)
class Standing:
    """How one person or unit stands: inspections, those passed, the mean score."""

    key: int | None
    name: str
    inspected: int
    passed: int
    mean: float


@dataclass(frozen=True)
class ItemLoss:
    """One item of a form: how often points came off it, and how many."""

    form: str
    code: str
    label: str
    times: int
    lost: int


def inspections(asked: InspectionFilter, *, for_user: Actor) -> QuerySet[Inspection]:
    """Tasks and scores that the person may know of, to be paged by ``assigned_at``.

    Who inspects sees all but the other half of what they score twice; who decides appeals sees all; anybody
    else sees their own scores.
    """
    rows = _known_to(for_user).select_related("form", "order", "unit", "run__plan")
    told = {
        "state": asked.state,
        "subject": asked.subject,
        "person_id": asked.person,
        "unit_id": asked.unit,
        "run__plan_id": asked.plan,
        "inspector_id": for_user.user_id if asked.mine else None,
        "is_passed": False if asked.failed else None,
        "inspector_id__isnull": True if asked.unassigned else None,
    }
    rows = rows.filter(**{column: value for column, value in told.items() if value not in ("", None)})
    if asked.person or asked.unit or asked.item:
        rows = rows.filter(is_second=False)
    if asked.item:
        item = {"item__code": asked.item, "item__form__code": asked.form}
        rows = rows.filter(pk__in=InspectionMark.objects.filter(lost__gt=0, **item).values("inspection_id"))
    return rows


def get_inspection(key: int, *, for_user: Actor) -> Inspection:
    """One inspection with its form, order and appeal.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = _known_to(for_user).select_related(
        "form", "order", "unit", "run__plan", "reply", "recording", "appeal"
    )
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(what="质检任务 inspection")
    return row


def items_of(form_id: int) -> list[ScoreItem]:
    """The items of a version of a form, in their order."""
    return list(ScoreItem.objects.filter(form_id=form_id).order_by("position"))


def marks_of(row: Inspection) -> dict[str, InspectionMark]:
    """What was taken off, by the item's code."""
    return {mark.item.code: mark for mark in row.marks.select_related("item")}


def task_counts(*, for_user: Actor) -> dict[str, int]:
    """How much waits: my tasks, all tasks, appeals to decide, people to coach."""
    mine = Inspection.objects.filter(state=InspectionState.WAITING.value)
    return {
        "mine": mine.filter(inspector_id=for_user.user_id).count(),
        "waiting": mine.count(),
        "unassigned": mine.filter(inspector_id__isnull=True).count(),
        "appeals": ScoreAppeal.objects.filter(state=AppealState.PENDING.value).count(),
        "coaching": Coaching.objects.filter(done_at__isnull=True).count(),
    }


def own_scores(*, for_user: Actor) -> QuerySet[Inspection]:
    """The scores that the person got, to be paged by ``scored_at``."""
    rows = Inspection.objects.filter(person_id=for_user.user_id or 0, is_second=False, state__in=_COUNTING)
    return rows.select_related("form", "order")


def coaching_list(*, done: bool) -> QuerySet[Coaching]:
    """Who is to be coached for what, or was; to be paged by ``opened_at``."""
    return Coaching.objects.filter(done_at__isnull=not done)


def current_forms() -> list[ScoreForm]:
    """The forms that are scored by now, with their items."""
    return list(
        ScoreForm.objects.filter(is_current=True).prefetch_related(_IN_ORDER).order_by("subject", "code")
    )


def form_versions(code: str) -> list[ScoreForm]:
    """All versions of a form with their items, the newest first.

    Raises:
        NotFound: there is none.
    """
    found = list(ScoreForm.objects.filter(code=code).prefetch_related(_IN_ORDER).order_by("-version"))
    if not found:
        raise NotFound(what="评分表 score form")
    return found


def sampling_plans() -> list[SamplingPlan]:
    """All plans, those in use first."""
    return list(SamplingPlan.objects.order_by("-is_active", "name"))


def sampling_runs(*, most: int = 20) -> list[SamplingRun]:
    """The latest drawings with their plans."""
    return list(SamplingRun.objects.select_related("plan").order_by("-at", "-pk")[:most])


def get_plan(key: int) -> SamplingPlan:
    """One plan.

    Raises:
        NotFound: there is none.
    """
    row = SamplingPlan.objects.filter(pk=key).first()
    if row is None:
        raise NotFound(what="抽样方案 sampling plan")
    return row


def trend(*, since: datetime, subject: Subject | None = None) -> list[Week]:
    """Week by week how many were inspected, how many passed, and the mean score."""
    rows = _results(since, subject).annotate(week=TruncWeek("scored_at", tzinfo=SHANGHAI)).values("week")
    summed = rows.annotate(
        inspected=Count("pk"), passed=Count("pk", filter=Q(is_passed=True)), mean=Avg("score")
    )
    return [
        Week(row["week"], row["inspected"], row["passed"], row["mean"]) for row in summed.order_by("week")
    ]


def standings(*, since: datetime, by_unit: bool) -> list[Standing]:
    """How people, or units, stand: the lowest mean first."""
    key, name = ("unit_id", "unit__name") if by_unit else ("person_id", "person_name")
    rows = _results(since, None).filter(**({"unit_id__isnull": False} if by_unit else {})).values(key, name)
    summed = rows.annotate(
        inspected=Count("pk"), passed=Count("pk", filter=Q(is_passed=True)), mean=Avg("score")
    )
    ordered = summed.order_by("mean", key)
    return [Standing(r[key], r[name] or "", r["inspected"], r["passed"], r["mean"]) for r in ordered]


def losses(*, since: datetime) -> list[ItemLoss]:
    """On which items points come off, the most often first."""
    rows = InspectionMark.objects.filter(inspection__in=_results(since, None), lost__gt=0).values_list(
        "item__form__code", "item__code", "item__label", "lost"
    )
    found: dict[tuple[str, str], ItemLoss] = {}
    for form, code, label, lost in rows:
        before = found.get((form, code))
        times, total = (before.times, before.lost) if before else (0, 0)
        found[form, code] = ItemLoss(form, code, label, times + 1, total + lost)
    return sorted(found.values(), key=lambda one: (-one.times, one.form, one.code))


def calibration(*, since: datetime) -> tuple[Agreement, list[tuple[Inspection, Inspection]]]:
    """How far inspectors agree on what two of them scored, and the pairs, the newest first."""
    seconds = Inspection.objects.filter(is_second=True, state__in=_COUNTING, scored_at__gte=since)
    later = list(seconds.select_related("form", "order").order_by("-scored_at", "-pk")[:500])
    firsts = _firsts_of(later)
    pairs = [(firsts[_thing(row)], row) for row in later if _thing(row) in firsts]
    marks = _marks_by_inspection([row.pk for pair in pairs for row in pair])
    measured = agreement(
        [
            Pair(
                _given(one, marks),
                _given(other, marks),
                (one.is_passed is True, other.is_passed is True),
                one.form_id,
            )
            for one, other in pairs
        ]
    )
    return measured, pairs


def _firsts_of(later: Iterable[Inspection]) -> dict[tuple[object, ...], Inspection]:
    """The firsts of these seconds, where they have their score."""
    later = list(later)
    rows = Inspection.objects.filter(
        is_second=False, state__in=_COUNTING, run_id__in={row.run_id for row in later}
    ).select_related("form", "order")
    return {_thing(row): row for row in rows}


def _thing(row: Inspection) -> tuple[object, ...]:
    return row.run_id, row.order_id, row.reply_id, row.recording_id


def _marks_by_inspection(keys: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = InspectionMark.objects.filter(inspection_id__in=list(keys))
    for key, code, lost in rows.values_list("inspection_id", "item__code", "lost"):
        found.setdefault(key, {})[code] = lost
    return found


def _given(row: Inspection, marks: dict[int, dict[str, int]]) -> tuple[int, dict[str, int]]:
    return row.score or 0, marks.get(row.pk, {})


def _results(since: datetime, subject: Subject | None) -> QuerySet[Inspection]:
    rows = Inspection.objects.filter(is_second=False, state__in=_COUNTING, scored_at__gte=since)
    return rows.filter(subject=subject.value) if subject else rows


def _known_to(actor: Actor) -> QuerySet[Inspection]:
    rows = Inspection.objects.all()
    if not (actor.is_system or actor.may(Permission.VIEW_CONFIDENTIAL)):
        rows = rows.filter(
            Q(order__isnull=True) | Q(order__is_confidential=False) | Q(person_id=actor.user_id)
        )
    if actor.is_system or actor.may(Permission.DECIDE_SCORE_APPEAL):
        return rows
    own = Q(person_id=actor.user_id, is_second=False, state__in=_COUNTING)
    if not actor.may(Permission.INSPECT_QUALITY):
        return rows.filter(own)
    # Of what is scored twice an inspector sees their own half, until it has its score.
    half = Inspection.objects.filter(
        Q(reply_id=OuterRef("reply_id"))
        | Q(reply_id=None, recording_id=OuterRef("recording_id"))
        | Q(reply_id=None, recording_id=None, order_id=OuterRef("order_id")),
        run_id=OuterRef("run_id"),
        inspector_id=actor.user_id,
        state=InspectionState.WAITING.value,
    )
    own_task = Q(inspector_id=actor.user_id)
    return rows.filter(own_task | ~Exists(half)).filter(
        own_task | Q(is_second=False) | ~Q(state=InspectionState.WAITING.value)
    )
