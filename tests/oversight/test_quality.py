"""Hints, samples, scores, appeals, calibration and coaching on the tables."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import JournalEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight import actions, errors
from jiesu.oversight.inspecting import APPEAL_WITHIN, InspectionState, Mark
from jiesu.oversight.models import (
    Coaching,
    Inspection,
    InspectionMark,
    SamplingPlan,
    SamplingRun,
    ScoreAppeal,
    ScoreForm,
)
from jiesu.oversight.sampling import Method, Spread
from jiesu.oversight.score_forms import REPLY_FORM
from jiesu.oversight.selectors import quality
from jiesu.oversight.selectors.quality import InspectionFilter
from jiesu.workorders import actions as orders
from tests.oversight.quality_desk import EMPTY, SOUND, QualityDesk


@pytest.fixture
def desk(db, held_clock) -> QualityDesk:
    return QualityDesk()


def told(kind: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(name=f"oversight.{kind}").order_by("pk"))


def test_a_form_changes_by_a_new_version_and_the_old_one_stays(desk):
    actions.publish_score_form(REPLY_FORM, by=desk.configurer)
    assert actions.install_score_forms() == []
    versions = quality.form_versions("reply")
    assert [(form.version, form.is_current, form.items.count()) for form in versions] == [
        (2, True, 8),
        (1, False, 8),
    ]


def test_who_may_not_configure_publishes_no_form(desk):
    with pytest.raises(NotAllowed):
        actions.publish_score_form(REPLY_FORM, by=desk.inspector)
    assert ScoreForm.objects.filter(code="reply").count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"form_code": "none"}, "form_code"),
        ({"name": " "}, "name"),
        ({"size": 0}, "size"),
        ({"size": 1001}, "size"),
        ({"double_percent": 101}, "double_percent"),
    ],
)
def test_a_plan_that_cannot_be_drawn_by_is_refused(desk, more, field):
    with pytest.raises(InvalidInput) as caught:
        desk.plan(**more)
    assert caught.value.field == field
    assert not SamplingPlan.objects.exists()


def test_two_plans_never_have_one_name_and_only_inspectors_plan(desk):
    plan = desk.plan()
    with pytest.raises(InvalidInput):
        desk.plan()
    content = actions.PlanContent(
        name="改名", form_code="order", method=Method.RISK, spread=Spread.UNIT, size=3, period="week"
    )
    actions.save_sampling_plan(content, by=desk.inspector, plan=plan.pk)
    with pytest.raises(NotAllowed):
        actions.save_sampling_plan(content, by=desk.water_clerk, plan=plan.pk)
    assert [(row.name, row.size) for row in SamplingPlan.objects.all()] == [("改名", 3)]


def test_a_period_is_drawn_once_and_can_be_drawn_again_from_its_seed(desk, held_clock):
    for answer in (EMPTY, SOUND, SOUND):
        desk.replied(answer)
    tasks = desk.drawn(held_clock, size=2)
    run = SamplingRun.objects.get()
    assert (run.key, run.seed, run.population, run.drawn) == ("2026-03-02", 7, 3, 2)
    assert {task.person_name for task in tasks} == {"李水"}
    assert sorted(task.inspector_name for task in tasks) == ["zhijian1", "zhijian2"]
    assert actions.draw_due_samples() == []
    assert Inspection.objects.count() == 2
    again = SamplingRun.objects.get()
    Inspection.objects.all().delete()
    again.delete()
    actions.draw_sample(SamplingPlan.objects.get().pk, by=SYSTEM, seed=7)
    assert [row.reply_id for row in Inspection.objects.order_by("pk")] == [task.reply_id for task in tasks]


def test_what_was_weak_says_why_it_was_drawn(desk, held_clock):
    number = desk.replied(EMPTY)
    orders.review_order(number, by=desk.reviewer)
    (task,) = desk.drawn(held_clock, method=Method.RISK)
    assert task.risks == ["perfunctory"]


def test_orders_are_drawn_by_who_registered_them(desk, held_clock):
    desk.register()
    (task,) = desk.drawn(held_clock, form_code="order")
    assert (task.subject, task.person_name, task.reply_id) == ("order", "林晓雨", None)
    assert task.order_id is not None


def test_nobody_may_draw_but_inspectors(desk):
    plan = desk.plan()
    with pytest.raises(NotAllowed):
        actions.draw_sample(plan.pk, by=desk.water_clerk)
    assert not SamplingRun.objects.exists()


def test_a_score_is_told_to_the_person_and_counts_for_unit_and_item(desk, held_clock):
    number = desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    scored = desk.score(task, answers=25, facts=20)
    assert (scored.score, scored.is_passed, scored.state) == (55, False, "scored")
    (entry,) = told("InspectionScored")
    assert (entry.subject, entry.payload["person_id"], entry.payload["score"]) == (
        number,
        desk.water_clerk.user_id,
        55,
    )
    assert [row.pk for row in quality.own_scores(for_user=desk.water_clerk)] == [task.pk]
    assert not quality.own_scores(for_user=desk.power_clerk).exists()
    since = scored.scored_at - timedelta(days=1)
    (unit,) = quality.standings(since=since, by_unit=True)
    assert (unit.name, unit.inspected, unit.passed, unit.mean) == ("市自来水公司", 1, 0, 55)
    assert [(loss.label, loss.times, loss.lost) for loss in quality.losses(since=since)] == [
        ("回应诉求", 1, 25),
        ("查明事实", 1, 20),
    ]
    (week,) = quality.trend(since=since)
    assert (week.inspected, week.passed, week.mean) == (1, 0, 55)
    asked = InspectionFilter(item="answers", form="reply", failed=True, unit=desk.water.pk)
    assert quality.inspections(asked, for_user=desk.inspector).count() == 1
    assert (
        quality.inspections(InspectionFilter(item="words", form="reply"), for_user=desk.inspector).count()
        == 0
    )


def test_a_fatal_item_makes_the_score_nothing(desk, held_clock):
    desk.replied()
    (task,) = desk.drawn(held_clock)
    scored = desk.score(task, leak=1)
    assert (scored.score, scored.is_fatal, scored.is_passed) == (0, True, False)


def test_a_task_is_scored_once_and_only_by_whom_it_was_given_to(desk, held_clock):
    desk.replied()
    (task,) = desk.drawn(held_clock)
    other = desk.second if task.inspector_id == desk.inspector.user_id else desk.inspector
    for by, refusal in ((other, errors.NotYourInspection), (desk.water_clerk, NotAllowed)):
        with pytest.raises(refusal):
            desk.score(task, by=by, answers=5)
    with pytest.raises(InvalidInput):
        desk.score(task, answers=26)
    assert (Inspection.objects.get().state, InspectionMark.objects.count()) == ("waiting", 0)
    desk.score(task)
    with pytest.raises(errors.AlreadyScored):
        desk.score(task, answers=5)
    assert (Inspection.objects.get().score, len(told("InspectionScored"))) == (100, 1)
    with pytest.raises(NotFound):
        actions.score_inspection(0, marks={}, by=desk.inspector)


def test_the_database_refuses_a_score_of_oneself_and_one_without_a_moment(desk, held_clock):
    desk.replied()
    (task,) = desk.drawn(held_clock)
    for change in ({"inspector_id": task.person_id}, {"state": "scored"}, {"score": 5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=task.pk).update(**change)


def scored_low(desk, held_clock) -> Inspection:
    desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    return desk.score(task, answers=25)


def test_an_appeal_that_is_upheld_changes_the_score(desk, held_clock):
    row = scored_low(desk, held_clock)
    actions.appeal_score(row.pk, reason="问题已当面答复。", by=desk.water_clerk)
    assert quality.task_counts(for_user=desk.inspector)["appeals"] == 1
    actions.decide_score_appeal(
        row.pk, decision="电话记录可证。", marks={"words": Mark(5, "套话")}, by=desk.assessor
    )
    row.refresh_from_db()
    appeal = ScoreAppeal.objects.get()
    assert (row.score, row.is_passed, row.state) == (95, True, "settled")
    assert (appeal.state, appeal.score_before, appeal.decided_by_name) == ("upheld", 75, "贺鸣")
    assert [mark.item.code for mark in row.marks.all()] == ["words"]
    (asked,), (decided,) = told("ScoreAppealed"), told("ScoreAppealDecided")
    assert (asked.payload["score"], decided.payload["score"], decided.payload["upheld"]) == (75, 95, True)


def test_an_appeal_that_is_refused_keeps_the_score(desk, held_clock):
    row = scored_low(desk, held_clock)
    actions.appeal_score(row.pk, reason="不服。", by=desk.water_clerk)
    actions.decide_score_appeal(row.pk, decision="答复确未回应。", by=desk.assessor)
    row.refresh_from_db()
    assert (row.score, row.state, ScoreAppeal.objects.get().state) == (75, "settled", "refused")


def test_who_may_not_appeal_does_not(desk, held_clock):
    row = scored_low(desk, held_clock)
    for by, refusal in ((desk.power_clerk, NotFound), (desk.inspector, NotAllowed)):
        with pytest.raises(refusal):
            actions.appeal_score(row.pk, reason="不服。", by=by)
    with pytest.raises(InvalidInput):
        actions.appeal_score(row.pk, reason=" ", by=desk.water_clerk)
    assert not ScoreAppeal.objects.exists()
    actions.appeal_score(row.pk, reason="不服。", by=desk.water_clerk)
    with pytest.raises(errors.AppealDecided):
        actions.appeal_score(row.pk, reason="还是不服。", by=desk.water_clerk)
    assert ScoreAppeal.objects.count() == 1


def test_after_seven_days_a_score_stands(desk, held_clock):
    row = scored_low(desk, held_clock)
    held_clock.move(APPEAL_WITHIN + timedelta(seconds=1))
    with pytest.raises(errors.AppealTooLate):
        actions.appeal_score(row.pk, reason="不服。", by=desk.water_clerk)
    assert not ScoreAppeal.objects.exists()


def test_who_decides_may_decide_and_only_once(desk, held_clock):
    row = scored_low(desk, held_clock)
    with pytest.raises(errors.AppealDecided):
        actions.decide_score_appeal(row.pk, decision="?", by=desk.assessor)
    actions.appeal_score(row.pk, reason="不服。", by=desk.water_clerk)
    with pytest.raises(NotAllowed):
        actions.decide_score_appeal(row.pk, decision="维持。", by=desk.inspector)
    Inspection.objects.filter(pk=row.pk).update(inspector_id=desk.assessor.user_id)
    with pytest.raises(errors.OwnScore):
        actions.decide_score_appeal(row.pk, decision="维持。", by=desk.assessor)
    assert ScoreAppeal.objects.get().state == "pending"


def test_what_is_scored_twice_is_scored_blind_and_compared(desk, held_clock):
    desk.replied(EMPTY)
    one, other = desk.drawn(held_clock, double_percent=100)
    assert (one.is_second, other.is_second) == (False, True)
    assert {one.inspector_id, other.inspector_id} == {desk.inspector.user_id, desk.second.user_id}
    first, second = (
        (desk.inspector, desk.second)
        if one.inspector_id == desk.inspector.user_id
        else (desk.second, desk.inspector)
    )
    desk.score(one, answers=25)
    seen = quality.inspections(InspectionFilter(), for_user=second)
    assert [row.pk for row in seen] == [other.pk]
    with pytest.raises(NotFound):
        quality.get_inspection(one.pk, for_user=second)
    assert [row.pk for row in quality.inspections(InspectionFilter(), for_user=first)] == [one.pk]
    desk.score(other, answers=10)
    measured, pairs = quality.calibration(since=one.assigned_at - timedelta(days=1))
    assert (measured.pairs, measured.same_verdict, measured.mean_difference) == (1, 0, 15)
    assert measured.items == {"answers": (0, 1)}
    assert [(a.pk, b.pk) for a, b in pairs] == [(one.pk, other.pk)]
    assert [row.pk for row in quality.own_scores(for_user=desk.water_clerk)] == [one.pk]
    assert len(told("InspectionScored")) == 1
    assert quality.inspections(InspectionFilter(), for_user=second).count() == 2


def test_the_third_deduction_and_the_second_put_a_person_on_the_coaching_list(desk, held_clock):
    for _ in range(4):
        desk.replied(EMPTY)
    tasks = desk.drawn(held_clock)
    desk.score(tasks[0], answers=10, words=5)
    assert not Coaching.objects.exists()
    desk.score(tasks[1], answers=15)
    desk.score(tasks[2], answers=5)
    row = Coaching.objects.get()
    assert (row.person_name, row.item_label, row.times, row.lost) == ("李水", "回应诉求", 3, 30)
    with pytest.raises(NotAllowed):
        actions.finish_coaching(row.pk, note="讲过了。", by=desk.water_clerk)
    with pytest.raises(InvalidInput):
        actions.finish_coaching(row.pk, note="", by=desk.inspector)
    assert quality.coaching_list(done=False).count() == 1
    actions.finish_coaching(row.pk, note="逐条讲过评分表。", by=desk.inspector)
    with pytest.raises(errors.CoachedAlready):
        actions.finish_coaching(row.pk, note="再讲。", by=desk.inspector)
    held_clock.move(timedelta(minutes=1))
    desk.score(tasks[3], answers=5)  # the first since they were coached
    assert [found.done_by_name for found in Coaching.objects.all()] == ["zhijian1"]


def test_states_that_count_have_a_score(desk, held_clock):
    row = scored_low(desk, held_clock)
    assert row.kind.value == "reply"
    assert InspectionState(row.state) is InspectionState.SCORED
    assert quality.get_plan(row.run.plan_id).name == "每日答复"
    with pytest.raises(NotFound):
        quality.get_plan(0)
    with pytest.raises(NotFound):
        quality.form_versions("none")


def test_what_is_confidential_is_neither_drawn_nor_shown(desk, held_clock):
    desk.replied(EMPTY, is_confidential=True)
    number = desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    assert task.order.number == number
    type(task.order).objects.filter(pk=task.order_id).update(is_confidential=True, is_public=False)
    inspector = desk.inspector if task.inspector_id == desk.inspector.user_id else desk.second
    with pytest.raises(NotFound):
        quality.get_inspection(task.pk, for_user=inspector)
    assert quality.inspections(InspectionFilter(), for_user=inspector).count() == 0


def test_an_upheld_appeal_takes_the_person_off_the_coaching_list(desk, held_clock):
    for _ in range(2):
        desk.replied(EMPTY)
    one, other = desk.drawn(held_clock)
    desk.score(one, answers=10)
    desk.score(other, answers=10)
    assert Coaching.objects.get().times == 2
    actions.appeal_score(one.pk, reason="答过。", by=desk.water_clerk)
    actions.decide_score_appeal(one.pk, decision="属实。", marks={}, by=desk.assessor)
    assert not Coaching.objects.exists()
