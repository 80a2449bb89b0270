"""The rules of the callback, row by row: who, when next, what follows, how far two callers agree."""

from datetime import datetime, time

import pytest

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.catalogue.packs import CallbackRule
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import InvalidInput
from jiesu.oversight.callback_answers import FAULT_OF, Heard, proposed_fault, verdict_of, wanting_in
from jiesu.oversight.callback_attempts import Tried, first_step, next_step, slot_of, within_hours
from jiesu.oversight.callback_checking import CalledTwice, agreement_of
from jiesu.oversight.callback_plans import (
    DEFAULT_PLAN,
    CallbackPlan,
    Consent,
    SampleLine,
    Traits,
    check_plan,
    drawn,
    plan_in,
    plan_out,
    sampling_of,
)
from jiesu.oversight.callback_states import CallbackWay, CallOutcome, DaySlot, Fault, Verdict, WhyNot
from jiesu.workorders.states import Resolution, Satisfaction

TRAITS = Traits(nature=Nature.COMPLAINT, channel=Channel.PHONE, urgency=Urgency.NORMAL, unit="water")
PLAN = CallbackPlan(
    lines=(
        SampleLine(share=100, urgencies=frozenset({Urgency.CRITICAL})),
        SampleLine(share=0, natures=frozenset({Nature.PRAISE})),
        SampleLine(share=0, units=frozenset({"parks"}), channels=frozenset({Channel.WEB})),
    ),
    others=100,
)


def traits(**changes) -> Traits:
    return Traits(**{**{name: getattr(TRAITS, name) for name in TRAITS.__dataclass_fields__}, **changes})


@pytest.mark.parametrize(
    ("changes", "due", "why"),
    [
        ({}, True, "其余：100 %"),
        ({"urgency": Urgency.CRITICAL}, True, "特急：100 %"),
        ({"nature": Nature.PRAISE}, False, "表扬：0 %"),
        ({"nature": Nature.PRAISE, "urgency": Urgency.CRITICAL}, True, "特急：100 %"),
        ({"unit": "parks"}, True, "其余：100 %"),
        ({"unit": "parks", "channel": Channel.WEB}, False, "网站 · parks：0 %"),
        ({"nature": Nature.PRAISE, "reworked": True}, True, "重办或问题工单：必访"),
        ({"nature": Nature.PRAISE, "problem": True}, True, "重办或问题工单：必访"),
        ({"direct": True}, False, "直接答复：0 %"),
    ],
)
def test_the_first_line_that_suits_says_who_is_called(changes, due, why):
    told = sampling_of(PLAN, traits(**changes), number="1", turn=1)
    assert (told.due, told.why) == (due, why)


def test_the_share_is_kept_and_the_same_order_is_always_drawn_alike():
    picked = [number for number in range(10_000) if drawn(str(number), 30)]
    assert len(picked) == 3005
    assert [number for number in range(10_000) if drawn(str(number), 30)] == picked
    assert not any(drawn(str(number), 0) for number in range(1000))
    assert all(drawn(str(number), 100) for number in range(1000))


def test_a_plan_survives_being_written_down():
    assert plan_in(plan_out(PLAN)) == PLAN
    assert plan_in(plan_out(DEFAULT_PLAN)) == DEFAULT_PLAN
    check_plan(PLAN)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"others": 101}, "others"),
        ({"direct": -1}, "direct"),
        ({"recheck": 200}, "recheck"),
        ({"link_days": 0}, "link_days"),
        ({"recheck_days": 31}, "recheck_days"),
        ({"earliest": time(13)}, "earliest"),
        ({"latest": time(17)}, "earliest"),
        ({"lines": (SampleLine(share=120),)}, "lines"),
        ({"lines": (SampleLine(share=10), SampleLine(share=20))}, "lines"),
        (
            {
                "lines": (
                    SampleLine(share=10, natures=frozenset({Nature.HELP, Nature.REPORT})),
                    SampleLine(share=20, natures=frozenset({Nature.HELP}), units=frozenset({"water"})),
                )
            },
            "lines",
        ),
        ({"lines": tuple(SampleLine(share=1, units=frozenset({str(n)})) for n in range(31))}, "lines"),
    ],
)
def test_a_plan_that_cannot_be_worked_by_is_refused(changes, field):
    with pytest.raises(InvalidInput) as refused:
        check_plan(CallbackPlan(**changes))
    assert refused.value.field == field


def on(day: int, clock: str) -> datetime:
    moment = time.fromisoformat(clock)
    return datetime(2026, 3, day, moment.hour, moment.minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "called"),
    [
        (on(2, "10:30"), on(2, "10:30")),
        (on(2, "07:00"), on(2, "09:00")),
        (on(2, "20:00"), on(3, "09:00")),
        (on(2, "23:30"), on(3, "09:00")),
    ],
)
def test_people_are_called_within_the_hours(at, called):
    assert within_hours(DEFAULT_PLAN, at) == called


@pytest.mark.parametrize(
    ("clock", "slot"),
    [
        ("09:00", "morning"),
        ("11:59", "morning"),
        ("12:00", "afternoon"),
        ("18:00", "evening"),
        ("23:00", "evening"),
    ],
)
def test_the_parts_of_the_day(clock, slot):
    assert slot_of(DEFAULT_PLAN, on(2, clock)) == slot


@pytest.mark.parametrize(
    ("consent", "state", "way", "send"),
    [
        (Consent(), "waiting", "call", False),
        (Consent(call=False), "linked", "sms_link", True),
        (Consent(call=False, wechat=True), "linked", "wechat_link", True),
        (Consent(call=False, sms=False), "waiting", "call", False),
    ],
)
def test_how_a_callback_begins(consent, state, way, send):
    step = first_step(DEFAULT_PLAN, consent, at=on(2, "10:00"))
    assert (step.state, step.way, step.send) == (state, way, send)


NO, BUSY, OFF, WRONG, DECLINED = (
    CallOutcome.NO_ANSWER,
    CallOutcome.BUSY,
    CallOutcome.SWITCHED_OFF,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.DECLINED,
)
NONE = Consent(sms=False)
# attempts, consent, whether a link was sent → state, way, not before, slot
STEPS = [
    ([(2, "10:00", NO)], Consent(), False, "waiting", "call", on(3, "12:00"), "afternoon"),
    ([(2, "14:00", BUSY)], Consent(), False, "waiting", "call", on(3, "18:00"), "evening"),
    ([(2, "19:00", OFF)], Consent(), False, "waiting", "call", on(3, "09:00"), "morning"),
    ([(2, "10:00", NO), (3, "13:00", NO)], Consent(), False, "waiting", "call", on(4, "18:00"), "evening"),
    ([(2, "10:00", NO), (2, "15:00", NO)], Consent(), False, "waiting", "call", on(3, "18:00"), "evening"),
    ([(2, "09:00", NO), (3, "19:00", WRONG)], Consent(), 0, "waiting", "call", on(4, "12:00"), "afternoon"),
    (
        [(2, "10:00", NO), (3, "13:00", NO), (4, "18:00", NO)],
        Consent(), False, "linked", "sms_link", on(4, "18:05"), None,
    ),
    (
        [(2, "10:00", NO), (3, "13:00", NO), (4, "18:00", NO)],
        Consent(wechat=True), False, "linked", "wechat_link", on(4, "18:05"), None,
    ),
    (
        [(2, "10:00", NO), (3, "13:00", NO), (4, "18:00", NO)],
        Consent(), True, "unreachable", "call", on(4, "18:05"), None,
    ),
    (
        [(2, "10:00", NO), (3, "13:00", NO), (4, "18:00", NO)],
        NONE, False, "unreachable", "call", on(4, "18:05"), None,
    ),
    ([(2, "10:00", DECLINED)], Consent(), False, "linked", "sms_link", on(2, "10:05"), None),
    ([(2, "10:00", DECLINED)], NONE, False, "unreachable", "call", on(2, "10:05"), None),
]  # fmt: skip


@pytest.mark.parametrize(("tried", "consent", "linked", "state", "way", "not_before", "slot"), STEPS)
def test_what_follows_on_attempts_in_vain(tried, consent, linked, state, way, not_before, slot):
    made = [Tried(on(day, clock), CallbackWay.CALL, outcome) for day, clock, outcome in tried]
    at = on(tried[-1][0], f"{tried[-1][1][:3]}05")
    step = next_step(DEFAULT_PLAN, CallbackRule(), made, consent=consent, linked=linked, at=at)
    assert (step.state, step.way, step.not_before, step.slot) == (state, way, not_before, slot)
    assert step.send is (state == "linked")


def test_days_apart_are_the_packs_and_no_evening_is_chosen_where_there_is_none():
    made = [Tried(on(2, "14:00"), CallbackWay.CALL, NO)]
    plan = CallbackPlan(evening=time(18), latest=time(18))
    step = next_step(
        plan, CallbackRule(attempts=2, days_apart=3), made, consent=NONE, linked=False, at=on(2, "14:00")
    )
    assert (step.not_before, step.slot) == (on(5, "09:00"), DaySlot.MORNING)


def test_no_link_is_sent_where_the_centre_sends_none():
    made = [Tried(on(2, "14:00"), CallbackWay.CALL, NO)]
    step = next_step(
        CallbackPlan(links=False),
        CallbackRule(attempts=1),
        made,
        consent=Consent(),
        linked=False,
        at=on(2, "14:00"),
    )
    assert step.state == "unreachable"


GOOD = Heard(
    satisfaction=Satisfaction.SATISFIED, resolution=Resolution.RESOLVED, truthful=True, contacted=True
)
BAD = Satisfaction.DISSATISFIED


@pytest.mark.parametrize(
    ("heard", "verdict", "at_fault"),
    [
        (GOOD, Verdict.CLOSE, None),
        (Heard(satisfaction=Satisfaction.FAIR, resolution=Resolution.PARTLY), Verdict.CLOSE, None),
        (Heard(satisfaction=Satisfaction.SATISFIED, fault=Fault.UNIT), Verdict.CLOSE, None),
        (Heard(satisfaction=BAD), Verdict.JUDGE, None),
        (Heard(satisfaction=BAD, fault=Fault.UNIT), Verdict.REWORK, True),
        (Heard(satisfaction=BAD, fault=Fault.POLICY), Verdict.EXPLAIN, False),
        (Heard(satisfaction=BAD, fault=Fault.UNREASONABLE), Verdict.APPLY, False),
        (Heard(satisfaction=Satisfaction.FAIR, truthful=False, fault=Fault.UNIT), Verdict.REWORK, True),
        (
            Heard(satisfaction=Satisfaction.FAIR, resolution=Resolution.UNRESOLVED, fault=Fault.POLICY),
            Verdict.EXPLAIN,
            False,
        ),
    ],
)
def test_what_follows_from_what_was_heard(heard, verdict, at_fault):
    assert verdict_of(heard) is verdict
    assert heard.answers().unit_at_fault is at_fault
    assert heard.answers().reached is True


@pytest.mark.parametrize(
    ("heard", "way", "field"),
    [
        (GOOD, CallbackWay.CALL, None),
        (Heard(satisfaction=BAD), CallbackWay.CALL, "why_not"),
        (Heard(satisfaction=BAD), CallbackWay.SMS, "why_not"),
        (Heard(satisfaction=BAD, words="还是坏的"), CallbackWay.SMS, None),
        (Heard(satisfaction=BAD, why_not=(WhyNot.SLOW,)), CallbackWay.PORTAL, None),
        (Heard(satisfaction=BAD, why_not=(WhyNot.SLOW,)), CallbackWay.CALL, "fault"),
        (Heard(satisfaction=BAD, why_not=(WhyNot.SLOW,), fault=Fault.UNIT), CallbackWay.CALL, None),
        (
            Heard(satisfaction=BAD, why_not=(WhyNot.POLICY,), fault=Fault.POLICY),
            CallbackWay.CALL,
            "explanation",
        ),
        (
            Heard(satisfaction=BAD, why_not=(WhyNot.POLICY,), fault=Fault.POLICY, explanation="补贴已停发"),
            CallbackWay.CALL,
            None,
        ),
    ],
)
def test_what_is_wanting_is_named(heard, way, field):
    wanting = wanting_in(heard, asked_by=way)
    assert (wanting.field if wanting else None) == field


def test_every_reason_but_other_proposes_whose_doing_it_is():
    assert set(WhyNot) - set(FAULT_OF) == {WhyNot.OTHER}
    assert proposed_fault(()) is proposed_fault((WhyNot.OTHER,)) is None
    assert proposed_fault((WhyNot.POLICY, WhyNot.SLOW)) is Fault.UNIT
    assert proposed_fault((WhyNot.UNREASONABLE, WhyNot.POLICY)) is Fault.POLICY


def test_two_callers_agree_by_how_much():
    good, bad = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
    calls = [
        CalledTwice(good, Satisfaction.FAIR, Resolution.RESOLVED, Resolution.RESOLVED),
        CalledTwice(good, good, Resolution.RESOLVED, Resolution.UNRESOLVED),
        CalledTwice(bad, bad),
        CalledTwice(good, bad),
    ]
    told = agreement_of(calls)
    assert (told.agreeing, told.compared, told.share) == (2, 4, 0.5)
    assert told.kappa == pytest.approx(0.5)
    assert agreement_of([]).share is None
    assert agreement_of([CalledTwice(good, good)] * 5).kappa is None
