"""Reads: lists that are narrowed and paged, what waits, and the actions that are offered."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from jiesu.catalogue.natures import Nature, Urgency
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Assignment
from jiesu.workorders.selectors import OrderFilter
from jiesu.workorders.states import OrderState
from tests.cast import order
from tests.workorders.doing import REPLY, do
from tests.workorders.expected import STATES

pytestmark = pytest.mark.django_db


def listed(by, **narrowed):
    page = selectors.list_orders(OrderFilter(**narrowed), for_user=by)
    return [row.number for row in page.items]


@pytest.fixture
def several(cast, held_clock):
    """Five orders, the newest last, an hour apart."""
    numbers = []
    for told in (
        {"nature": Nature.HELP, "topic_code": "010101", "area_code": "990101"},
        {"nature": Nature.COMPLAINT, "topic_code": "010102", "area_code": "990102"},
        {"nature": Nature.HELP, "topic_code": "020101", "urgency": Urgency.URGENT},
        {"nature": Nature.CONSULTATION, "topic_code": "", "citizen": None},
        {"nature": Nature.REPORT, "is_confidential": True},
    ):
        numbers.append(cast.register(**told))
        held_clock.move(timedelta(hours=1))
    actions.dispatch_order(numbers[0], lead=cast.water.pk, assists=[cast.repair.pk], by=cast.dispatcher)
    actions.sign_assignment(numbers[0], by=cast.water_clerk)
    actions.delegate_assignment(numbers[0], units=[cast.repair.pk], by=cast.water_clerk)
    return numbers


def test_lists_are_narrowed_by_every_field_and_newest_first(cast, several):
    one, two, three, four, five = several
    by, at = cast.dispatcher, lambda hour: datetime(2026, 3, 2, hour, tzinfo=clock.SHANGHAI)
    for narrowed, found in (
        ({}, [five, four, three, two, one]),
        ({"states": ["handling"]}, [one]),
        ({"states": ["handling", "pending_dispatch"]}, [five, four, three, two, one]),
        ({"nature": "help"}, [three, one]),
        ({"urgency": "urgent"}, [three]),
        ({"topic": "0101"}, [five, two, one]),
        ({"topic": "010102"}, [two]),
        ({"area": "9901"}, [two, one]),
        ({"unit": cast.repair.pk}, [one]),
        ({"unit": cast.power.pk}, []),
        ({"number": one}, [one]),
        ({"number": one[:14]}, [five, four, three, two, one]),
        ({"phone": "138 5123 4567"}, [five, three, two, one]),
        ({"phone": "13800000000"}, []),
        ({"registered_from": at(10), "registered_until": at(12)}, [three, two]),
        ({"overdue_at": at(23) + timedelta(days=20)}, [one]),
        ({"is_problem": True}, []),
        ({"is_problem": False, "nature": "complaint"}, [two]),
        ({"channel": "wechat"}, []),
    ):
        assert listed(by, **narrowed) == found, narrowed


@pytest.mark.parametrize("text", ["\x00", "a\x00", "\ud800", "'; DROP TABLE x; --", "%", "_", "\\"])
def test_hostile_text_finds_nothing(cast, several, text):
    for field in ("number", "topic", "area", "nature", "urgency", "channel", "phone"):
        assert listed(cast.dispatcher, **{field: text}) == []


def test_pages_follow_each_other_without_gap_or_repetition(cast, several):
    seen, cursor = [], None
    while True:
        page = selectors.list_orders(OrderFilter(), for_user=cast.dispatcher, cursor=cursor, size=2)
        seen += [row.number for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == several[::-1]


def test_a_list_takes_one_statement(cast, several, django_assert_max_num_queries):
    for by in (cast.dispatcher, cast.water_clerk):
        with django_assert_max_num_queries(1):
            assert all(row.lead_unit is None or row.lead_unit.name for row in
                       selectors.list_orders(OrderFilter(), for_user=by).items)  # fmt: skip


def test_a_units_list_holds_each_order_once_however_many_shares_it_has(cast, several):
    assert listed(cast.station) == [several[0]]
    assert listed(cast.water_clerk) == [several[0]]


def test_what_waits_is_ordered_by_its_deadline(cast, held_clock):
    slow = cast.register(nature=Nature.COMPLAINT)
    quick = cast.register(nature=Nature.CONSULTATION)
    done = cast.register(nature=Nature.CONSULTATION)
    for number in (slow, quick, done):
        actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(done, by=cast.water_clerk)
    actions.reply_assignment(done, content=REPLY, by=cast.water_clerk)
    assert [row.order.number for row in selectors.work_list(for_user=cast.water_clerk).items] == [
        quick,
        done,
        slow,
    ]
    actions.approve_reply(done, by=cast.water_leader)
    assert [row.order.number for row in selectors.work_list(for_user=cast.water_clerk).items] == [quick, slow]
    assert selectors.work_list(for_user=cast.power_clerk).items == []
    assert selectors.work_list(for_user=cast.dispatcher).items == []


def test_orders_are_counted_by_state_as_far_as_they_may_be_seen(cast, several):
    assert selectors.state_counts(for_user=cast.dispatcher) == {
        OrderState.PENDING_DISPATCH: 4,
        OrderState.HANDLING: 1,
    }
    assert selectors.state_counts(for_user=cast.assessor)[OrderState.PENDING_DISPATCH] == 3
    assert selectors.state_counts(for_user=cast.water_clerk) == {OrderState.HANDLING: 1}
    assert selectors.state_counts(for_user=cast.power_clerk) == {}


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_can_be_done(stage, state):
    number = stage.bring_to(state)
    people = [
        stage.operator, stage.shift_lead, stage.dispatcher, stage.reviewer, stage.callback, stage.duty_chief,
        stage.assessor, stage.supervisor, stage.water_clerk, stage.water_leader, stage.power_clerk,
        *(stage.at(unit) for unit in (*stage.helpers.values(), *stage.sections.values())),
    ]  # fmt: skip
    offered = set()
    for by in people:
        for item in selectors.allowed_actions(order(number), for_user=by):
            offered.add(item.verb)
            if not _needs_a_place_below(stage, item):
                with transaction.atomic():
                    savepoint = transaction.savepoint()
                    do(item.verb, number, stage, by=by, share=item.share)
                    transaction.savepoint_rollback(savepoint)
    assert "annotate" in offered


def _needs_a_place_below(stage, item):
    """Sets the units for a delegation; true when the share's unit has none below it."""
    if item.verb == "delegate":
        held = Assignment.objects.get(pk=item.share)
        stage.below = [stage.spare.pk] if held.kind == "lead" else []
        if held.unit_id in stage.under:
            stage.below = [stage.under[held.unit_id].pk]
    return item.verb == "delegate" and not stage.below


def test_what_the_conditions_forbid_is_not_offered(stage):
    number = stage.bring_to("handling")

    def verbs(by):
        return {item.verb for item in selectors.allowed_actions(order(number), for_user=by)}

    assert not verbs(stage.water_clerk) & {"reply", "object"}  # parts are outstanding, nothing was refused
    assert not verbs(stage.duty_chief) & {"approve_extension", "approve_suspension"}
    do("apply_extension", number, stage, by=stage.water_clerk)
    assert "apply_extension" not in verbs(stage.water_clerk)
    assert "approve_extension" in verbs(stage.duty_chief)


def test_an_action_says_what_it_needs(stage):
    number = stage.bring_to("pending_dispatch")
    offered = {
        item.verb: item for item in selectors.allowed_actions(order(number), for_user=stage.dispatcher)
    }
    assert (offered["dispatch"].label, offered["dispatch"].needs) == ("派单", ("lead",))
    assert offered["dispatch"].permission == "dispatch_order"


def test_clocks_are_read_with_their_lamp_and_the_time_that_is_left(cast, held_clock):
    number = cast.register()
    for minutes, lamp, left in (
        (0, "on_time", 210),
        (175, "due_soon", 35),
        (330, "due_soon", 0),
        (331, "overdue", -1),
    ):
        at = datetime(2026, 3, 2, 9, tzinfo=clock.SHANGHAI) + timedelta(minutes=minutes)
        (reading,) = selectors.clocks_of(order(number), at=at)
        assert (reading.lamp.value, reading.left) == (lamp, timedelta(minutes=left))
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    reading = selectors.clocks_of(order(number))[0]
    assert (reading.state, reading.left, reading.lamp) == ("met", None, None)


def test_the_parts_of_an_order_are_read_in_order(stage):
    number = stage.bring_to("return_requested")
    row = order(number)
    assert selectors.shares_of(row)[0].kind == "lead"
    assert {item.kind for item in selectors.applications_of(row)} == {"return"}
    assert selectors.attachments_of(row, for_user=stage.dispatcher) == []
    assert selectors.rules_under(row)[0] == "default"


def test_an_order_is_got_by_its_number_or_not_found(cast):
    number = cast.register()
    assert selectors.get_order(number, for_user=cast.dispatcher).number == number
    for wrong in ("", "x", "0" * 24, number + "0", "\x00"):
        with pytest.raises(Refusal) as refusal:
            selectors.get_order(wrong, for_user=cast.dispatcher)
        assert refusal.value.code == "not_found"
