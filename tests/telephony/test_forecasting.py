import json
import random
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner

from jiesu.cli.commands import jiesu
from jiesu.telephony.erlang import Goal
from jiesu.telephony.forecasting import DayCalls, DayShape, by_half_hour, chance_of, held_out, learn, shape_of
from jiesu.telephony.what_if import Supposed, day_plan
from tests.architecture.house import ROOT

REQUESTS = ROOT.parent / "shared" / "data" / "service_requests" / "baltimore_311.csv"
MONDAY = date(2026, 3, 2)


def _days(count, per_slot=lambda day, slot: 4):
    days = (MONDAY + timedelta(days=number) for number in range(count))
    return [DayCalls(day, [per_slot(day, slot) for slot in range(48)], day.weekday() < 5) for day in days]


@pytest.mark.parametrize(
    ("day", "works", "shape"),
    [
        (MONDAY, True, DayShape.WORKING),
        (MONDAY, False, DayShape.HOLIDAY),
        (MONDAY + timedelta(days=5), False, DayShape.SATURDAY),
        (MONDAY + timedelta(days=5), True, DayShape.WORKING),
        (MONDAY + timedelta(days=6), False, DayShape.SUNDAY),
    ],
)
def test_a_day_is_like_others_of_its_shape(day, works, shape):
    assert shape_of(day, is_working=works) is shape


def test_the_same_every_day_is_forecast_as_it_was():
    told = learn(_days(56)).day(MONDAY + timedelta(days=56), is_working=True)
    assert told == pytest.approx([4.0] * 48)


def test_weekends_and_hours_have_their_own_shape():
    learnt = learn(
        _days(140, lambda day, slot: (8 if 16 <= slot < 36 else 2) // (1 if day.weekday() < 5 else 2))
    )
    working = learnt.day(MONDAY + timedelta(days=140), is_working=True)
    sunday = learnt.day(MONDAY + timedelta(days=146), is_working=False)
    assert working[20] == pytest.approx(8, rel=0.05)
    assert working[4] == pytest.approx(2, rel=0.1)
    assert sum(sunday) / sum(working) == pytest.approx(0.5, rel=0.1)


def test_what_changed_lately_counts_more():
    learnt = learn(_days(112, lambda day, slot: 4 if day < MONDAY + timedelta(days=56) else 8))
    assert learnt.day(MONDAY + timedelta(days=112), is_working=True)[0] > 6.5


def test_an_event_multiplies_the_day():
    learnt = learn(_days(56))
    day = MONDAY + timedelta(days=56)
    assert sum(learnt.day(day, is_working=True, event=1.5)) == pytest.approx(
        1.5 * sum(learnt.day(day, is_working=True))
    )


def test_months_differ_once_a_year_is_known():
    learnt = learn(_days(800, lambda day, slot: 8 if day.month == 7 else 4))
    july, march = (sum(learnt.day(date(2028, month, 3), is_working=True)) for month in (7, 3))
    assert july / march == pytest.approx(2, rel=0.15)


@pytest.mark.parametrize("history", [[], [DayCalls(MONDAY, [0] * 48, is_working=True)]])
def test_without_calls_nothing_is_forecast(history):
    with pytest.raises(ValueError, match="days with calls"):
        learn(history)


@pytest.mark.parametrize("rate", [0.05, 1, 3.7, 20])
def test_chance_is_poissons_mean_deviation(rate):
    random.seed(7)
    drawn = [sum(1 for _ in range(2000) if random.random() < rate / 2000) for _ in range(1500)]
    assert chance_of(rate) == pytest.approx(sum(abs(one - rate) for one in drawn) / 1500, rel=0.12)


def test_moments_become_days_without_gaps():
    days = by_half_hour(map(datetime.fromisoformat, ("2026-03-02T09:29", "2026-03-04T09:30")), is_working={})
    assert [(one.day.day, one.total) for one in days] == [(2, 1), (3, 0), (4, 1)]
    assert (days[0].counts[18], days[2].counts[19]) == (1, 1)


def test_too_short_a_history_is_refused():
    with pytest.raises(ValueError, match="too short"):
        held_out(_days(20), weeks=2)


def test_real_requests_are_forecast_better_than_by_last_week():
    done = CliRunner().invoke(
        jiesu,
        ["staffing", "forecast", str(REQUESTS), "--column", "CreatedDate", "--format", "%m/%d/%Y %I:%M:%S %p",
         "--weeks", "8"],
    )  # fmt: skip
    told = json.loads(done.output)
    assert told["calls"] == 285
    assert told["wape_daily"] < 0.85 * told["naive_daily"]
    assert told["wape"] < 1.02 * told["floor"]


def test_an_unknown_column_is_named():
    done = CliRunner().invoke(jiesu, ["staffing", "forecast", str(REQUESTS), "--column", "When"])
    assert done.exit_code != 0
    assert "no column 'When'" in done.output


def test_a_plan_says_what_ten_ill_and_a_fifth_more_calls_come_to():
    usual, then = (
        day_plan([100.0] * 48, handling=250, goal=Goal(), supposed=supposed)[20]
        for supposed in (None, Supposed(more=0.2, absent=10))
    )
    assert (usual.seats, usual.rostered) == (20, 29)
    assert usual.level == usual.level_then > 0.9
    assert (then.calls_then, then.seats_then, then.level_then) == (120.0, 10, 0.0)
