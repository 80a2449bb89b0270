from datetime import timedelta

import pytest

from jiesu.core import clock
from jiesu.telephony.errors import SeatCannot
from jiesu.telephony.seat_states import (
    SEAT_RULES,
    SEAT_STATE_LABELS,
    SEAT_VERB_LABELS,
    Mover,
    SeatLimits,
    SeatState,
    SeatVerb,
    after,
    allowed,
    has_run_over,
    mover_of,
)

S, V = SeatState, SeatVerb


@pytest.mark.parametrize("state", SeatState)
@pytest.mark.parametrize("verb", SeatVerb)
def test_every_pair_of_state_and_verb_obeys_the_table(state, verb):
    (rule,) = [row for row in SEAT_RULES if row.verb is verb]
    if state in rule.sources:
        assert after(state, verb) is rule.target
        assert verb in allowed(state, rule.mover)
    else:
        with pytest.raises(SeatCannot):
            after(state, verb)


def test_every_word_has_its_label():
    assert set(SEAT_STATE_LABELS) == set(SeatState)
    assert set(SEAT_VERB_LABELS) == set(SeatVerb)


def test_the_least_transitions_that_the_field_names():
    day = "sign_in go_ready ring answer hold resume add_third drop_third hang_up finish"
    state, seen = S.OFFLINE, []
    for verb in day.split():
        state = after(state, V(verb))
        seen.append(state)
    assert seen == [
        *(S.SIGNED_IN, S.READY, S.RINGING, S.TALKING, S.HOLDING),
        *(S.TALKING, S.THREE_WAY, S.TALKING, S.AFTER_CALL, S.READY),
    ]
    assert after(S.RINGING, V.NOT_ANSWERED) is S.BUSY


def test_nobody_leaves_a_conversation_by_a_button_but_the_lead_may_end_it():
    for state in (S.TALKING, S.HOLDING, S.THREE_WAY, S.RINGING):
        assert allowed(state, Mover.PERSON) == []
        assert allowed(state, Mover.LEAD) == [V.FORCE_OUT]
    assert mover_of(V.FORCE_OUT) is Mover.LEAD


def test_after_call_work_runs_over_exactly_at_its_limit():
    since, limits = clock.now(), SeatLimits(after_call=timedelta(seconds=60))
    almost = since + timedelta(seconds=59, milliseconds=999)
    assert not has_run_over(S.AFTER_CALL, since, at=almost, limits=limits)
    assert has_run_over(S.AFTER_CALL, since, at=since + timedelta(seconds=60), limits=limits)
    assert not has_run_over(S.TALKING, since, at=since + timedelta(days=1), limits=limits)
