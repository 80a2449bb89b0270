"""The plain story: a burst pipe, from the call to the archive, with everybody who has a part in it."""

from datetime import datetime, timedelta

import pytest

from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Deadline, TimelineEvent
from jiesu.workorders.registration import Registration
from tests.cast import CITIZEN, order, share
from tests.workorders import invariants
from tests.workorders.doing import GOOD


def test_an_appeal_travels_from_the_call_to_the_archive(cast, held_clock):
    told = Registration(
        content="和平路88号门口水管爆了，水流到马路上。", topic_code="010101", citizen=CITIZEN
    )
    receipt = actions.register_order(told, by=cast.operator)
    number = receipt.number

    held_clock.move(timedelta(hours=1))
    actions.dispatch_order(
        number, lead=cast.water.pk, assists=[cast.county.pk], instructions="请尽快止水", by=cast.dispatcher
    )
    assert [item.order.number for item in selectors.work_list(for_user=cast.water_clerk).items] == [number]

    held_clock.move(timedelta(hours=1))
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.district)
    actions.record_contact(number, note="已告知市民抢修安排", by=cast.water_clerk)
    actions.delegate_assignment(number, units=[cast.repair.pk], instructions="关阀抢修", by=cast.water_clerk)
    assert [item.order.number for item in selectors.work_list(for_user=cast.station).items] == [number]

    held_clock.move(timedelta(hours=3))
    actions.sign_assignment(number, by=cast.station)
    actions.reply_assignment(number, content=actions.ReplyContent(handling="更换管道12米"), by=cast.station)
    actions.reply_assignment(number, content=actions.ReplyContent(handling="已疏导交通"), by=cast.district)
    with pytest.raises(Refusal) as refusal:
        actions.reply_assignment(number, content=_answer(), by=cast.water_clerk)
    assert refusal.value.message() == "还有2个协办或下派单位的反馈没有采纳，不能汇总反馈。"
    for part in (cast.repair, cast.county):
        actions.collect_reply(number, share=share(number, part).pk, by=cast.water_clerk)

    held_clock.move_to(datetime(2026, 3, 3, 10, tzinfo=clock.SHANGHAI))
    actions.reply_assignment(number, content=_answer(), by=cast.water_clerk)
    actions.reject_reply(number, reason="写明恢复供水时间", by=cast.water_leader)
    actions.reply_assignment(number, content=_answer("当日16时恢复供水。"), by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    assert selectors.citizens_story(number, receipt.query_code).answer == ""
    actions.review_order(number, by=cast.reviewer)

    held_clock.move(timedelta(days=1))
    actions.record_callback(number, answers=GOOD, by=cast.callback)
    actions.close_order(number, by=cast.callback)
    held_clock.move(timedelta(days=30))
    actions.archive_order(number, by=cast.callback)

    _everybody_kept_time(number)
    _the_history_is_complete(number)
    _the_citizen_reads_what_is_theirs(receipt)
    invariants.check(number)


def _answer(more=""):
    return actions.ReplyContent(
        handling="抢修科更换管道12米，区里疏导交通。",
        public_answer=f"漏水点已修复。{more}",
        facts_confirmed=True,
    )


def _everybody_kept_time(number):
    clocks = Deadline.objects.filter(order__number=number)
    assert sorted(clocks.values_list("kind", "state")) == sorted(
        [
            ("dispatch", "met"), ("sign", "met"), ("return", "cancelled"), ("first_contact", "met"),
            ("handle", "met"), ("sign", "met"), ("handle", "met"), ("sign", "met"), ("handle", "met"),
            ("review", "met"), ("callback", "met"),
        ]
    )  # fmt: skip


def _the_history_is_complete(number):
    lines = TimelineEvent.objects.filter(order__number=number).order_by("seq")
    assert [line.verb for line in lines] == [
        "register", "dispatch", "sign", "sign", "contact", "delegate", "sign", "reply", "reply", "collect",
        "collect", "reply", "reject_reply", "reply", "approve_reply", "review", "record_callback", "close",
        "archive",
    ]  # fmt: skip
    told = JournalEntry.objects.filter(subject=number).order_by("pk").values_list("name", flat=True)
    assert [name.partition(".")[2] for name in told if name != "workorders.OrderChanged"] == [
        "OrderRegistered", "OrderDispatched", "OrderReplied", "ReplyAccepted", "CalledBack", "OrderClosed",
    ]  # fmt: skip
    kept = order(number)
    assert (kept.state, kept.first_satisfaction, kept.final_resolution) == (
        "archived",
        "satisfied",
        "resolved",
    )


def _the_citizen_reads_what_is_theirs(receipt):
    story = selectors.citizens_story(receipt.number, receipt.query_code)
    assert story.answer == "漏水点已修复。当日16时恢复供水。"
    assert [line.label for line in story.lines] == ["登记", "派单", "签收", "审核通过", "办结"]
    assert not [line for line in story.lines if line.note]
