"""Giving orders to units, and taking them back: what is asked for, refused and written down."""

from datetime import timedelta

import pytest

from jiesu.catalogue.packs import ReturnRule
from jiesu.core import clock
from jiesu.organisations.actions import deactivate_unit
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from jiesu.workorders.models import Application, Assignment, TimelineEvent
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import in_days, refused

pytestmark = pytest.mark.django_db


def test_units_that_cannot_take_an_order(stage):
    number = stage.register()
    closed = deactivate_unit(stage.spare, by=SYSTEM)
    for given, code, field in (
        ({"lead": 999_999}, "unknown_reference", "lead"),
        ({"lead": stage.centre.pk}, "unit_not_fit", "lead"),
        ({"lead": closed.pk}, "unit_not_fit", "lead"),
        ({"lead": stage.water.pk, "assists": [stage.water.pk]}, "unit_not_fit", "assists"),
        ({"lead": stage.water.pk, "assists": [stage.power.pk, stage.power.pk]}, "unit_not_fit", "assists"),
        ({"lead": stage.water.pk, "assists": [-1]}, "unknown_reference", "assists"),
    ):
        refused(actions.dispatch_order, number, code, field=field, by=stage.dispatcher, **given)


def test_dispatch_says_on_what_it_rests(stage):
    number = stage.register()
    actions.dispatch_order(
        number,
        lead=stage.water.pk,
        instructions="请\x00速办",
        legal_basis="《城市供水条例》第二十条",
        by=stage.dispatcher,
    )
    row, line = share(number, stage.water), TimelineEvent.objects.get(verb="dispatch")
    assert (row.instructions, row.legal_basis, line.note) == ("请速办", "《城市供水条例》第二十条", "请速办")
    assert (line.data["lead"], line.data["assists"], line.data["kept_deadline"]) == (
        stage.water.pk,
        [],
        False,
    )


def test_units_to_which_nothing_can_be_delegated(stage):
    number = stage.bring_to("handling")
    mine = share(number, stage.water).pk
    for units, code in (
        ([], "missing"),
        ([stage.power.pk], "unit_not_fit"),
        ([stage.water.pk], "unit_not_fit"),
        ([stage.spare.pk, stage.spare.pk], "unit_not_fit"),
        ([stage.sections["handling"].pk], "unit_not_fit"),
        ([12345678], "unknown_reference"),
    ):
        refused(
            actions.delegate_assignment,
            number,
            code,
            field="units",
            units=units,
            share=mine,
            by=stage.water_clerk,
        )


def test_a_part_that_was_returned_can_be_delegated_again(stage):
    number = stage.bring_to("handling")
    asked = stage.sections["return_requested"]
    actions.approve_return(number, share=share(number, asked).pk, by=stage.water_clerk)
    actions.delegate_assignment(
        number, units=[asked.pk], share=share(number, stage.water).pk, by=stage.water_clerk
    )
    assert share(number, asked).state == "pending_sign"
    invariants.check(number)


def test_a_part_taken_back_takes_back_what_lies_below_it_with_what_was_asked(stage):
    number = stage.bring_to("handling")
    handling = stage.helpers["handling"]
    under = stage.under[handling.pk]
    actions.delegate_assignment(
        number, units=[under.pk], share=share(number, handling).pk, by=stage.at(handling)
    )
    actions.request_return(number, reason_code="return_other", reason="不会", by=stage.at(under))
    below = share(number, under).pk
    actions.withdraw_share(number, share=share(number, handling).pk, reason="不必协办了", by=stage.dispatcher)
    gone = Assignment.objects.get(pk=below)
    assert (gone.is_current, gone.state, gone.ended_at) == (False, "withdrawn", clock.now())
    assert Application.objects.get(assignment=gone).state == "lapsed"
    invariants.check(number)


def test_a_return_needs_a_reason_a_code_of_its_kind_and_a_unit_that_exists(stage):
    number = stage.bring_to("pending_sign")
    by, asked = stage.water_clerk, {"reason_code": "return_not_ours", "reason": "不属本单位"}
    for given, code, field in (
        ({"reason": " "}, "missing", "reason"),
        ({"reason_code": "guide_litigation"}, "unknown_reference", "reason_code"),
        ({"reason_code": "nonsense"}, "unknown_reference", "reason_code"),
        ({"reason_code": "x\x00"}, "unknown_reference", "reason_code"),
        ({"suggested_unit": 999_999}, "unknown_reference", "suggested_unit"),
    ):
        refused(actions.request_return, number, code, field=field, by=by, **(asked | given))


def returning(stage, number):
    actions.request_return(number, reason_code="return_not_ours", reason="不属本单位", by=stage.water_clerk)


def test_what_was_asked_and_decided_is_kept(stage):
    number = stage.register()
    actions.dispatch_order(number, lead=stage.water.pk, by=stage.dispatcher)
    actions.request_return(
        number,
        reason_code="return_not_ours",
        reason="属供电公司",
        suggested_unit=stage.power.pk,
        by=stage.water_clerk,
    )
    actions.approve_return(number, note="同意", misdispatched=False, by=stage.dispatcher)
    kept = Application.objects.get()
    assert (kept.kind, kept.state, kept.reason_code, kept.asked) == (
        "return", "approved", "return_not_ours", {"suggested_unit": stage.power.pk},
    )  # fmt: skip
    assert (kept.asked_by_name, kept.decided_by_name, kept.decision) == ("李水", "方圆", "同意")
    assert kept.granted == {"misdispatched": False}
    assert order(number).return_count == 1
    assert (order(number).lead_unit, order(number).state) == (None, "pending_dispatch")


def test_a_return_is_asked_for_three_times_at_most_and_in_time(stage, held_clock):
    number = stage.register()
    actions.dispatch_order(number, lead=stage.water.pk, by=stage.dispatcher)
    for _ in range(3):
        returning(stage, number)
        actions.refuse_return(number, reason="属供水", by=stage.dispatcher)
    asked = {"reason_code": "return_not_ours", "reason": "不属本单位", "by": stage.water_clerk}
    refused(actions.request_return, number, "return_not_allowed", words="达3次", **asked)
    late = stage.register()
    actions.dispatch_order(late, lead=stage.water.pk, by=stage.dispatcher)
    held_clock.move(timedelta(days=2))
    refused(actions.request_return, late, "return_not_allowed", words="首办责任", **asked)


def test_no_further_return_after_a_final_refusal_and_after_a_conference(stage):
    number = stage.register()
    actions.dispatch_order(number, lead=stage.water.pk, by=stage.dispatcher)
    returning(stage, number)
    actions.refuse_return(number, reason="属供水", final=True, by=stage.dispatcher)
    asked = {"reason_code": "return_not_ours", "reason": "不属本单位"}
    refused(
        actions.request_return, number, "return_not_allowed", words="禁止退回", by=stage.water_clerk, **asked
    )
    actions.object_to_dispatch(number, reason="管线属燃气公司", by=stage.water_clerk)
    actions.assign_lead(number, lead=stage.power.pk, minutes="会商纪要〔2026〕3号", by=stage.dispatcher)
    refused(
        actions.request_return, number, "return_not_allowed", words="禁止退回", by=stage.power_clerk, **asked
    )
    refused(actions.object_to_dispatch, number, "nothing_refused", reason="不服", by=stage.power_clerk)
    invariants.check(number)


def test_a_place_that_hears_no_objections(stage, monkeypatch):
    from dataclasses import replace

    from jiesu.catalogue import actions as catalogue
    from jiesu.catalogue.presets import DEFAULT

    catalogue.publish_pack(replace(DEFAULT, returns=ReturnRule(max_times=2, heard=False)), by=SYSTEM)
    number = stage.register()
    actions.dispatch_order(number, lead=stage.water.pk, by=stage.dispatcher)
    returning(stage, number)
    actions.refuse_return(number, reason="属供水", by=stage.dispatcher)
    refused(actions.object_to_dispatch, number, "not_heard", reason="不服", by=stage.water_clerk)


def test_what_can_no_longer_be_decided_lapses_and_the_timeline_says_so(stage):
    number = stage.bring_to("handling")
    lead = share(number, stage.water).pk
    actions.apply_for_exclusion(number, reason="非本单位原因", by=stage.water_clerk)
    actions.apply_for_suspension(
        number, reason_code="suspension_works", reason="等施工", review_on=in_days(7), by=stage.water_clerk,
    )  # fmt: skip
    actions.request_return(
        number, share=lead, reason_code="return_other", reason="不会", by=stage.water_clerk
    )
    assert order(number).pending_applications == ["exclusion", "return"]
    assert TimelineEvent.objects.get(order__number=number, seq=order(number).version).data["lapsed"] == [
        "suspension"
    ]
    refused(actions.approve_suspension, number, "wrong_state", by=stage.duty_chief)
    actions.approve_return(number, share=lead, by=stage.dispatcher)
    states = dict(Application.objects.filter(assignment_id=lead).values_list("kind", "state"))
    assert states == {"exclusion": "lapsed", "suspension": "lapsed", "return": "approved"}
    invariants.check(number)


def test_one_application_of_a_kind_at_a_time(stage):
    number = stage.bring_to("handling")
    refused(actions.approve_exclusion, number, "no_application", words="剔除考核", by=stage.assessor)
    actions.apply_for_exclusion(number, reason="非本单位原因", by=stage.water_clerk)
    refused(actions.apply_for_exclusion, number, "application_pending", reason="再申请", by=stage.water_clerk)
    actions.refuse_exclusion(number, reason="是本单位原因", by=stage.assessor)
    actions.apply_for_exclusion(number, reason="补充材料", by=stage.water_clerk)
    actions.approve_exclusion(number, by=stage.assessor)
    assert order(number).is_excluded


def test_what_a_unit_asked_for_lapses_with_its_share(stage):
    number = stage.bring_to("pending_sign")
    actions.apply_for_exclusion(number, reason="不属本单位", by=stage.water_clerk)
    actions.redispatch_order(number, lead=stage.power.pk, reason="派错", by=stage.dispatcher)
    assert Application.objects.get(kind="exclusion").state == "lapsed"
    assert order(number).pending_applications == []
    refused(actions.approve_exclusion, number, "no_application", by=stage.duty_chief)
    actions.apply_for_exclusion(number, reason="也不属本单位", by=stage.power_clerk)
    invariants.check(number)


def test_an_exclusion_does_not_pass_to_the_next_lead(stage):
    number = stage.bring_to("handling")
    actions.apply_for_exclusion(number, reason="非本单位原因", by=stage.water_clerk)
    actions.approve_exclusion(number, by=stage.assessor)
    assert order(number).is_excluded
    actions.redispatch_order(number, lead=stage.power.pk, reason="属供电设施", by=stage.duty_chief)
    assert not order(number).is_excluded
    invariants.check(number)
