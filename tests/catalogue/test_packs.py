"""The packs that ship, figure by figure, and the rules that every pack obeys."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.catalogue.calendar import NATURAL, Measure, StartDay, TimeLimit
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.pack_json import from_json, to_json
from jiesu.catalogue.packs import (
    CLOCK_LABELS,
    CallbackRule,
    ClockKind,
    ExtensionRule,
    LimitRow,
    Pack,
    ReturnRule,
    ReworkRule,
    check_pack,
)
from jiesu.catalogue.presets import PRESETS
from jiesu.core.errors import InvalidInput

BY_CODE = {pack.code: pack for pack in PRESETS}
EVERY_PACK = pytest.mark.parametrize("pack", PRESETS, ids=lambda pack: pack.code)
C, U = ClockKind, Urgency
CONSULTATION, HELP, SUGGESTION = Nature.CONSULTATION, Nature.HELP, Nature.SUGGESTION
COMPLAINT, REPORT = Nature.COMPLAINT, Nature.REPORT


def row(pack: str, clock: ClockKind, *, nature=HELP, urgency=U.NORMAL) -> LimitRow:
    found = BY_CODE[pack].limit_for(clock, nature=nature, urgency=urgency)
    assert found is not None
    return found


def test_the_packs_of_five_places_and_a_default_ship():
    assert [pack.code for pack in PRESETS] == [
        "default",
        "sichuan_2025",
        "beijing_2022",
        "lvliang_2024",
        "kaijiang_2022",
        "shandong_2020",
    ]


@pytest.mark.parametrize(
    ("pack", "nature", "limit"),
    [
        ("sichuan_2025", CONSULTATION, "3工作日"),
        ("sichuan_2025", HELP, "7工作日"),
        ("sichuan_2025", SUGGESTION, "7工作日"),
        ("sichuan_2025", COMPLAINT, "15工作日"),
        ("sichuan_2025", REPORT, "15工作日"),
        ("beijing_2022", CONSULTATION, "7日"),
        ("beijing_2022", HELP, "7日"),
        ("beijing_2022", SUGGESTION, "7日"),
        ("beijing_2022", COMPLAINT, "7日"),
        ("beijing_2022", REPORT, "7日"),
        ("lvliang_2024", CONSULTATION, "3工作日"),
        ("lvliang_2024", HELP, "5工作日"),
        ("lvliang_2024", SUGGESTION, "5工作日"),
        ("lvliang_2024", COMPLAINT, "5工作日"),
        ("lvliang_2024", REPORT, "5工作日"),
        ("kaijiang_2022", CONSULTATION, "3工作日"),
        ("kaijiang_2022", HELP, "10工作日"),
        ("kaijiang_2022", SUGGESTION, "5工作日"),
        ("kaijiang_2022", COMPLAINT, "10工作日"),
        ("kaijiang_2022", REPORT, "10工作日"),
        *[("shandong_2020", nature, "5工作日") for nature in Nature],
    ],
)
def test_handling_limits_are_those_of_the_source(pack, nature, limit):
    found = row(pack, C.HANDLE, nature=nature)
    assert str(found.limit) == limit
    assert not found.ours


@pytest.mark.parametrize(
    ("pack", "clock", "urgency", "limit"),
    [
        ("beijing_2022", C.DISPATCH, U.CRITICAL, "1小时"),
        ("beijing_2022", C.DISPATCH, U.URGENT, "2小时"),
        ("beijing_2022", C.DISPATCH, U.NORMAL, "24小时"),
        ("beijing_2022", C.HANDLE, U.CRITICAL, "2小时"),
        ("beijing_2022", C.HANDLE, U.URGENT, "24小时"),
        ("lvliang_2024", C.DISPATCH, U.NORMAL, "0.5工作日"),
        ("lvliang_2024", C.RETURN_REQUEST, U.NORMAL, "1工作日"),
        ("lvliang_2024", C.FIRST_CONTACT, U.URGENT, "0.5小时"),
        ("lvliang_2024", C.FIRST_CONTACT, U.CRITICAL, "0.5小时"),
        ("kaijiang_2022", C.SIGN, U.NORMAL, "1工作日"),
        ("shandong_2020", C.RETURN_REQUEST, U.NORMAL, "2工作日"),
    ],
)
def test_other_clocks_are_those_of_the_source(pack, clock, urgency, limit):
    found = row(pack, clock, urgency=urgency)
    assert str(found.limit) == limit
    assert not found.ours


@pytest.mark.parametrize(
    ("clock", "nature", "urgency", "limit"),
    [
        (C.DISPATCH, HELP, U.NORMAL, "0.5工作日"),
        (C.SIGN, HELP, U.NORMAL, "1工作日"),
        (C.FIRST_CONTACT, HELP, U.NORMAL, "1工作日"),
        (C.RETURN_REQUEST, HELP, U.NORMAL, "1工作日"),
        (C.HANDLE, CONSULTATION, U.NORMAL, "3工作日"),
        (C.HANDLE, HELP, U.NORMAL, "5工作日"),
        (C.HANDLE, SUGGESTION, U.NORMAL, "7工作日"),
        (C.HANDLE, COMPLAINT, U.NORMAL, "10工作日"),
        (C.HANDLE, REPORT, U.NORMAL, "10工作日"),
        (C.HANDLE, Nature.PRAISE, U.NORMAL, "3工作日"),
        (C.HANDLE, Nature.OTHER, U.NORMAL, "5工作日"),
        (C.HANDLE, COMPLAINT, U.CRITICAL, "2小时"),
        (C.HANDLE, COMPLAINT, U.URGENT, "24小时"),
        (C.REVIEW, HELP, U.NORMAL, "1工作日"),
        (C.CALLBACK, HELP, U.NORMAL, "3工作日"),
        (C.REWORK, HELP, U.NORMAL, "5工作日"),
        (C.SUSPENSION, HELP, U.NORMAL, "30日"),
    ],
)
def test_the_default_pack_and_that_it_is_ours(clock, nature, urgency, limit):
    found = row("default", clock, nature=nature, urgency=urgency)
    assert str(found.limit) == limit
    assert found.ours


@pytest.mark.parametrize(
    ("nature", "before"),
    [(CONSULTATION, "2"), (HELP, "5"), (SUGGESTION, "3"), (COMPLAINT, "5"), (REPORT, "5")],
)
def test_kaijiang_warns_days_before_the_end(nature, before):
    found = row("kaijiang_2022", C.HANDLE, nature=nature)
    assert found.warn == TimeLimit(Decimal(before), Measure.WORKING_DAYS)


def test_extensions_are_those_of_the_source():
    assert not BY_CODE["kaijiang_2022"].extension.allowed
    lvliang = BY_CODE["lvliang_2024"].extension
    assert (lvliang.max_times, str(lvliang.max_each), str(lvliang.max_total)) == (3, "3工作日", "180日")
    shandong = BY_CODE["shandong_2020"].extension
    assert (shandong.max_each, str(shandong.max_total)) == (None, "10工作日")
    assert str(BY_CODE["beijing_2022"].extension.max_total) == "8日"


def test_the_default_extension_is_at_most_the_original_limit():
    original = TimeLimit(Decimal(5), Measure.WORKING_DAYS)
    assert BY_CODE["default"].extension.most_in_total(original) == original
    assert str(BY_CODE["shandong_2020"].extension.most_in_total(original)) == "10工作日"
    assert ExtensionRule().most_in_total(original) is None


@EVERY_PACK
def test_every_pack_can_be_worked_by_and_limits_every_clock(pack):
    check_pack(pack)
    for nature in Nature:
        for urgency in Urgency:
            for clock in ClockKind:
                assert pack.limit_for(clock, nature=nature, urgency=urgency) is not None


@EVERY_PACK
def test_urgent_appeals_run_in_natural_time_everywhere(pack):
    measures = {
        pack.limit_for(clock, nature=nature, urgency=urgency).limit.measure
        for clock in ClockKind
        for nature in Nature
        for urgency in (U.URGENT, U.CRITICAL)
    }
    assert measures <= NATURAL


@EVERY_PACK
def test_every_figure_that_is_ours_is_listed_in_the_note(pack):
    if pack.code != "default":
        for line in pack.limits:
            assert (str(line) in pack.note) == line.ours
    assert "补充" in pack.note
    assert pack.source


@EVERY_PACK
def test_a_pack_survives_json(pack):
    assert from_json(json.loads(json.dumps(to_json(pack), ensure_ascii=False))) == pack


LIMITS = st.builds(
    TimeLimit, st.decimals(0, 999, places=3), st.sampled_from(Measure), st.sampled_from(StartDay)
)
SHARES = st.decimals("0.01", "0.99", places=2)
ROWS = st.builds(
    LimitRow,
    st.sampled_from(ClockKind),
    LIMITS,
    st.frozensets(st.sampled_from(Nature)),
    st.frozensets(st.sampled_from(Urgency)),
    st.none() | SHARES | LIMITS,
    st.booleans(),
)
COUNTS = st.integers(0, 9)


@given(
    st.builds(
        Pack,
        code=st.text(),
        name=st.text(),
        source=st.text(),
        effective_from=st.dates(),
        note=st.text(),
        limits=st.lists(ROWS).map(tuple),
        extension=st.builds(
            ExtensionRule,
            st.booleans(),
            COUNTS,
            st.none() | LIMITS,
            st.none() | LIMITS,
            st.booleans(),
            st.booleans(),
        ),
        returns=st.builds(ReturnRule, COUNTS, st.booleans()),
        callback=st.builds(CallbackRule, COUNTS, COUNTS),
        rework=st.builds(ReworkRule, COUNTS),
        unit_approval=st.booleans(),
    )
)
def test_any_pack_survives_json(pack):
    assert from_json(json.loads(json.dumps(to_json(pack)))) == pack


@pytest.mark.parametrize(
    "change",
    [
        {"code": None, "remove": True},
        {"effective_from": "2026-13-01"},
        {"limits": [{"clock": "sleep", "limit": {"amount": "1", "measure": "working_days"}}]},
        {"limits": [{"clock": "handle", "limit": {"amount": "one", "measure": "working_days"}}]},
        {"limits": [{"clock": "handle", "limit": {"amount": "1", "measure": "weeks"}}]},
        {"limits": [{"clock": "handle"}]},
        {"limits": 7},
        {"limits": ["handle"]},
        {"returns": {"max_times": "twice"}},
        {"returns": {"max_tims": 2}},
        {"returns": {"max_times": True}},
        {"unit_approval": "yes"},
        {"extension": None},
    ],
)
def test_malformed_json_is_refused_by_name(change):
    data = to_json(PRESETS[0])
    if change.pop("remove", False):
        del data["code"]
    else:
        data |= change
    with pytest.raises(InvalidInput) as refusal:
        from_json(data)
    assert refusal.value.field == "data"


def test_the_first_line_that_suits_wins():
    day, week = (TimeLimit(Decimal(n), Measure.WORKING_DAYS) for n in (1, 5))
    pack = replace(
        PRESETS[0],
        limits=(LimitRow(C.HANDLE, day, frozenset({HELP})), LimitRow(C.HANDLE, week)),
    )
    assert pack.limit_for(C.HANDLE, nature=HELP, urgency=U.NORMAL).limit == day
    assert pack.limit_for(C.HANDLE, nature=REPORT, urgency=U.NORMAL).limit == week
    assert pack.limit_for(C.SIGN, nature=REPORT, urgency=U.NORMAL) is None


def _with_limits(*limits: LimitRow) -> Pack:
    return replace(PRESETS[0], limits=limits)


HOURS = TimeLimit(Decimal(2), Measure.NATURAL_HOURS)
WORKING = TimeLimit(Decimal(2), Measure.WORKING_DAYS)


@pytest.mark.parametrize(
    "pack",
    [
        _with_limits(),
        _with_limits(LimitRow(C.HANDLE, HOURS, frozenset({HELP})), LimitRow(C.REWORK, HOURS)),
        _with_limits(LimitRow(C.HANDLE, HOURS), LimitRow(C.REWORK, HOURS, frozenset({HELP}))),
        _with_limits(LimitRow(C.HANDLE, WORKING), LimitRow(C.REWORK, HOURS)),  # urgent appeals too
        _with_limits(  # the second never applies
            LimitRow(C.HANDLE, HOURS), LimitRow(C.HANDLE, WORKING), LimitRow(C.REWORK, HOURS)
        ),
        replace(PRESETS[0], code=""),
        replace(PRESETS[0], code="Über"),
        replace(PRESETS[0], name=" "),
        replace(PRESETS[0], returns=ReturnRule(max_times=-1)),
        replace(PRESETS[0], callback=CallbackRule(attempts=0)),
        replace(PRESETS[0], rework=ReworkRule(problem_after=0)),
    ],
)
def test_a_pack_that_cannot_be_worked_by_is_refused(pack):
    with pytest.raises(InvalidInput):
        check_pack(pack)


@pytest.mark.parametrize("share", ["0", "1", "1.5", "-0.1"])
def test_a_warning_lies_within_the_time(share):
    with pytest.raises(InvalidInput):
        LimitRow(C.HANDLE, HOURS, warn=Decimal(share))


def test_a_line_reads_as_people_write_it():
    assert str(row("sichuan_2025", C.HANDLE, nature=REPORT)) == "办理时限（投诉、举报；一般）15工作日"
    assert str(LimitRow(C.SIGN, WORKING)) == "签收时限2工作日"
    assert set(CLOCK_LABELS) == set(ClockKind)


def test_the_dates_of_the_sources():
    assert BY_CODE["sichuan_2025"].effective_from == date(2025, 12, 1)
    assert BY_CODE["lvliang_2024"].effective_from == date(2024, 1, 1)
