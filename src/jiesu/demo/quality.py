"""Quality in the demo city: the newest replies are judged, a sample of them is drawn and mostly scored."""

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.demo.stage import Stage
from jiesu.demo.tempo import day_of
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.inspecting import Mark
from jiesu.oversight.sampling import Method, Period, Spread
from jiesu.oversight.selectors import quality
from jiesu.oversight.selectors.quality import InspectionFilter

if TYPE_CHECKING:
    from jiesu.oversight.models import Inspection

JUDGED = range(7, 15)
"""How many days ago the orders were registered whose replies are judged at once: most were answered in
the last fortnight. The background jobs judge all others."""

_SEED = 12345
_LEFT = 4  # tasks that still wait for their score
_APPEALS = ("时间已在电话里告知诉求人。", "现场照片随办理情况一并上传，请复核。")
_SAID = {
    "answers": (10, "问到的时间没有答复。"),
    "facts": (10, "现场情况写得笼统。"),
    "deeds": (10, "有措施，没有说何时完成。"),
    "words": (5, "套话较多。"),
    "contact": (10, "没有留可以再问的电话。"),
}


def inspect_the_city(stage: Stage) -> None:
    """Judge, draw, score, appeal; what an earlier run has drawn is left as it is."""
    if quality.sampling_plans():
        return
    actions.install_score_forms()
    today = day_of(clock.now())
    days = {f"{today - timedelta(days=ago):%Y%m%d}" for ago in JUDGED}
    for number in stage.numbers.values():
        if number[6:14] in days:
            actions.note_reply_hints(number)
    inspectors = list(_inspectors(stage))
    if inspectors:
        _draw(inspectors[0])
        _score(stage, inspectors)


def _inspectors(stage: Stage) -> Iterator[Actor]:
    """The inspectors of this city; one that was installed by an older release has fewer."""
    for username in stage.cast.get("quality", ()):
        with suppress(NotFound):
            yield stage.city.actor(username)


def _draw(inspector: Actor) -> None:
    """A plan for each week, drawn for the last two."""
    plan = actions.save_sampling_plan(
        actions.PlanContent(
            name="每周答复抽检",
            form_code="reply",
            method=Method.RISK,
            spread=Spread.ALL,
            size=10,
            period=Period.WEEK,
            double_percent=25,
        ),
        by=inspector,
    )
    now = clock.now()
    for at in (now - timedelta(days=7), now):
        actions.draw_sample(plan.pk, by=inspector, at=at, seed=_SEED)


def _score(stage: Stage, inspectors: Sequence[Actor]) -> None:
    """All tasks but the last few get their score; two of the people scored do not agree."""
    chance = random.Random(_SEED)  # noqa: S311 - the same city each time
    judge = stage.city.actor("assessor")
    waiting = list(quality.inspections(InspectionFilter(state="waiting"), for_user=judge))
    waiting.sort(key=lambda task: (task.assigned_at, task.pk))
    by_id = {inspector.user_id: inspector for inspector in inspectors}
    appealed = 0
    for task in waiting[: max(len(waiting) - _LEFT, 0)]:
        lost = chance.sample(sorted(_SAID), k=chance.choice((0, 1, 1, 2, 3)))
        marks = {code: Mark(*_SAID[code]) for code in lost}
        inspector = by_id.get(task.inspector_id)
        if inspector is None:
            continue
        at = min(task.assigned_at + timedelta(hours=3), clock.now())
        scored = actions.score_inspection(task.pk, marks=marks, by=inspector, at=at)
        if lost and appealed < len(_APPEALS) and not scored.is_second:
            appealed += _appeal(
                stage, scored, why=_APPEALS[appealed], at=min(at + timedelta(hours=2), clock.now())
            )
    pending = list(quality.inspections(InspectionFilter(state="appealed"), for_user=judge))
    if len(pending) > 1:
        actions.decide_score_appeal(pending[-1].pk, decision="答复里确实没有写明，维持原分。", by=judge)


def _appeal(stage: Stage, task: "Inspection", *, why: str, at: datetime) -> int:
    """The person scored appeals, where they are the clerk of their unit; how many did."""
    codes = {unit_id: code for code, unit_id in stage.city.unit_ids.items()}
    clerk = stage.city.clerk(codes[task.unit_id]) if task.unit_id in codes else None
    if clerk is None or clerk.user_id != task.person_id:
        return 0
    actions.appeal_score(task.pk, reason=why, by=clerk, at=at)
    return 1
