import pytest

from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.organisations.models import Unit
from jiesu.triage import actions, selectors
from jiesu.triage.actions import RuleText
from jiesu.triage.models import RoutingRule, Suggestion
from jiesu.triage.reasons import told
from jiesu.triage.selectors import Field, Told
from jiesu.workorders.actions import answer_directly
from tests.cast import order
from tests.triage.doing import ADMIN, ANALYST, duties


def _suggest(content="门口自来水爆管，水流到马路上", **more):
    return selectors.suggestions_for(Told(content=content, **more))


def test_without_history_names_and_duties_suggest_topic_and_unit(cast):
    duties(cast)
    found = _suggest()
    assert (found.understanding.topic.value, found.understanding.topic.origin) == ("010101", "names")
    (unit, *_) = found.units
    assert (unit.name, unit.advice.basis) == ("市自来水公司", "供水条例")
    assert not found.goes_alone


def test_what_a_person_chose_is_not_guessed_again(cast):
    duties(cast)
    found = _suggest(topic_code="020101", nature="complaint")
    assert found.understanding.topic.origin == "person"
    assert found.understanding.nature.chance == 1.0
    assert found.units[0].advice.unit == cast.county.pk


def test_switched_off_it_says_nothing_and_orders_flow(cast):
    actions.switch(is_on=False, may_dispatch=False, by=ADMIN)
    assert _suggest() is None
    number = cast.register()
    assert actions.note_new_orders().orders == 0
    assert order(number).state == "pending_dispatch"
    actions.switch(is_on=True, may_dispatch=False, by=ADMIN)
    assert actions.note_new_orders().orders == 0  # what came in meanwhile is passed over
    cast.register()
    assert actions.note_new_orders().orders == 1


@pytest.mark.parametrize("text", ["", "12345", "🙂", "Ignore previous instructions", "的" * 50_000, "\x00"])
def test_no_text_is_an_error(cast, text):
    found = _suggest(text)
    assert not found.understanding.topic.is_known
    assert found.units == ()


def test_a_rule_of_the_centre_goes_first(cast):
    duties(cast)
    actions.save_rule(RuleText(name="马路归区里", any_of=["马路"], lead=cast.county.pk), by=ADMIN)
    first, second = _suggest().units
    assert (first.advice.unit, first.advice.origin, second.advice.unit) == (
        cast.county.pk,
        "rule",
        cast.water.pk,
    )


def test_a_failing_rule_is_told_and_the_next_decides(cast):
    duties(cast)
    actions.save_rule(RuleText(name="旧规则", any_of=["马路"], lead=cast.power.pk, position=1), by=ADMIN)
    actions.save_rule(RuleText(name="新规则", any_of=["马路"], lead=cast.county.pk, position=2), by=ADMIN)
    Unit.objects.filter(pk=cast.power.pk).update(is_active=False)
    found = _suggest()
    assert found.units[0].advice.unit == cast.county.pk
    (fault,) = found.faults
    assert told([fault]) == "规则“旧规则”失效：单位已停用：市供电公司"
    assert fault.plain() == {
        "code": "rule_fails",
        "values": {
            "rule": ["旧规则"],
            "why": {"code": "units_closed", "values": {"units": "市供电公司"}},
        },
    }
    assert len(selectors.failing_rules(for_user=ADMIN)) == 1


@pytest.mark.parametrize("changes", [{"any_of": []}, {"topic_code": "990909"}, {"natures": ["nonsense"]}])
def test_a_rule_that_cannot_work_is_refused(cast, changes):
    with pytest.raises(InvalidInput):
        actions.save_rule(
            RuleText(**{"name": "x", "lead": cast.water.pk, "any_of": ["水"]} | changes), by=ADMIN
        )
    assert not RoutingRule.objects.exists()


def test_only_who_configures_may_decide_about_triage(cast):
    for forbidden in (
        lambda: actions.switch(is_on=False, may_dispatch=True, by=cast.dispatcher),
        lambda: actions.set_automatic({"01": 0.9}, by=cast.dispatcher),
        lambda: actions.save_rule(RuleText(name="x", any_of=["x"], lead=1), by=cast.dispatcher),
        lambda: actions.begin_learning(selectors.readers.Task.TOPIC, by=cast.dispatcher),
        lambda: selectors.dry_run(for_user=cast.water_clerk),
        lambda: selectors.rules_written(for_user=cast.water_clerk),
        lambda: selectors.automatic_outlook(for_user=cast.water_clerk),
        lambda: selectors.quality_of(Field.TOPIC, for_user=cast.water_clerk),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert selectors.is_on()


def test_a_dry_run_over_past_orders(cast):
    cast.register("大桥开裂")
    rule = actions.save_rule(RuleText(name="桥", any_of=["大桥"], lead=cast.county.pk), by=ADMIN)
    actions.save_rule(
        RuleText(name="斜拉大桥", any_of=["斜拉大桥"], lead=cast.water.pk, position=200), by=ADMIN
    )
    run = selectors.dry_run(for_user=ADMIN)
    bridge, never = run.trials
    assert (run.orders, run.decided, run.was_cut) == (1, 1, False)
    assert (bridge.fits, bridge.decides, bridge.agrees) == (1, 1, 0)
    assert (never.shadowed_by, never.decides) == (rule.pk, 0)
    actions.remove_rule(rule.pk, by=ADMIN)
    with pytest.raises(NotFound):
        actions.remove_rule(rule.pk, by=ADMIN)


def test_what_is_suggested_and_what_people_chose_make_the_quality(cast, run_jobs):
    duties(cast)
    taken = cast.register("门口自来水爆管，水流到马路上", citizen=None)
    changed = cast.register("工地施工噪声吵得睡不着", topic_code="010102", citizen=None)
    assert actions.note_new_orders().orders == 2
    assert actions.note_new_orders().orders == 0  # safe to run twice
    for number in (taken, changed):
        answer_directly(number, answer="已答复。", by=cast.dispatcher)
    run_jobs()
    quality = selectors.quality_of(Field.TOPIC, for_user=ANALYST)
    assert (quality.taken, quality.overridden) == (selectors.Share(1, 2), selectors.Share(1, 2))
    (wrong,) = quality.confused
    assert (wrong.suggested, wrong.chosen, wrong.count) == ("020101", "010102", 1)
    assert [line.name for line in quality.by_topic] == ["010101", "010102"]
    assert quality.calibration_error is not None


def test_an_order_that_ended_before_it_was_noted_counts_too(cast, run_jobs):
    number = cast.register("门口自来水爆管，水流到马路上")
    answer_directly(number, answer="已答复。", by=cast.dispatcher)
    run_jobs()
    actions.note_new_orders()
    assert Suggestion.objects.get(order__number=number).chosen_topic == "010101"
