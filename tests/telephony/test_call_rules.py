from datetime import UTC, datetime, timedelta

import pytest

from jiesu.telephony.call_states import (
    CALL_OUTCOME_LABELS,
    CALL_RULES,
    CALL_STATE_LABELS,
    CALLED_BACK,
    CallFact,
    CallOutcome,
    CallState,
    CallStory,
    Direction,
    next_state,
    outcome_of,
    waited,
)
from jiesu.telephony.returning import GAPS, next_attempt

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
IN, OUT = Direction.INBOUND, Direction.OUTBOUND


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("fact", CallFact)
def test_a_fact_moves_a_call_by_the_table_or_not_at_all(state, fact):
    assert next_state(state, fact) is CALL_RULES.get((state, fact), state)


def test_whatever_happened_a_call_ends_and_stays_ended():
    assert {next_state(state, CallFact.ENDED) for state in CallState} == {CallState.ENDED}
    assert {next_state(CallState.ENDED, fact) for fact in CallFact} == {CallState.ENDED}


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        (CallStory(direction=IN, queued_at=NOON, answered_at=NOON, rang=True), CallOutcome.ANSWERED),
        (CallStory(direction=IN, queued_at=NOON, rang=True), CallOutcome.MISSED),
        (CallStory(direction=IN, queued_at=NOON), CallOutcome.ABANDONED),
        (CallStory(direction=IN), CallOutcome.LEFT_EARLY),
        (CallStory(direction=IN, queued_at=NOON, answered_at=NOON, lost=True), CallOutcome.LOST),
        (CallStory(direction=OUT), CallOutcome.NOT_REACHED),
        (CallStory(direction=OUT, answered_at=NOON), CallOutcome.ANSWERED),
    ],
)
def test_what_a_call_came_to(story, outcome):
    assert outcome_of(story) is outcome


def test_calls_that_nobody_took_are_returned():
    assert {CallOutcome.ABANDONED, CallOutcome.MISSED, CallOutcome.LOST} == CALLED_BACK
    assert set(CALL_OUTCOME_LABELS) == set(CallOutcome)
    assert set(CALL_STATE_LABELS) == set(CallState)


def test_waiting_is_counted_from_the_queue():
    assert waited(NOON, until=NOON + timedelta(seconds=7)) == timedelta(seconds=7)
    assert waited(None, until=NOON) == timedelta()


def test_a_missed_call_is_returned_at_once_then_later_then_given_up():
    assert next_attempt(0, at=NOON) == NOON
    assert next_attempt(1, at=NOON) == NOON + timedelta(minutes=30)
    assert next_attempt(2, at=NOON) == NOON + timedelta(hours=2)
    assert next_attempt(len(GAPS), at=NOON) is None
