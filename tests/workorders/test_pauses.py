"""The timeline tells when the clocks stood still."""

from collections import namedtuple
from datetime import UTC, datetime

from jiesu.workorders.pauses import Pause, pauses_in, within


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


Line = namedtuple("Line", "at from_state to_state")  # noqa: PYI024
STORY = [
    Line(moment(1), "", "pending_dispatch"),
    Line(moment(2), "handling", "suspended"),
    Line(moment(3), "suspended", "suspended"),
    Line(moment(5), "suspended", "handling"),
    Line(moment(7), "return_requested", "conference"),
]


def test_a_pause_begins_and_ends_with_the_states():
    assert pauses_in(STORY) == [Pause(moment(2), moment(5)), Pause(moment(7), None)]
    assert pauses_in(STORY[:1]) == []


def test_only_what_fell_into_a_clocks_time_belongs_to_it():
    assert within(pauses_in(STORY), start=moment(1), end=moment(6)) == [Pause(moment(2), moment(5))]
