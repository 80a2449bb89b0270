"""Reads of the callback: what waits, one task with all that the caller needs, results and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiesu.catalogue.natures import Channel
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_checking import Agreement, CalledTwice, agreement_of
from jiesu.oversight.callback_states import (
    CallbackKind,
    CallbackState,
    CallbackWay,
    Fault,
    WhyNot,
)
from jiesu.oversight.models import CallbackAnswer, CallbackAttempt, CallbackTask
from jiesu.workorders.callbacks import NEGATIVE
from jiesu.workorders.records import callbacks_of
from jiesu.workorders.selectors import every_order
from jiesu.workorders.states import OrderState, Resolution, Satisfaction

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

MOST_EXPORTED = 50_000
LATELY = timedelta(days=30)
LONGEST = timedelta(days=60)
"""No task lives longer, so what ended in a span is found by the index of when it was made."""


@dataclass(frozen=True, kw_only=True)
class CallbackFilter:
    """What is asked of the list; empty fields ask nothing."""

    kind: str = ""
    state: str = ""
    due: str = ""
    unit: int | None = None
    way: str = ""
    satisfaction: str = ""
    fault: str = ""
    differs: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class CallbackCounts:
    """How many wait, by what can be done about them."""

    now: int
    later: int
    appointed: int
    linked: int
    to_judge: int
    rechecks: int
    unreachable: int


@dataclass(frozen=True)
class CallbackFigures:
    """What the callbacks found: each a numerator over ``heard``, besides ``asked`` and ``unreachable``.

    Attributes:
        asked: tasks that came to an end, reached or not.
        heard: of those, answered.
        satisfied, resolved, contacted, truthful: of those heard who were asked the question, with the base.
        by_fault, by_reason: of those not satisfied, unresolved or untrue.
        agreement: how far rechecks agree with the first calls.
    """

    asked: int
    heard: int
    unreachable: int
    satisfied: tuple[int, int]
    resolved: tuple[int, int]
    contacted: tuple[int, int]
    truthful: tuple[int, int]
    by_fault: dict[str, int]
    by_reason: list[tuple[str, int]]
    agreement: Agreement


def callback_counts(*, for_user: Actor, at: datetime | None = None) -> CallbackCounts:
    """What waits just now, and who was given up lately."""
    at = at or clock.now()
    calls = Q(state=CallbackState.WAITING.value, kind=CallbackKind.CALLBACK.value)
    seen = CallbackTask.objects.visible_to(for_user)
    found = seen.open().aggregate(
        now=Count("pk", filter=calls & Q(next_at__lte=at)),
        later=Count("pk", filter=calls & Q(next_at__gt=at)),
        appointed=Count("pk", filter=calls & Q(appointed_at__isnull=False)),
        linked=Count("pk", filter=Q(state=CallbackState.LINKED.value)),
        to_judge=Count("pk", filter=Q(state=CallbackState.TO_JUDGE.value)),
        rechecks=Count("pk", filter=Q(state=CallbackState.WAITING.value, kind=CallbackKind.RECHECK.value)),
    )
    given_up = seen.filter(state=CallbackState.UNREACHABLE.value, created_at__gte=at - LATELY)
    return CallbackCounts(**found, unreachable=given_up.count())


def callback_list(
    asked: CallbackFilter, *, for_user: Actor, cursor: str | None = None, size: int = 50
) -> Page[CallbackTask]:
    """One page of tasks, the newest first; those that wait, the next one first."""
    waits = asked.state in ("waiting", "linked", "to_judge") or bool(asked.due)
    rows = _narrowed(asked, for_user).select_related("order", "unit", "answer")
    by = "next_at" if waits else "created_at"
    return page_of(rows, by=by, cursor=cursor, size=size, descending=not waits)


def callback_rows(asked: CallbackFilter, *, for_user: Actor) -> Sequence[CallbackTask]:
    """The tasks of a list for a file, the newest first, at most :data:`MOST_EXPORTED`."""
    rows = _narrowed(asked, for_user).select_related("order", "unit", "answer").order_by("-created_at", "-pk")
    return list(rows.defer("order__content", "order__public_answer")[:MOST_EXPORTED])


def callback_task(task_id: int, *, for_user: Actor) -> CallbackTask:
    """One task with its order.

    Raises:
        NotFound: there is none for this person.
    """
    rows = CallbackTask.objects.visible_to(for_user).select_related(
        "order__citizen", "order__lead_unit", "unit", "answer", "checks"
    )
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise NotFound(what="回访任务 callback")
    return task


def held_task(*, by: Actor, at: datetime | None = None) -> CallbackTask | None:
    """The task that this person is calling for just now."""
    rows = CallbackTask.objects.visible_to(by).open()
    rows = rows.filter(held_by_id=by.user_id or 0, held_until__gt=at or clock.now())
    return rows.order_by("-held_until").first()


def tries_of(task: CallbackTask) -> list[CallbackAttempt]:
    """What was tried for a task, the newest first."""
    return list(CallbackAttempt.objects.filter(task=task).order_by("-number"))


def callbacks_on(order: "WorkOrder") -> list[CallbackTask]:
    """The tasks of an order with their answers, the first round first."""
    rows = CallbackTask.objects.filter(order=order).select_related("answer")
    return list(rows.order_by("turn", "kind").prefetch_related("tries"))


def callback_figures(
    *, since: datetime, until: datetime, for_user: Actor, unit: int | None = None
) -> CallbackFigures:
    """What the callbacks that ended in a span found, and how far the rechecks agree."""
    tasks = CallbackTask.objects.visible_to(for_user).filter(created_at__gte=since - LONGEST)
    tasks = tasks.filter(finished_at__gte=since, finished_at__lt=until)
    tasks = tasks.filter(unit_id=unit) if unit else tasks
    calls = tasks.filter(kind=CallbackKind.CALLBACK.value)
    ended = calls.aggregate(
        done=Count("pk", filter=Q(state=CallbackState.DONE.value)),
        unreachable=Count("pk", filter=Q(state=CallbackState.UNREACHABLE.value)),
    )
    answers = CallbackAnswer.objects.filter(task__in=calls.filter(state=CallbackState.DONE.value))
    asked = answers.aggregate(
        heard=Count("pk"),
        satisfied_n=Count("pk", filter=~Q(satisfaction__in=_NEGATIVE)),
        resolved_n=Count("pk", filter=Q(resolution=Resolution.RESOLVED.value)),
        resolved_of=Count("pk", filter=~Q(resolution="")),
        contacted_n=Count("pk", filter=Q(contacted=True)),
        contacted_of=Count("pk", filter=Q(contacted__isnull=False)),
        truthful_n=Count("pk", filter=Q(truthful=True)),
        truthful_of=Count("pk", filter=Q(truthful__isnull=False)),
    )
    faults = answers.exclude(fault="").values_list("fault").annotate(n=Count("pk")).order_by("fault")
    return CallbackFigures(
        asked=ended["done"] + ended["unreachable"],
        heard=asked["heard"],
        unreachable=ended["unreachable"],
        satisfied=(asked["satisfied_n"], asked["heard"]),
        resolved=(asked["resolved_n"], asked["resolved_of"]),
        contacted=(asked["contacted_n"], asked["contacted_of"]),
        truthful=(asked["truthful_n"], asked["truthful_of"]),
        by_fault=dict(faults),
        by_reason=_reasons(answers),
        agreement=agreement_of(_twice(tasks)),
    )


def orders_without_task(*, most: int) -> list[int]:
    """Orders that wait for a callback and have no task in any state for their present round, newest first."""
    tasks = CallbackTask.objects.filter(
        order=OuterRef("pk"),
        kind=CallbackKind.CALLBACK.value,
        turn=OuterRef("rework_count") + OuterRef("reopen_count") + 1,
    )
    rows = every_order().filter(state=OrderState.PENDING_CALLBACK.value, callback_round="")
    return list(rows.filter(~Exists(tasks)).order_by("-pk").values_list("pk", flat=True)[:most])


def heard_in(answer: CallbackAnswer) -> Heard:
    """A row as what was heard."""
    return Heard(
        satisfaction=Satisfaction(answer.satisfaction),
        contacted=answer.contacted,
        truthful=answer.truthful,
        resolution=Resolution(answer.resolution) if answer.resolution else None,
        why_not=tuple(map(WhyNot, answer.why_not)),
        fault=Fault(answer.fault) if answer.fault else None,
        words=answer.words,
        explanation=answer.explanation,
    )


def heard_on_order(task: CallbackTask) -> tuple[Heard, CallbackWay, Actor] | None:
    """What was recorded on the order itself in the task's round: by the citizen, or on the order's page."""
    rows = [row for row in callbacks_of(task.order) if row.round == task.turn and row.reached]
    if not rows:
        return None
    row = rows[0]
    fault = None if row.unit_at_fault is None else Fault.UNIT if row.unit_at_fault else Fault.POLICY
    heard = Heard(
        satisfaction=Satisfaction(row.satisfaction),
        contacted=row.contacted,
        truthful=row.truthful,
        resolution=Resolution(row.resolution) if row.resolution else None,
        fault=fault,
        words=row.reason,
    )
    way = CallbackWay.CALL if row.channel == Channel.PHONE else CallbackWay.PORTAL
    return heard, way, Actor(user_id=row.by_id, name=row.by_name)


def called_twice(task: CallbackTask, answer: CallbackAnswer) -> CalledTwice | None:
    """The first call's answer beside the recheck's; None where the first has none."""
    first = CallbackAnswer.objects.filter(task_id=task.checks_id).first()
    return _pair(first, answer) if first else None


_NEGATIVE = sorted(level.value for level in NEGATIVE)


def _narrowed(asked: CallbackFilter, actor: Actor) -> QuerySet[CallbackTask]:
    rows = CallbackTask.objects.visible_to(actor)
    plain: dict[str, Any] = {
        "kind": asked.kind,
        "state": asked.state,
        "unit_id": asked.unit,
        "way": asked.way,
        "answer__satisfaction": asked.satisfaction,
        "answer__fault": asked.fault,
        "created_at__gte": asked.since,
        "created_at__lt": asked.until,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    now = clock.now()
    if asked.due == "now":
        rows = rows.filter(state=CallbackState.WAITING.value, next_at__lte=now)
    elif asked.due == "later":
        rows = rows.filter(state=CallbackState.WAITING.value, next_at__gt=now)
    elif asked.due == "appointed":
        rows = rows.filter(state=CallbackState.WAITING.value, appointed_at__isnull=False)
    if asked.differs:
        rows = rows.filter(pk__in=[task.pk for task, both in _compared(rows) if not both.agrees])
    return rows


def _compared(rows: QuerySet[CallbackTask]) -> list[tuple[CallbackTask, CalledTwice]]:
    again = rows.filter(kind=CallbackKind.RECHECK.value, state=CallbackState.DONE.value)
    found = again.select_related("answer", "checks__answer").order_by("-finished_at")[:MOST_EXPORTED]
    return [
        (task, _pair(task.checks.answer, task.answer))
        for task in found
        if task.checks is not None and hasattr(task.checks, "answer") and hasattr(task, "answer")
    ]


def _twice(tasks: QuerySet[CallbackTask]) -> list[CalledTwice]:
    return [both for _, both in _compared(tasks)]


def _pair(first: CallbackAnswer, second: CallbackAnswer) -> CalledTwice:
    return CalledTwice(
        Satisfaction(first.satisfaction),
        Satisfaction(second.satisfaction),
        Resolution(first.resolution) if first.resolution else None,
        Resolution(second.resolution) if second.resolution else None,
    )


def _reasons(answers: QuerySet[CallbackAnswer]) -> list[tuple[str, int]]:
    counts = {reason.value: Count("pk", filter=Q(why_not__contains=[reason.value])) for reason in WhyNot}
    found = answers.aggregate(**counts)
    return sorted(((name, n) for name, n in found.items() if n), key=lambda pair: -pair[1])
