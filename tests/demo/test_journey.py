"""Lives are acted out through the real actions, in the order of time, up to the present."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jiesu.core.clock import SHANGHAI
from jiesu.demo.appeals import appeals
from jiesu.demo.chance import chance_of
from jiesu.demo.desk import journey
from jiesu.demo.lives import Words
from jiesu.demo.runs import new_stage
from jiesu.demo.schedule import play, regularly
from jiesu.demo.stories import Route
from jiesu.demo.summary import find
from jiesu.demo.tempo import Tempo
from jiesu.demo.traits import Trait
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.actions import ACTION_OF, sweep_deadlines
from jiesu.workorders.history import Line, rebuild
from jiesu.workorders.selectors import clocks_of, get_order, timeline_of
from jiesu.workorders.states import Verb

_AT_THE_DESK = {
    Route.DIRECT: "answer_directly",
    Route.TRANSFER: "transfer",
    Route.GUIDE: "guide",
    Route.INVALID: "invalidate",
}
NOW = datetime(2026, 3, 18, 15, 30, tzinfo=SHANGHAI)
COUNT = 150


@pytest.fixture(scope="module")
def stream():
    return appeals(COUNT, seed=5, until=NOW)


@pytest.fixture(scope="module")
def played(stage, stream):
    stories = [journey(appeal, stage=stage) for appeal in stream]
    sweeps = regularly(
        lambda at: sweep_deadlines(at=at), since=stream[0].received_at, every=timedelta(hours=12)
    )
    play([*stories, sweeps], until=NOW)
    return stage


@pytest.fixture(scope="module")
def orders(played):
    return {key: get_order(number, for_user=SYSTEM) for key, number in played.numbers.items()}


def test_every_appeal_becomes_an_order_under_its_own_day(played, stream, orders):
    assert len(orders) == COUNT
    for appeal in stream:
        assert orders[appeal.key].number.startswith(f"990100{appeal.received_at:%Y%m%d}")
        assert orders[appeal.key].registered_at == appeal.received_at


def test_the_rules_refuse_nothing_of_what_the_cast_does(played):
    assert played.refused == Counter()


def test_orders_are_left_in_many_states(orders):
    states = Counter(order.state for order in orders.values())
    assert states["archived"] > COUNT / 2
    assert {"handling", "pending_callback", "closed"} <= set(states)
    assert len(states) >= 6


def test_the_desk_settles_what_is_not_for_the_units(stream, orders):
    for appeal in stream:
        order = orders[appeal.key]
        if appeal.route is not Route.DISPATCH:
            assert order.lead_unit_id is None
            if order.state != "pending_dispatch":
                verb = {"direct": "answer_directly", "invalid": "invalidate"}.get(
                    appeal.route, appeal.route.value
                )
                assert timeline_of(order, for_user=SYSTEM)[1].verb == verb


def test_nothing_happens_after_the_present_and_nothing_out_of_order(orders):
    for order in orders.values():
        moments = [line.at for line in timeline_of(order, for_user=SYSTEM)]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW


def test_nobody_calls_a_citizen_at_night(orders):
    for order in orders.values():
        for line in timeline_of(order, for_user=SYSTEM).filter(verb=Verb.RECORD_CALLBACK.value):
            assert 7 <= line.at.astimezone(SHANGHAI).hour < 22


def test_no_text_in_the_history_has_an_open_slot(orders):
    for order in orders.values():
        for line in timeline_of(order, for_user=SYSTEM):
            assert not set("{}|") & set(line.note), line.note


def test_the_day_of_the_visit_lies_between_dispatch_and_reply(stream, orders):
    seen = 0
    for appeal in stream:
        order = orders[appeal.key]
        told = appeal.life and order.public_answer and "{visited}" in appeal.life.rounds[0].answer.text
        if told and not order.rework_count and not order.reopen_count:
            lines = timeline_of(order, for_user=SYSTEM).values_list("verb", "at")
            days = {verb: at.astimezone(SHANGHAI).date() for verb, at in lines}
            spoken = _days_between(days["dispatch"], days["reply"])
            assert any(f"{day.month}月{day.day}日" in order.public_answer for day in spoken)
            seen += 1
    assert seen > 2


def _days_between(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_nearly_every_action_was_used(played):
    rare = {
        "apply_for_final_answer", "approve_final_answer", "refuse_final_answer", "apply_for_exclusion",
        "approve_exclusion", "refuse_exclusion", "apply_for_suspension", "approve_suspension", "reopen_order",
        "refuse_suspension", "review_suspension", "resume_order", "refuse_extension", "invalidate_order",
        "withdraw_order", "reject_reply",
    }  # fmt: skip
    elsewhere = {
        "save_draft", "annotate_order", "attach_file", "convene_conference", "redispatch_order",
        "amend_order", "withdraw_share", "register_order",
    }  # fmt: skip
    expected = {action.__name__ for action in ACTION_OF.values()} - rare - elsewhere
    assert expected <= set(played.done)


def test_playing_again_repeats_nothing(city, played, stream, orders):
    before = {key: lines_of(order) for key, order in orders.items()}
    again = new_stage(city)
    play([journey(appeal, stage=again) for appeal in stream], until=NOW)
    assert again.numbers == played.numbers
    assert again.refused == Counter()
    for key, number in again.numbers.items():
        after = lines_of(get_order(number, for_user=SYSTEM))
        assert after[: len(before[key])] == before[key]
        assert len(set(after)) == len(after)
        assert len(after) <= len(before[key]) + 1


def test_an_interrupted_run_goes_on_where_it_stopped(city):
    stream = appeals(25, seed=6, until=NOW)
    halfway = stream[0].received_at + (NOW - stream[0].received_at) / 2
    first, second = new_stage(city), new_stage(city)
    play([journey(appeal, stage=first) for appeal in stream], until=halfway)
    before = {number: lines_of(get_order(number, for_user=SYSTEM)) for number in first.numbers.values()}
    play([journey(appeal, stage=second) for appeal in stream], until=NOW)
    assert 5 < len(first.numbers) < len(second.numbers) == 25
    assert second.refused == Counter()
    assert second.known == sum(len(lines) > 1 for lines in before.values())
    for number, lines in before.items():
        assert lines_of(get_order(number, for_user=SYSTEM))[: len(lines)] == lines
    left = Counter(get_order(number, for_user=SYSTEM).state for number in before)
    assert left["archived"] > len(before) / 2


def lines_of(order):
    return list(timeline_of(order, for_user=SYSTEM).values_list("at", "verb", "note"))


@pytest.mark.parametrize("trait", [trait for trait in Trait if trait is not Trait.ALONE])
def test_each_detour_can_be_acted_out_to_the_end(city, trait):
    later = NOW + timedelta(days=200)
    appeal = next(
        appeal
        for seed in range(60)
        for appeal in appeals(60, seed=100 + seed, until=NOW)
        if appeal.life and appeal.life.has(trait) and appeal.citizen and not appeal.same_as
        if _SHOWN.get(trait, lambda life: True)(appeal.life)
        if trait is Trait.WITHDRAWN or not appeal.life.has(Trait.WITHDRAWN)
    )
    stage = new_stage(city)
    fresh = replace(appeal, key=f"{appeal.key}-{trait}", life=replace(appeal.life, pace=0.5))
    play([journey(fresh, stage=stage)], until=later)
    order = get_order(stage.numbers[fresh.key], for_user=SYSTEM)
    assert stage.refused == Counter()
    assert order.state == "archived" or (order.state == "closed" and trait is Trait.FINAL_ANSWER)
    lines = timeline_of(order, for_user=SYSTEM)
    assert rebuild(Line(Verb(line.verb), line.data) for line in lines).state == order.state
    assert _SIGNS[trait](order)


def _did(verb):
    return lambda order: timeline_of(order, for_user=SYSTEM).filter(verb=verb).exists()


_SHOWN = {
    Trait.MISTAKE: lambda life: life.first,
    Trait.ASSIST: lambda life: life.assists,
    Trait.PART_SENT_BACK: lambda life: life.delegate,
}
_SIGNS = {
    Trait.MISTAKE: lambda order: _did("approve_return")(order) and order.return_count == 1,
    Trait.RETURN_REFUSED: _did("refuse_return"),
    Trait.DISPUTE: _did("assign_lead"),
    Trait.ASSIST: _did("collect"),
    Trait.PART_SENT_BACK: _did("send_back"),
    Trait.EXTENSION: lambda order: order.extension_count == 1,
    Trait.EXTENSION_REFUSED: _did("refuse_extension"),
    Trait.SUSPENSION: _did("resume"),
    Trait.SUSPENSION_REFUSED: _did("refuse_suspension"),
    Trait.LEADER_REJECTS: _did("reject_reply"),
    Trait.SENT_BACK: lambda order: order.send_back_count == 1,
    Trait.UNHAPPY: lambda order: order.rework_count == 1,
    Trait.UNHAPPY_THRICE: lambda order: order.rework_count == 3 and order.is_problem,
    Trait.POLICY: lambda order: order.final_satisfaction == "dissatisfied",
    Trait.UNREACHED: lambda order: order.callback_attempts >= 3 and not order.callback_round,
    Trait.FINAL_ANSWER: _did("approve_final_answer"),
    Trait.FINAL_REFUSED: _did("refuse_final_answer"),
    Trait.EXCLUSION: lambda order: order.is_excluded,
    Trait.EXCLUSION_REFUSED: _did("refuse_exclusion"),
    Trait.REOPENED: lambda order: order.reopen_count == 1,
    Trait.WITHDRAWN: _did("withdraw"),
}


def test_the_summary_counts_what_is_there(played, orders):
    findings = find(played, at=NOW)
    assert findings.orders == COUNT
    due = [clock for order in orders.values() for clock in clocks_of(order, at=NOW) if clock.kind == "handle"]
    assert findings.on_time.due >= 40
    assert 0 < findings.on_time.met <= findings.on_time.due <= len(due)
    assert [example.number for example in findings.examples] == list(
        dict.fromkeys(e.number for e in findings.examples)
    )
    assert len(findings.examples) == 5
    for example in findings.examples:
        assert "登记" in example.lines[0]
    dispatch = next(stretch for stretch in findings.stretches if stretch.clock == "dispatch")
    assert dispatch.met <= dispatch.ended
    assert 0 < dispatch.median_hours < 4


def test_units_work_in_office_hours_unless_it_is_urgent():
    from jiesu.catalogue.actions.installing import DEFAULT_CALENDAR

    saturday = datetime(2026, 3, 7, 11, 0, tzinfo=SHANGHAI)
    calm = Tempo(DEFAULT_CALENDAR, chance_of("a"), urgent=False).office(saturday, 10, 60)
    quick = Tempo(DEFAULT_CALENDAR, chance_of("a"), urgent=True).office(saturday, 10, 60)
    monday = datetime(2026, 3, 9, 8, 30, tzinfo=SHANGHAI)
    assert monday + timedelta(minutes=10) <= calm <= monday + timedelta(minutes=61)
    assert quick - saturday < timedelta(minutes=10)


def test_a_share_of_the_time_beyond_one_is_late():
    from jiesu.catalogue.actions.installing import DEFAULT_CALENDAR

    start, due = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI), datetime(2026, 3, 6, 17, 30, tzinfo=SHANGHAI)
    tempo = Tempo(DEFAULT_CALENDAR, chance_of("a"), urgent=False)
    assert start < tempo.share_of(start, due, share=0.5) < due
    assert tempo.share_of(start, due, share=1.2) > due


def test_what_was_done_within_days_was_done_by_the_reply_and_promises_may_lie_ahead():
    from datetime import date

    words = Words(text="{visited}到场，{visited+4}完工，{visited+6}前复查，预计{visited+60}前交付")
    told = words.on(date(2026, 3, 2), latest=date(2026, 3, 4))
    assert told == "3月2日到场，3月4日完工，3月8日前复查，预计5月1日前交付"
    assert words.days == 4


def test_stories_are_played_in_the_order_of_time():
    seen = []

    def story(name, *minutes):
        for minute in minutes:
            yield NOW + timedelta(minutes=minute)
            seen.append((minute, name))
        return NOW

    taken = play([story("a", 1, 5, 9), story("b", 2, 3, 99)], until=NOW + timedelta(minutes=10))
    assert seen == [(1, "a"), (2, "b"), (3, "b"), (5, "a"), (9, "a")]
    assert taken == 5
