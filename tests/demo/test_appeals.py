"""The stream of appeals: repeatable, varied, complete, and nobody's real words."""

import csv
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from jiesu.catalogue.natures import Channel
from jiesu.demo.appeals import NATURE_SHARES, SHANGHAI, appeals
from jiesu.demo.geography import divisions
from jiesu.demo.stories import Route
from jiesu.demo.traits import Trait
from jiesu.demo.units import unit_of
from jiesu.workorders.states import Resolution, Satisfaction

UNTIL = datetime(2026, 3, 18, 15, 0, tzinfo=SHANGHAI)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "appeals"


@pytest.fixture(scope="module")
def stream():
    return appeals(2000, seed=7, until=UNTIL)


@pytest.fixture(scope="module")
def spoken(stream):
    return [text for appeal in stream for text in words_of(appeal)]


def words_of(appeal):
    yield from (appeal.title, appeal.content, appeal.address, appeal.answer)
    if appeal.life:
        for part in appeal.life.rounds:
            yield part.handling.on(UNTIL.date())
            yield part.answer.on(UNTIL.date())
            yield from (call.said.on(UNTIL.date()) for call in part.calls)


def test_the_same_seed_tells_the_same_stream(stream):
    assert appeals(2000, seed=7, until=UNTIL) == stream


def test_another_seed_tells_another_one(stream):
    other = {appeal.content for appeal in appeals(300, seed=8, until=UNTIL)}
    assert len(other & {appeal.content for appeal in stream}) < 80


def test_a_later_present_keeps_the_names_of_the_appeals():
    now, later = (
        {appeal.key for appeal in appeals(200, seed=7, until=moment)}
        for moment in (UNTIL, UNTIL + timedelta(days=2))
    )
    assert len(now & later) > 150


def test_appeals_come_in_order_within_the_days_before_the_present(stream):
    moments = [appeal.received_at for appeal in stream]
    assert moments == sorted(moments)
    assert moments[-1] < UNTIL
    assert moments[0] >= UNTIL - timedelta(days=31)


def test_no_slot_is_left_open(spoken):
    for text in spoken:
        assert not re.search(r"[{}\[\]|]", text), text


def test_no_sentence_stumbles(spoken):
    for text in spoken:
        assert not re.search(r"，，|，。|。。|、，|：，|None", text), text


def test_the_share_of_natures_is_near_a_real_mix(stream):
    counts = Counter(appeal.nature for appeal in stream)
    for nature, share in NATURE_SHARES.items():
        assert abs(counts[nature] / len(stream) - share) < 0.07, nature


def test_most_calls_come_by_telephone(stream):
    counts = Counter(appeal.channel for appeal in stream)
    assert {Channel(channel) for channel in counts}
    assert 0.65 < counts["phone"] / len(stream) < 0.85


def test_a_third_is_answered_at_once_and_most_is_dispatched(stream):
    routes = Counter(appeal.route for appeal in stream)
    assert 0.25 < routes[Route.DIRECT] / len(stream) < 0.42
    assert 0.5 < routes[Route.DISPATCH] / len(stream) < 0.7
    assert min(routes[Route.TRANSFER], routes[Route.GUIDE], routes[Route.INVALID]) > 10


def test_texts_differ(stream):
    long = [appeal.content for appeal in stream if appeal.route is Route.DISPATCH]
    assert len(set(long)) / len(long) > 0.96
    assert len({appeal.title for appeal in stream}) / len(stream) > 0.6


def test_texts_are_as_long_and_as_short_as_real_ones(stream):
    lengths = sorted(len(appeal.content) for appeal in stream)
    assert lengths[len(lengths) // 20] < 25
    assert lengths[len(lengths) // 2] > 36
    assert lengths[-1] > 120


def test_several_people_report_one_matter_and_others_only_look_alike(stream):
    by_key = {appeal.key: appeal for appeal in stream}
    same = [appeal for appeal in stream if appeal.same_as in by_key]
    alike = [appeal for appeal in stream if appeal.resembles in by_key]
    assert len(same) > 80
    assert len(alike) > 15
    for appeal in same:
        first = by_key[appeal.same_as]
        assert first.received_at < appeal.received_at
        assert (first.area, first.topic) == (appeal.area, appeal.topic)
        assert first.content != appeal.content


def test_reports_are_mostly_confidential_and_never_published(stream):
    reports = [appeal for appeal in stream if appeal.nature == "report"]
    assert sum(appeal.confidential for appeal in reports) / len(reports) > 0.7
    assert not any(appeal.public for appeal in reports)


def test_appeals_name_divisions_topics_and_people_that_exist(stream):
    areas = {row.code for row in divisions()}
    for appeal in stream:
        assert appeal.area in areas
        assert re.fullmatch(r"\d{6}", appeal.topic)
        if appeal.citizen:
            assert re.fullmatch(r"1990000[0-6]\d{3}", appeal.citizen.phone)


def test_lives_go_through_units_that_exist_and_below_their_lead(stream):
    for appeal in stream:
        assert (appeal.life is not None) == (appeal.route is Route.DISPATCH)
        if life := appeal.life:
            assert unit_of(life.lead).level <= 2
            assert life.lead not in life.assists
            if life.delegate:
                assert unit_of(life.delegate).parent == life.lead
            if life.first:
                assert unit_of(life.first[0]).level == 2
                assert life.first[0] != life.lead


def test_every_detour_is_taken_by_somebody(stream):
    taken = Counter(trait for appeal in stream if appeal.life for trait in appeal.life.traits)
    assert set(taken) == set(Trait)


def test_a_bad_callback_is_followed_by_another_round_and_the_last_one_is_not_bad(stream):
    for appeal in stream:
        for part in appeal.life.rounds[:-1] if appeal.life else ():
            assert part.calls[-1].fault is True
        if appeal.life:
            assert appeal.life.rounds[-1].calls[-1].fault is not True


def test_calls_use_the_vocabularies_of_the_callback(stream):
    for appeal in stream:
        for part in appeal.life.rounds if appeal.life else ():
            for call in part.calls:
                if call.reached:
                    assert Satisfaction(call.satisfaction)
                    assert Resolution(call.resolution)
                else:
                    assert (call.satisfaction, call.resolution) == ("", "")


def test_seasonal_stories_stay_in_their_season():
    summer = datetime(2026, 7, 20, 12, 0, tzinfo=SHANGHAI)
    assert not any("暖气" in appeal.content for appeal in appeals(500, seed=3, until=summer, days=15))


def test_a_text_with_an_open_day_can_be_dated(stream):
    life = next(
        appeal.life for appeal in stream if appeal.life and "{visited}" in appeal.life.rounds[0].handling.text
    )
    assert "1月9日" in life.rounds[0].handling.on(date(2026, 1, 9))


def test_nothing_is_copied_from_the_shared_material(spoken):
    real = real_sentences()
    copied = {part for text in spoken for part in sentences(text) if part in real}
    assert copied == set()


def real_sentences():
    if not SHARED.exists():
        pytest.fail(f"the third-party data is not at {SHARED}; deselect this test where it cannot be had")
    found = set()
    for path in SHARED.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                for value in row.values():
                    found.update(sentences(value or ""))
    return found


def sentences(text):
    return {part for part in re.split(r"[。！？；\n\s]", text) if len(part) >= 18}
