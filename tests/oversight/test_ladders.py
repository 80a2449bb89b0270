"""The escalation ladder: each row of the one that ships, its moments, and what cannot be one."""

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

import pytest

from jiesu.catalogue.calendar import Measure, TimeLimit, Window, WorkingCalendar
from jiesu.catalogue.packs import ClockKind
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import InvalidInput
from jiesu.oversight.ladder_json import ladder_in, ladder_out
from jiesu.oversight.ladders import (
    CONDITION_LABELS,
    LEVEL_LABELS,
    PRESET,
    Condition,
    Level,
    Rung,
    check_ladder,
    counted,
    next_moment,
    timed,
)
from jiesu.oversight.problems import Ledger
from jiesu.oversight.supervision import COLOUR_LABELS, Colour

DAY = WorkingCalendar(windows=(Window(time(9), time(12)), Window(time(14), time(18))))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


DUE = at("03-06 16:00")  # a Friday

LATE = [
    (ClockKind.SIGN, "03-06 16:00", "unit_leader", ("催办", "列入超期签收台账"), "签收时限已过期"),
    (ClockKind.SIGN, "03-09 18:00", "unit_leader", ("蓝色督办",), "签收时限超过1工作日"),
    *(
        row
        for clock, name in ((ClockKind.HANDLE, "办理时限"), (ClockKind.REWORK, "重办时限"))
        for row in (
            (clock, "03-09 18:00", "unit_leader", ("催办", "列入超期办理台账"), f"{name}超过1工作日"),
            (clock, "03-11 18:00", "unit_leader", ("蓝色督办",), f"{name}超过3工作日"),
            (clock, "03-13 18:00", "deputy_secretary", ("黄色督办", "列入通报"), f"{name}超过5工作日"),
            (clock, "03-20 18:00", "mayor", ("红色督办", "列入通报"), f"{name}超过10工作日"),
        )
    ),
]


@pytest.mark.parametrize("clock", [ClockKind.SIGN, ClockKind.HANDLE, ClockKind.REWORK])
def test_each_rung_of_a_late_clock_has_its_moment_its_level_and_its_reason(clock):
    steps = list(timed(PRESET, Condition.OVERDUE, since=DUE, calendar=DAY, clock=clock))

    told = [(clock, step.moment, step.rung.level.value, step.rung.acts, step.why) for step in steps]
    assert told == [(row[0], at(row[1]), *row[2:]) for row in LATE if row[0] is clock]


@pytest.mark.parametrize("clock", [kind for kind in ClockKind if kind not in {row[0] for row in LATE}])
def test_other_clocks_bring_no_step(clock):
    assert list(timed(PRESET, Condition.OVERDUE, since=DUE, calendar=DAY, clock=clock)) == []


@pytest.mark.parametrize(
    ("condition", "times", "expected"),
    [
        (Condition.REWORKED, 1, []),
        (Condition.REWORKED, 2, [("unit_leader", ("蓝色督办",), "第2次重办")]),
        (
            Condition.REWORKED,
            3,
            [("deputy_secretary", ("黄色督办", "列入多次不满意台账", "列入通报"), "第3次重办")],
        ),
        (Condition.REWORKED, 4, []),
        (Condition.RETURNED, 2, []),
        (Condition.RETURNED, 3, [("deputy_secretary", ("提请疑难会商",), "第3次申请退单")]),
        (
            Condition.SHIRKED,
            3,
            [("deputy_secretary", ("列入推诿扯皮台账", "列入通报"), "已有3家单位退单")],
        ),
        (Condition.GATHERED, 4, []),
        (Condition.GATHERED, 5, [("unit_leader", ("列入多人反映台账",), "已并入5件相同诉求")]),
    ],
)
def test_the_so_many_th_time_brings_its_step(condition, times, expected):
    steps = counted(PRESET, condition, times=times, at=DUE)

    assert [(step.rung.level.value, step.rung.acts, step.why) for step in steps] == expected


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        (Colour.BLUE, [("deputy_secretary", ("黄色督办",), "蓝色督办反馈已过期")]),
        (Colour.YELLOW, [("mayor", ("红色督办", "列入通报"), "黄色督办反馈已过期")]),
        (Colour.RED, []),
    ],
)
def test_what_is_not_answered_goes_one_level_up_with_the_next_colour(colour, expected):
    steps = list(timed(PRESET, Condition.UNANSWERED, since=DUE, calendar=DAY, colour=colour))

    assert [(step.rung.level.value, step.rung.acts, step.why) for step in steps] == expected
    assert {step.moment for step in steps} <= {DUE}


def test_the_next_moment_is_the_first_that_lies_ahead():
    steps = list(timed(PRESET, Condition.OVERDUE, since=DUE, calendar=DAY, clock=ClockKind.HANDLE))

    assert next_moment(steps, after=DUE) == at("03-09 18:00")
    assert next_moment(steps, after=at("03-09 18:00")) == at("03-11 18:00")
    assert next_moment(steps, after=at("03-20 18:00")) is None


def test_the_ladder_that_ships_can_be_worked_by_and_stored():
    check_ladder(PRESET)

    assert ladder_in(ladder_out(PRESET)) == PRESET


ONE_DAY = TimeLimit(Decimal(1), Measure.WORKING_DAYS)
GOOD = Rung(condition=Condition.OVERDUE, clock=ClockKind.HANDLE, after=ONE_DAY, urge=True)


@pytest.mark.parametrize(
    "ladder",
    [
        (),
        (GOOD, GOOD),
        (replace(GOOD, urge=False),),
        (replace(GOOD, after=None),),
        (replace(GOOD, clock=None),),
        (replace(GOOD, times=2),),
        (Rung(condition=Condition.REWORKED, urge=True),),
        (Rung(condition=Condition.REWORKED, times=2, after=ONE_DAY, urge=True),),
        (Rung(condition=Condition.UNANSWERED, after=ONE_DAY, urge=True),),
        (Rung(condition=Condition.REWORKED, times=2, clock=ClockKind.HANDLE, urge=True),),
        (Rung(condition=Condition.DECISION, times=1, urge=True),),
        tuple(replace(GOOD, after=TimeLimit(Decimal(n), Measure.WORKING_DAYS)) for n in range(61)),
    ],
)
def test_a_ladder_that_cannot_be_worked_by_is_refused(ladder):
    with pytest.raises(InvalidInput) as refusal:
        check_ladder(ladder)
    assert refusal.value.message("zh")
    assert refusal.value.message("en")


def test_every_word_has_its_label():
    assert set(CONDITION_LABELS) == set(Condition)
    assert set(LEVEL_LABELS) == set(Level)
    assert set(COLOUR_LABELS) == set(Colour)
    assert set(Ledger)
