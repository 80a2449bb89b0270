"""The rules of inspection: forms, scores, samples, agreement; no database."""

from collections import Counter
from datetime import date, datetime

import pytest

from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import InvalidInput
from jiesu.oversight.agreement import Pair, agreement
from jiesu.oversight.inspecting import (
    APPEAL_STATE_LABELS,
    INSPECTION_STATE_LABELS,
    SUBJECT_LABELS,
    AppealState,
    FormContent,
    FormItem,
    InspectionState,
    Mark,
    Outcome,
    Subject,
    check_form,
    outcome_of,
    repeated,
)
from jiesu.oversight.sampling import (
    METHOD_LABELS,
    PERIOD_LABELS,
    RISK_LABELS,
    RISK_WEIGHTS,
    SPREAD_LABELS,
    Candidate,
    Method,
    Period,
    Risk,
    Spread,
    assigned,
    draw,
    window_of,
)
from jiesu.oversight.score_forms import SHIPPED

ITEMS = (
    FormItem(code="answers", label="回应诉求", points=60),
    FormItem(code="facts", label="查明事实", points=40),
    FormItem(code="leak", label="泄密", is_fatal=True),
)


def form(**more):
    given = {"code": "f", "name": "表", "subject": Subject.REPLY, "pass_mark": 80, "items": ITEMS}
    return FormContent(**given | more)


def refused(do) -> str:
    with pytest.raises(InvalidInput) as caught:
        do()
    return f"{caught.value.field}: {caught.value.message('zh')}"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({}, Outcome(100, False, True)),
        ({"answers": Mark(20, "漏")}, Outcome(80, False, True)),
        ({"answers": Mark(21, "漏")}, Outcome(79, False, False)),
        ({"answers": Mark(60, "漏"), "facts": Mark(40, "无")}, Outcome(0, False, False)),
        ({"leak": Mark(1, "写了姓名")}, Outcome(0, True, False)),
        ({"leak": Mark(0), "facts": Mark(0)}, Outcome(100, False, True)),
    ],
)
def test_a_score_is_a_hundred_less_what_was_taken_off_and_nothing_when_fatal(marks, expected):
    assert outcome_of(ITEMS, marks, pass_mark=80) == expected


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"other": Mark(1, "x")}, "marks: 评分表没有“other”这一项。"),
        ({"answers": Mark(61, "x")}, "lost_answers: “回应诉求”至多扣 60 分。"),
        ({"answers": Mark(-1, "x")}, "lost_answers: “回应诉求”至多扣 60 分。"),
        ({"leak": Mark(2, "x")}, "lost_leak: “泄密”至多扣 1 分。"),
        ({"facts": Mark(5, " ")}, "comment_facts: “查明事实”扣了分，请写明原因。"),
    ],
)
def test_a_mark_that_the_form_does_not_allow_is_refused(marks, said):
    assert refused(lambda: outcome_of(ITEMS, marks, pass_mark=80)) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"items": ITEMS[:1]}, "items: 各项分值合计 60，应为 100。"),
        ({"items": (*ITEMS, ITEMS[0])}, "items: 评分项的代码重复。"),
        ({"items": (FormItem(code="a", label=" ", points=100),)}, "items: 每个评分项都要有代码和名称。"),
        ({"items": (*ITEMS, FormItem(code="z", label="零"))}, "items: 评分项的分值至少为 1。"),
        (
            {"items": (*ITEMS, FormItem(code="z", label="零", points=1, is_fatal=True))},
            "items: 一票否决项没有分值。",
        ),
        ({"pass_mark": 101}, "pass_mark: 合格分应在 1 到 100 之间。"),
    ],
)
def test_a_form_that_cannot_be_scored_by_is_refused(more, said):
    assert refused(lambda: check_form(form(**more))) == said


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.code)
def test_the_forms_that_ship_can_be_scored_by(shipped):
    check_form(shipped)
    assert any(item.is_fatal for item in shipped.items)


def test_who_loses_points_twice_on_an_item_is_to_be_coached():
    assert repeated([("a", 5), ("b", 3), ("a", 10), ("b", 0)]) == {"a": (2, 15)}


def _many(count: int, *, risky: int = 0):
    return [
        Candidate(
            key=key,
            person=key % 3 or None,
            unit=key % 2,
            risks=frozenset({Risk.PERFUNCTORY} if key < risky else ()),
        )
        for key in range(1, count + 1)
    ]


def test_a_seed_draws_the_same_again_and_another_seed_another():
    many = _many(300)
    one = draw(many, method=Method.RANDOM, spread=Spread.ALL, size=20, seed=1)
    assert one == draw(reversed(many), method=Method.RANDOM, spread=Spread.ALL, size=20, seed=1)
    assert one != draw(many, method=Method.RANDOM, spread=Spread.ALL, size=20, seed=2)
    assert len(one) == 20
    assert all(candidate.person for candidate in one)


def test_a_sample_by_person_or_unit_has_its_size_for_each():
    by_person = draw(_many(300), method=Method.RANDOM, spread=Spread.PERSON, size=4, seed=1)
    assert Counter(one.person for one in by_person) == {1: 4, 2: 4}
    by_unit = draw(_many(300), method=Method.RISK, spread=Spread.UNIT, size=3, seed=1)
    assert Counter(one.unit for one in by_unit) == {0: 3, 1: 3}


def test_fewer_than_wished_are_all_drawn():
    assert len(draw(_many(4), method=Method.RISK, spread=Spread.ALL, size=9, seed=1)) == 3


def test_risk_draws_the_risky_about_as_much_more_often_as_they_weigh():
    hits = Counter()
    for seed in range(400):
        drawn = draw(_many(100, risky=11), method=Method.RISK, spread=Spread.ALL, size=5, seed=seed)
        hits["risky"] += sum(1 for one in drawn if one.risks)
        hits["all"] += len(drawn)
    assert hits["all"] == 2000
    assert 0.30 < hits["risky"] / hits["all"] < 0.45  # 7 of 67 by number, weighing seven times as much


@pytest.mark.parametrize(
    ("period", "today", "key", "since", "until"),
    [
        (Period.DAY, date(2026, 3, 2), "2026-03-01", (2026, 3, 1), (2026, 3, 2)),
        (Period.WEEK, date(2026, 3, 4), "2026-W09", (2026, 2, 23), (2026, 3, 2)),
        (Period.WEEK, date(2026, 1, 1), "2025-W52", (2025, 12, 22), (2025, 12, 29)),
        (Period.MONTH, date(2026, 3, 31), "2026-02", (2026, 2, 1), (2026, 3, 1)),
        (Period.MONTH, date(2026, 1, 1), "2025-12", (2025, 12, 1), (2026, 1, 1)),
    ],
)
def test_a_period_is_the_last_whole_one(period, today, key, since, until):
    window = window_of(period, today)
    assert window.key == key
    assert (window.since, window.until) == tuple(datetime(*day, tzinfo=SHANGHAI) for day in (since, until))


def test_tasks_go_to_whoever_has_the_least_and_never_to_whom_they_are_about():
    assert assigned(4, [1, 2], waiting={1: 2}, persons=[{9}, {9}, {2}, {1, 2}]) == [2, 2, 1, None]
    assert assigned(1, [], waiting={}, persons=[{9}]) == [None]


def test_agreement_of_four_pairs():
    pairs = [
        Pair((100, {}), (95, {"facts": 5}), (True, True), 1),
        Pair((90, {"facts": 10}), (70, {"facts": 10, "words": 20}), (True, False), 1),
        Pair((50, {"facts": 50}), (60, {"facts": 40}), (False, False), 1),
        Pair((80, {"words": 20}), (80, {"words": 20}), (True, True), 1),
    ]
    found = agreement(pairs)
    assert (found.pairs, found.same_verdict, found.within_five) == (4, 3, 2)
    assert (found.kappa, found.mean_difference) == (0.5, 8.75)
    assert found.items == {"facts": (1, 3), "words": (1, 2)}
    assert agreement([]).mean_difference is None


@pytest.mark.parametrize(
    ("vocabulary", "labels"),
    [
        (Subject, SUBJECT_LABELS),
        (InspectionState, INSPECTION_STATE_LABELS),
        (AppealState, APPEAL_STATE_LABELS),
        (Method, METHOD_LABELS),
        (Spread, SPREAD_LABELS),
        (Period, PERIOD_LABELS),
        (Risk, RISK_LABELS),
        (Risk, RISK_WEIGHTS),
    ],
)
def test_every_word_has_a_label(vocabulary, labels):
    assert set(labels) == set(vocabulary)
