"""Replies, and appeals that need no unit: what is asked for, refused and written down."""

import pytest

from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment, Reply, TimelineEvent
from jiesu.workorders.states import Resolution
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import REPLY, everything, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"handling": " "}, "handling"),
        ({"public_answer": ""}, "public_answer"),
        ({"resolution": Resolution.UNRESOLVED}, "unresolved_reason"),
        ({"resolution": Resolution.PARTLY, "unresolved_reason": "\x00"}, "unresolved_reason"),
        ({"handling": "字" * 20_001}, "handling"),
    ],
)
def test_a_reply_that_is_not_complete(cast, content, field):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    given = {"handling": "已修复", "public_answer": "已修复", **content}
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.reply_assignment(number, content=actions.ReplyContent(**given), by=cast.water_clerk)
    assert refusal.value.field == field
    assert everything() == before


def test_a_reply_keeps_the_handling_and_the_public_answer_apart(stage):
    number = stage.bring_to("pending_approval")
    kept = Reply.objects.filter(assignment__kind="lead").get()
    assert (kept.handling, kept.public_answer) == (REPLY.handling, REPLY.public_answer)
    assert order(number).public_answer == REPLY.public_answer
    assert share(number, stage.water).replied_at == clock.now()


def test_an_assisting_unit_needs_no_public_answer(stage):
    number = stage.bring_to("pending_sign")
    content = actions.ReplyContent(handling="已配合")
    actions.reply_assignment(number, content=content, by=stage.at(stage.helpers["handling"]))
    assert order(number).public_answer == ""


def test_where_no_leader_need_approve_the_reply_goes_on_to_review(cast):
    from dataclasses import replace

    from jiesu.catalogue import actions as catalogue
    from jiesu.catalogue.presets import DEFAULT

    catalogue.publish_pack(replace(DEFAULT, unit_approval=False), by=SYSTEM)
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    assert actions.reply_assignment(number, content=REPLY, by=cast.water_clerk).state == "pending_review"
    last = TimelineEvent.objects.get(verb="approve_reply")
    assert (last.actor_name, last.seq) == ("系统", 5)
    invariants.check(number)


def test_the_centre_sends_back_and_the_answer_is_no_answer_any_more(stage):
    number = stage.bring_to("pending_review")
    refused(actions.send_back, number, "missing", field="reason", reason="", by=stage.reviewer)
    actions.send_back(number, reason="答非所问", by=stage.reviewer)
    assert (order(number).public_answer, order(number).send_back_count) == ("", 1)


def test_a_collected_part_is_sent_back_only_while_the_share_above_is_worked_on(stage):
    number = stage.bring_to("handling")
    section = stage.sections["handling"]
    under = stage.under[section.pk]
    by = stage.at(section)
    actions.delegate_assignment(number, units=[under.pk], by=by)
    actions.sign_assignment(number, by=stage.at(under))
    actions.reply_assignment(number, content=REPLY, by=stage.at(under))
    actions.collect_reply(number, by=by)
    actions.reply_assignment(number, content=REPLY, by=by)
    below = share(number, under).pk
    refused(actions.send_back, number, "holder_not_at_work", share=below, reason="再查", by=by)
    actions.send_back(number, share=share(number, section).pk, reason="再查", by=stage.water_clerk)
    actions.send_back(number, share=below, reason="再查", by=by)
    assert share(number, under).state == "handling"
    refused(actions.reply_assignment, number, "parts_outstanding", content=REPLY, by=by)
    invariants.check(number)


def test_orders_into_which_nothing_can_be_merged(stage):
    number = stage.register()
    secret = stage.register(is_confidential=True)
    ends = {state: stage.bring_to(state) for state in ("draft", "invalid", "merged", "withdrawn")}
    for into, words in (
        (number, "自身"),
        ("99", "没有这个工单"),
        ("x'; --", "没有这个工单"),
        (secret, "没有这个工单"),
        *((into, "已并单") for into in ends.values()),
    ):
        refused(
            actions.merge_order,
            number,
            "cannot_merge",
            field="into",
            words=words,
            into=into,
            by=stage.shift_lead,
        )
    for state in ("handling", "closed", "archived", "guided"):
        other = stage.register()
        actions.merge_order(other, into=stage.bring_to(state), by=stage.shift_lead)
        assert order(other).state == "merged"


def test_an_order_for_which_others_wait_does_not_end_without_an_answer(stage):
    main, other = stage.register(), stage.register()
    actions.merge_order(other, into=main, by=stage.shift_lead)
    refused(actions.withdraw_order, main, "others_merged", words="1件", reason="不要了", by=stage.shift_lead)
    refused(actions.invalidate_order, main, "others_merged", reason_code="invalid_test", by=stage.shift_lead)
    actions.reopen_order(other, reason="另行办理", by=stage.duty_chief)
    actions.withdraw_order(main, reason="不要了", by=stage.shift_lead)
    assert (order(main).state, order(other).state) == ("withdrawn", "pending_dispatch")


def test_a_reason_code_is_of_the_verbs_own_kind(stage):
    number = stage.register()
    for action, code in (
        (actions.transfer_order, "guide_litigation"),
        (actions.guide_order, "transfer_110"),
        (actions.invalidate_order, "return_other"),
    ):
        refused(
            action, number, "unknown_reference", field="reason_code", reason_code=code, by=stage.duty_chief
        )


def test_a_code_out_of_use_is_not_taken(stage):
    from jiesu.catalogue.actions import save_reason
    from jiesu.catalogue.codes import ReasonKind

    save_reason("transfer_110", kind=ReasonKind.TRANSFER, title="报警", is_active=False, by=SYSTEM)
    refused(
        actions.transfer_order,
        stage.register(),
        "unknown_reference",
        reason_code="transfer_110",
        by=stage.duty_chief,
    )


def test_a_transfer_says_whether_all_three_were_on_the_line(stage):
    number = stage.register()
    actions.transfer_order(number, reason_code="transfer_three_way", three_way=True, by=stage.operator)
    assert TimelineEvent.objects.get(order__number=number, seq=2).data == {
        "reason_code": "transfer_three_way", "three_way": True,
    }  # fmt: skip
    assert (order(number).reason_code, order(number).closed_at) == ("transfer_three_way", clock.now())


def test_a_conference_may_find_that_it_is_for_a_court(stage):
    number = stage.bring_to("conference")
    refused(actions.guide_order, number, "not_allowed", reason_code="guide_litigation", by=stage.operator)
    actions.guide_order(number, reason_code="guide_litigation", by=stage.dispatcher)
    assert order(number).state == "guided"
    assert not Assignment.objects.filter(order__number=number, is_current=True).exists()
    invariants.check(number)


@pytest.mark.parametrize("state", ["pending_review", "pending_callback", "closed"])
def test_what_is_answered_cannot_be_withdrawn(stage, state):
    refused(
        actions.withdraw_order, stage.bring_to(state), "wrong_state", reason="不用了", by=stage.duty_chief
    )
