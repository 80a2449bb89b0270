import pytest

from jiesu.telephony.erlang import Goal, Load, blocking, seats_needed, service_level, staffing, waiting
from jiesu.telephony.errors import NotEnoughSeats
from tests.telephony.queue_simulation import answered_within


@pytest.mark.parametrize(
    ("calls", "handling", "seats"),
    [(60, 240, 10), (60, 240, 12), (300, 250, 47), (300, 250, 50), (900, 200, 108)],
)
def test_the_formula_agrees_with_a_simulated_queue_within_two_percentage_points(calls, handling, seats):
    formula = service_level(Load(calls=calls, handling=handling), seats, within=15)
    seen = answered_within(15, calls=calls, interval=1800, handling=handling, seats=seats)
    assert abs(formula - seen) < 0.02


def test_known_values_of_the_tables():
    assert round(blocking(10, 10), 4) == 0.2146
    assert round(waiting(8, 10), 4) == 0.4092
    assert round(waiting(1, 2), 6) == round(1 / 3, 6)


def test_a_very_large_centre_neither_overflows_nor_loses_digits():
    found = seats_needed(Load(calls=30_000, handling=250), Goal(occupancy=1.0))
    assert 4166 < found.seats < 4300
    assert 0.9 <= found.service_level < 1


@pytest.mark.parametrize("calls", [1, 7, 40, 200, 1000])
def test_one_seat_fewer_would_miss_the_goal_or_the_occupancy(calls):
    load, goal = Load(calls=calls, handling=240), Goal()
    found = seats_needed(load, goal)
    assert found.service_level >= goal.share
    assert found.occupancy <= goal.occupancy
    fewer = found.seats - 1
    assert (
        fewer <= load.erlangs
        or load.erlangs / fewer > goal.occupancy
        or service_level(load, fewer, within=goal.seconds) < goal.share
    )


def test_shrinkage_puts_more_people_on_the_roster_than_seats():
    found = staffing(Load(calls=60, handling=240), 14, goal=Goal(shrinkage=0.3))
    assert (found.seats, found.rostered) == (14, 20)


def test_nobody_is_needed_where_nobody_calls():
    found = seats_needed(Load(calls=0, handling=240), Goal())
    assert (found.seats, found.rostered, found.service_level, found.speed_of_answer) == (0, 0, 1.0, 0.0)


def test_fewer_seats_than_erlangs_are_refused():
    with pytest.raises(NotEnoughSeats) as refusal:
        service_level(Load(calls=60, handling=240), 8, within=15)
    assert refusal.value.params == {"seats": 8, "load": 8.0}
