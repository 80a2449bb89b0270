from datetime import UTC, datetime, timedelta

import pytest

from jiesu.triage.heat import heat_of, place_named
from jiesu.triage.messages import Message

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def message(user, *, days_ago=0, reactions=0):
    return Message(user, user, "停水", "停水三天", NOON - timedelta(days=days_ago), reactions)


def test_heat_of_two_people_on_one_day():
    heat = heat_of([message("a"), message("b", reactions=7)], until=NOON)
    assert heat.people == 4.0
    assert heat.rate == pytest.approx(2 * 1.58496, abs=1e-4)
    assert heat.growth == pytest.approx(1.58496, abs=1e-4)
    assert (heat.spread, heat.reactions) == (1.0, 1.5)
    assert heat.total == pytest.approx(4 + 3.16993 + 1.58496 + 1 + 1.5, abs=1e-4)


def test_one_person_who_writes_often_is_not_many_people():
    often = heat_of([message("a", days_ago=day) for day in range(8)], until=NOON)
    many = heat_of([message(f"u{day}", days_ago=day) for day in range(8)], until=NOON)
    assert (often.people, many.people) == (0.0, 12.0)


def test_an_issue_that_grows_is_hotter_than_one_that_fades():
    grows = [message("a"), message("b"), message("c", days_ago=45)]
    fades = [message("a", days_ago=45), message("b", days_ago=45), message("c")]
    assert heat_of(grows, until=NOON).growth > heat_of(fades, until=NOON).growth == 0.0


def test_messages_without_a_time_count_for_people_only():
    timeless = [Message("1", "a", "停水", "", None), Message("2", "b", "停水", "", None)]
    assert heat_of(timeless, until=None).total == 4.0


def test_the_place_is_the_name_that_most_messages_contain():
    texts = ["a2区丽发新城建搅拌站", "丽发新城小区灰尘", "暮云搅拌站"]
    names = [frozenset({"区丽发新城"}), frozenset({"丽发新城小区"}), frozenset()]
    assert place_named(names, texts) == "丽发新城"
    assert place_named([frozenset()], ["停水"]) == ""
