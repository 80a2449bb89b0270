"""Extension and suspension: the stories of an order that takes longer."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Deadline
from tests.cast import order, share
from tests.workorders import invariants
from tests.workorders.doing import REPLY

TWO_DAYS = TimeLimit(Decimal(2), Measure.WORKING_DAYS)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def handled(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    return number


def test_a_unit_asks_in_time_is_refused_once_and_then_gets_two_days_more(cast, held_clock):
    number = handled(cast)
    held_clock.move_to(at("2026-03-09 11:00"))
    actions.apply_for_extension(number, reason="等待配件", amount=TWO_DAYS, by=cast.water_clerk)
    assert order(number).state == "handling"
    with pytest.raises(Refusal) as refusal:
        actions.approve_extension(number, by=cast.dispatcher)
    assert refusal.value.code == "not_allowed"
    actions.refuse_extension(number, reason="请说明配件到货时间", by=cast.duty_chief)
    actions.apply_for_extension(number, reason="配件3月10日到货", amount=TWO_DAYS, by=cast.water_clerk)
    held_clock.move_to(at("2026-03-10 09:00"))
    assert actions.sweep_deadlines() == 2  # the first contact that never was, and the handling
    actions.approve_extension(number, by=cast.duty_chief)
    assert order(number).due_at == at("2026-03-11 17:30")
    assert Deadline.objects.get(order__number=number, kind="handle").overdue_at is None
    public = selectors.timeline_of(order(number), for_user=None)
    assert [line.verb for line in public] == ["register", "dispatch", "sign", "approve_extension"]

    held_clock.move_to(at("2026-03-11 17:00"))
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    assert Deadline.objects.get(order__number=number, kind="handle").state == "met"
    invariants.check(number)


def test_who_asks_too_late_gets_nothing(cast, held_clock):
    number = handled(cast)
    held_clock.move_to(at("2026-03-09 17:31"))
    with pytest.raises(Refusal) as refusal:
        actions.apply_for_extension(number, reason="等待配件", amount=TWO_DAYS, by=cast.water_clerk)
    assert refusal.value.message() == "不能延期：须在办理期限届满前申请。"


def test_an_order_rests_over_the_national_day_and_goes_on_with_the_time_that_was_left(cast, held_clock):
    held_clock.move_to(at("2026-09-28 09:00"))
    number = handled(cast)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.station)
    held_clock.move_to(at("2026-09-30 17:00"))  # half an hour of this day is left, and three of the next
    actions.apply_for_suspension(
        number, reason_code="suspension_works", reason="道路开挖须节后审批",
        review_on=at("2026-10-09 09:00").date(), by=cast.water_clerk,
    )  # fmt: skip
    actions.approve_suspension(number, by=cast.duty_chief)
    assert selectors.work_list(for_user=cast.water_clerk).items == []
    with pytest.raises(Refusal) as refusal:
        actions.reply_assignment(number, content=REPLY, by=cast.station)
    assert "已挂起" in refusal.value.message()

    held_clock.move_to(at("2026-10-09 18:00"))
    assert actions.sweep_deadlines() == 1  # nobody has reviewed it
    actions.review_suspension(
        number, review_on=at("2026-10-16 09:00").date(), note="审批未下", by=cast.duty_chief
    )
    held_clock.move_to(at("2026-10-12 08:30"))
    actions.resume_order(number, note="审批已下", by=cast.water_clerk)
    # 30 Sep from five: half an hour; 8, 9, 10 Oct: 21 hours. From Monday the 12th: 7, 7, 7 and half an hour.
    assert order(number).due_at == share(number, cast.repair).due_at == at("2026-10-15 09:00")
    held_clock.move_to(at("2026-10-14 16:00"))
    actions.reply_assignment(number, content=REPLY, by=cast.station)
    actions.collect_reply(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    assert set(
        Deadline.objects.filter(order__number=number, kind="handle").values_list("state", flat=True)
    ) == {"met"}
    invariants.check(number)


def test_an_order_that_should_not_count_is_excluded_by_the_assessor(cast, held_clock):
    number = handled(cast)
    actions.apply_for_exclusion(number, reason="台风期间不可抗力", by=cast.water_clerk)
    actions.approve_exclusion(number, note="情况属实", by=cast.assessor)
    assert order(number).is_excluded
    held_clock.move(timedelta(days=30))
    actions.sweep_deadlines()
    assert order(number).is_excluded
    invariants.check(number)
