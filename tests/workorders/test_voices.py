"""When a citizen may rate, add something, ask once more: every state, every reason."""

import pytest

from jiesu.workorders import errors, voices
from jiesu.workorders.progress import Reached, Station, steps
from jiesu.workorders.states import OrderState as S
from jiesu.workorders.voices import Position

RATED = {S.PENDING_CALLBACK, S.DIRECT_ANSWERED, S.CLOSED, S.ARCHIVED}
ADDED = {
    S.PENDING_DISPATCH,
    S.PENDING_SIGN,
    S.RETURN_REQUESTED,
    S.CONFERENCE,
    S.HANDLING,
    S.SUSPENDED,
    S.PENDING_APPROVAL,
    S.PENDING_REVIEW,
}
ASKED = {S.CLOSED, S.DIRECT_ANSWERED, S.ARCHIVED}


@pytest.mark.parametrize("state", list(S))
def test_what_may_be_said_follows_from_the_state(state):
    position = Position(state=state, answered=True)

    assert (voices.rating_refused(position) is None) == (state in RATED)
    assert (voices.adding_refused(position) is None) == (state in ADDED)
    assert (voices.asking_again_refused(position) is None) == (state in ASKED)


@pytest.mark.parametrize(
    ("rule", "given", "refusal"),
    [
        (voices.rating_refused, {"answered": False}, errors.NothingToRate),
        (voices.rating_refused, {"heard": True}, errors.RatedAlready),
        (voices.asking_again_refused, {"answered": False}, errors.NotToBeAskedAgain),
        (voices.asking_again_refused, {"asked_again": 1}, errors.AskedAgain),
        (voices.asking_again_refused, {"finally_answered": True}, errors.FinallyAnswered),
    ],
)
def test_each_refusal_has_its_own_reason(rule, given, refusal):
    position = Position(**{"state": S.CLOSED, "answered": True, **given})

    assert type(rule(position)) is refusal
    assert rule(position).message("zh") != rule(position).message("en")


def test_something_can_be_added_three_times():
    kinds = [type(voices.adding_refused(Position(state=S.HANDLING, added=n))) for n in range(5)]

    assert kinds == [type(None)] * 3 + [errors.AddedOften] * 2


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_place_on_the_way(state):
    shown = steps(state, dispatched=True)

    assert len(shown) in (2, len(Station))
    reached = [step.reached for step in shown]
    order = [Reached.DONE, Reached.NOW, Reached.LATER]
    assert reached == sorted(reached, key=order.index)
    assert reached.count(Reached.NOW) <= 1


@pytest.mark.parametrize(
    ("state", "now"),
    [
        (S.PENDING_DISPATCH, 0),
        (S.PENDING_SIGN, 1),
        (S.HANDLING, 2),
        (S.PENDING_REVIEW, 2),
        (S.PENDING_CALLBACK, 3),
    ],
)
def test_the_step_of_the_present_is_marked(state, now):
    assert [step.reached for step in steps(state, dispatched=True)].index(Reached.NOW) == now


def test_what_no_unit_had_goes_the_short_way_even_from_the_archive():
    assert [step.label for step in steps(S.ARCHIVED, dispatched=False)] == ["已受理", "已办结"]
    assert [step.label for step in steps(S.GUIDED, dispatched=False)] == ["已受理", "已引导"]
