import pytest

from jiesu.triage.routing import (
    BY_DUTY,
    BY_HISTORY,
    BY_RULE,
    Duty,
    Likely,
    Tally,
    by_rule,
    may_go_alone,
    units_for,
    with_rule,
)

WATER, ROADS, DISTRICT, PARK = 1, 2, 3, 4


def test_the_duty_catalogue_decides_without_history():
    (advice,) = units_for([Likely("010101", 0.9, Duty(WATER, (ROADS,), "条例第三条"))])
    assert (advice.unit, advice.assists, advice.basis, advice.origin) == (
        WATER,
        (ROADS,),
        "条例第三条",
        BY_DUTY,
    )
    assert advice.chance == 0.8  # 0.9 × 8 / 9
    assert "职责目录" in advice.reason


def test_history_outweighs_the_catalogue_in_the_long_run():
    tallies = (Tally(DISTRICT, 100, 2), Tally(WATER, 3, 0))
    best, second = units_for([Likely("010101", 1.0, Duty(WATER), tallies)])
    assert (best.unit, best.origin, second.unit) == (DISTRICT, BY_HISTORY, WATER)
    assert "派给它100件，退回2件" in best.reason


def test_returns_lower_a_suggestion_that_keeps_being_refused():
    chances = [
        units_for([Likely("0101", 1.0, Duty(WATER), (Tally(WATER, returned, returned), Tally(ROADS, 4, 0)))])
        for returned in (0, 2, 6, 20)
    ]
    water = [next(one.chance for one in advice if one.unit == WATER) for advice in chances]
    assert water == sorted(water, reverse=True)
    assert [advice[0].unit for advice in chances] == [WATER, ROADS, ROADS, ROADS]


def test_three_units_are_suggested_at_most_and_doubt_about_the_topic_stays():
    likely = [
        Likely("01", 0.4, Duty(WATER)),
        Likely("02", 0.3, Duty(ROADS)),
        Likely("03", 0.2, Duty(DISTRICT), (Tally(PARK, 1, 0),)),
    ]
    advice = units_for(likely)
    assert [one.unit for one in advice] == [WATER, ROADS, DISTRICT]
    assert sum(one.chance for one in advice) < 0.9


def test_nothing_known_gives_nothing():
    assert units_for([]) == []
    assert units_for([Likely("01", 1.0)]) == []


def test_a_rule_goes_first_and_says_so():
    ruled = by_rule(ROADS, assists=[PARK], rule=7, name="桥梁归公路")
    first, second = with_rule(units_for([Likely("01", 1.0, Duty(WATER))]), ruled)
    assert (first.unit, first.origin, first.rule, second.unit) == (ROADS, BY_RULE, 7, WATER)
    assert "桥梁归公路" in first.reason


@pytest.mark.parametrize(
    ("topic_chance", "threshold", "goes"), [(0.95, 0.8, True), (0.7, 0.8, False), (0.95, None, False)]
)
def test_only_what_is_sure_enough_goes_alone(topic_chance, threshold, goes):
    advice = units_for([Likely("01", 0.95, Duty(WATER), (Tally(WATER, 60, 0),))])
    assert may_go_alone(advice, topic_chance=topic_chance, threshold=threshold) is goes
    assert not may_go_alone([], topic_chance=1.0, threshold=0.1)
