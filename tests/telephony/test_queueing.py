from datetime import UTC, datetime, timedelta

from jiesu.telephony.queueing import (
    FreeSeat,
    QueueRule,
    WaitingCall,
    expected_wait,
    next_pair,
    penalty,
    queue_now,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUEUES = {
    "general": QueueRule(code="general"),
    "enterprise": QueueRule(
        code="enterprise", skill="enterprise", overflow="general", patience=timedelta(seconds=30)
    ),
    "urgent": QueueRule(code="urgent", priority=10),
}


def call(key, queue="general", *, ago=0, priority=0):
    return WaitingCall(key=key, queue=queue, since=NOON - timedelta(seconds=ago), priority=priority)


def seat(number, *, ago=0, **levels):
    return FreeSeat(number=number, since=NOON - timedelta(seconds=ago), levels=levels)


def chosen(calls, seats):
    pair = next_pair(calls, seats, QUEUES, at=NOON)
    return pair and (pair[0].key, pair[1].number)


def test_the_longest_waiting_call_goes_to_the_longest_free_seat():
    assert chosen([call("a", ago=5), call("b", ago=9)], [seat("1", ago=1), seat("2", ago=8)]) == ("b", "2")


def test_priority_goes_before_waiting_until_waiting_has_outgrown_it():
    assert chosen([call("a", ago=300), call("b", "urgent")], [seat("1")]) == ("b", "1")
    assert chosen([call("a", ago=660), call("b", "urgent")], [seat("1")]) == ("a", "1")


def test_a_skill_is_needed_and_the_best_comes_first():
    enterprise = [call("a", "enterprise", ago=5)]
    assert chosen(enterprise, [seat("1")]) is None
    assert chosen(enterprise, [seat("1", enterprise=2), seat("2", enterprise=5)]) == ("a", "2")


def test_after_its_patience_a_call_flows_over_to_everybody():
    waiting = call("a", "enterprise", ago=30)
    assert queue_now(waiting, QUEUES, at=NOON).code == "general"
    assert chosen([waiting], [seat("1")]) == ("a", "1")


def test_a_call_whose_skill_nobody_has_does_not_block_the_next():
    assert chosen([call("a", "enterprise", ago=20), call("b", ago=1)], [seat("1")]) == ("b", "1")


def test_queues_that_flow_over_into_each_other_do_not_turn_for_ever():
    ring = {
        "a": QueueRule(code="a", overflow="b", patience=timedelta()),
        "b": QueueRule(code="b", overflow="a", patience=timedelta()),
    }
    assert queue_now(call("x", "a", ago=9), ring, at=NOON).code == "b"


def test_levels_are_penalties_to_the_switch():
    assert [penalty(level) for level in (5, 4, 1, 0, 9)] == [0, 1, 4, 4, 0]


def test_the_announced_wait():
    assert expected_wait(3, seats=2, handling=timedelta(minutes=4)) == timedelta(minutes=8)
    assert expected_wait(3, seats=0, handling=timedelta(minutes=4)) is None
