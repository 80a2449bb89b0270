"""Plans of sampling, and drawing by them: once for each period, to inspectors who have the least to do."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.accounts.selectors import names_of
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.selectors import today
from jiesu.oversight.inspecting import Subject
from jiesu.oversight.models import Inspection, SamplingPlan, SamplingRun, ScoreForm
from jiesu.oversight.sampling import Candidate, Method, Period, Spread, Window, assigned, draw, window_of
from jiesu.oversight.selectors.sampling import candidates, inspectors, waiting_counts


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """What a plan says; see :class:`~jiesu.oversight.models.SamplingPlan`."""

    name: str
    form_code: str
    method: Method
    spread: Spread
    size: int
    period: Period
    double_percent: int = 10
    is_active: bool = True


@transaction.atomic
def save_sampling_plan(
    content: PlanContent, *, by: Actor, plan: int | None = None, at: datetime | None = None
) -> SamplingPlan:
    """保存抽样方案: a new plan, or other words for one; what was drawn stays.

    Raises:
        NotAllowed: the person does not inspect.
        InvalidInput: no such form, a size out of range, or a name that another plan has.
    """
    require(by, Permission.INSPECT_QUALITY)
    _check(content, plan)
    row = (
        SamplingPlan.objects.select_for_update().get(pk=plan)
        if plan
        else SamplingPlan(made_at=at or clock.now())
    )
    if plan is None:
        row.made_by_name = by.name
    for name, value in vars(content).items():
        setattr(row, name, value)
    row.save()
    audit.record("oversight.save_sampling_plan", subject=f"sampling_plan:{row.pk}", by=by, name=content.name)
    return row


@transaction.atomic
def draw_sample(
    plan: int, *, by: Actor, at: datetime | None = None, seed: int | None = None
) -> SamplingRun | None:
    """抽样: draw the plan's last whole period and give the tasks out; None when it was drawn already.

    Args:
        plan: which one.
        by: who has it drawn.
        at: when; now if not given.
        seed: of the chance; one of its own is taken and stored when not given.

    Raises:
        NotAllowed: the person does not inspect.
    """
    require(by, Permission.INSPECT_QUALITY)
    at = at or clock.now()
    row = SamplingPlan.objects.select_for_update().get(pk=plan)
    window = window_of(Period(row.period), today(at))
    if SamplingRun.objects.filter(plan=row, key=window.key).exists():
        return None
    return _draw(row, window, seed=secrets.randbits(32) if seed is None else seed, at=at)


def draw_due_samples(*, at: datetime | None = None) -> list[SamplingRun]:
    """按方案抽样: every active plan whose last period was not drawn yet; safe to run at any hour."""
    active = SamplingPlan.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
    runs = [draw_sample(plan, by=SYSTEM, at=at) for plan in active]
    return [run for run in runs if run is not None]


def _check(content: PlanContent, plan: int | None) -> None:
    if not ScoreForm.objects.filter(code=content.form_code, is_current=True).exists():
        raise InvalidInput(
            field="form_code", reason_zh="没有这张评分表。", reason_en="There is no such form."
        )
    if not content.name.strip() or len(content.name) > 60:
        raise InvalidInput(
            field="name",
            reason_zh="请写方案名称，不超过 60 字。",
            reason_en="Name the plan, in at most 60 characters.",
        )
    if SamplingPlan.objects.filter(name=content.name).exclude(pk=plan or 0).exists():
        raise InvalidInput(field="name", reason_zh="已有同名方案。", reason_en="Another plan has this name.")
    if not 1 <= content.size <= 1000:
        raise InvalidInput(
            field="size", reason_zh="数量应在 1 到 1000 之间。", reason_en="The size lies between 1 and 1000."
        )
    if not 0 <= content.double_percent <= 100:
        raise InvalidInput(
            field="double_percent",
            reason_zh="占比应在 0 到 100 之间。",
            reason_en="The share lies between 0 and 100.",
        )


def _draw(plan: SamplingPlan, window: Window, *, seed: int, at: datetime) -> SamplingRun:
    form = ScoreForm.objects.get(code=plan.form_code, is_current=True)
    found = candidates(Subject(form.subject), since=window.since, until=window.until)
    drawn = draw(found, method=Method(plan.method), spread=Spread(plan.spread), size=plan.size, seed=seed)
    run = SamplingRun.objects.create(
        plan=plan,
        key=window.key,
        since=window.since,
        until=window.until,
        seed=seed,
        population=len(found),
        drawn=len(drawn),
        at=at,
    )
    _give_out(run, form, drawn, doubles=_doubles(plan, drawn, seed))
    return run


def _doubles(plan: SamplingPlan, drawn: Sequence[Candidate], seed: int) -> list[Candidate]:
    """Those that two inspectors score: drawn by chance among the sample, so that nobody can tell which."""
    size = -(-len(drawn) * plan.double_percent // 100)
    return draw(drawn, method=Method.RANDOM, spread=Spread.ALL, size=size, seed=seed + 1) if size else []


def _give_out(
    run: SamplingRun, form: ScoreForm, drawn: Sequence[Candidate], *, doubles: Sequence[Candidate]
) -> None:
    people, load = inspectors(), waiting_counts()
    firsts = assigned(len(drawn), list(people), waiting=load, persons=[{one.person} for one in drawn])
    by_key = dict(zip((one.key for one in drawn), firsts, strict=True))
    for who in firsts:
        if who is not None:
            load[who] = load.get(who, 0) + 1
    others = [{one.person, by_key[one.key]} for one in doubles]
    seconds = assigned(len(doubles), list(people), waiting=load, persons=others)
    names = names_of([one.person for one in drawn if one.person is not None]) | people
    rows = [_task(run, form, one, inspector=who, names=names) for one, who in zip(drawn, firsts, strict=True)]
    for one, who in zip(doubles, seconds, strict=True):
        if who is not None:
            row = _task(run, form, one, inspector=who, names=names)
            row.is_second = True
            rows.append(row)
    Inspection.objects.bulk_create(rows)


def _task(
    run: SamplingRun, form: ScoreForm, one: Candidate, *, inspector: int | None, names: dict[int, str]
) -> Inspection:
    person = one.person or 0
    return Inspection(
        run=run,
        form=form,
        subject=form.subject,
        order_id=one.order,
        reply_id=one.key if form.subject == Subject.REPLY else None,
        recording_id=one.key if form.subject == Subject.RECORDING else None,
        person_id=person,
        person_name=names.get(person, ""),
        unit_id=one.unit,
        inspector_id=inspector,
        inspector_name=names.get(inspector, "") if inspector else "",
        risks=sorted(risk.value for risk in one.risks),
        assigned_at=run.at,
    )
