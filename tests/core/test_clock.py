from datetime import UTC, datetime, timedelta

from jiesu.core import clock


def test_the_present_is_aware_and_in_utc():
    before = datetime.now(tz=UTC)
    assert before <= clock.now() <= datetime.now(tz=UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_a_held_clock_stands_until_it_is_moved():
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.held_at(start) as held:
        assert clock.now() == start
        assert held.move(timedelta(minutes=5)) == start + timedelta(minutes=5)
        assert clock.now() == start + timedelta(minutes=5)
        held.move_to(start)
        assert clock.now() == start


def test_letting_go_of_a_clock_gives_back_the_one_before():
    first, second = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    with clock.held_at(first):
        with clock.held_at(second):
            assert clock.now() == second
        assert clock.now() == first
    assert clock.now() > second


def test_tests_begin_on_a_monday_morning(held_clock):
    assert f"{clock.now().astimezone(clock.SHANGHAI):%A %F %R}" == "Monday 2026-03-02 09:00"
