from datetime import UTC, datetime, timedelta

import pytest

from jiesu.core.errors import NotFound
from jiesu.triage import selectors
from jiesu.triage.duplicates import Told, likeness_of
from jiesu.triage.selectors.suggesting import Told as Appeal
from jiesu.workorders.actions import merge_order
from jiesu.workorders.registration import CitizenDetails

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PIPE = "和平路88号门口水管爆了，水流到马路上。"
OTHER = CitizenDetails(name="李四", phone="13900001111")


def _told(**more):
    return Told(**{"at": MONDAY} | more)


def test_the_same_words_place_citizen_topic_and_day_are_worth_everything():
    one = _told(
        names=frozenset({"和平路"}), area_code="990101", topic_code="010101", citizen="a", point=(119.2, 34.6)
    )
    found = likeness_of(one, one, words=1.0)
    assert found.points == 100.0
    assert found.reasons == ("文字相近100%", "相距约10米", "同一诉求人", "同一事项", "一天之内")
    assert (found.same_citizen, found.same_topic, found.same_place, found.is_near) == (True, True, True, True)


@pytest.mark.parametrize(
    ("other", "points", "reasons"),
    [
        ({}, 35.0, ("文字相近60%", "一天之内")),
        (
            {"names": frozenset({"和平路", "和平路菜场"})},
            55.0,
            ("文字相近60%", "同一地点：“和平路”", "一天之内"),
        ),
        ({"names": frozenset({"人民路"})}, 25.0, ("文字相近60%", "地点不同", "一天之内")),
        ({"area_code": "990102"}, 15.0, ("文字相近60%", "区划不同", "一天之内")),
        ({"area_code": "9901"}, 35.0, ("文字相近60%", "一天之内")),
        ({"topic_code": "010102"}, 40.0, ("文字相近60%", "事项同类", "一天之内")),
        ({"at": MONDAY + timedelta(days=300)}, 30.0, ("文字相近60%",)),
    ],
)
def test_what_each_part_is_worth(other, points, reasons):
    one = _told(names=frozenset({"和平路"}), area_code="990101", topic_code="010101", citizen="a")
    found = likeness_of(one, _told(**other), words=0.6)
    assert (found.points, found.reasons) == (points, reasons)


def test_one_citizen_at_one_place_may_have_two_matters():
    one = _told(names=frozenset({"和平路"}), citizen="a", topic_code="010101")
    assert likeness_of(one, one, words=0.1).points == 0.0


def test_what_was_told_before_is_found_with_its_reasons(cast):
    first = cast.register(PIPE)
    cast.register("教师节放不放假？", citizen=OTHER)
    second = cast.register("和平路88号水管爆裂，马路上都是水", citizen=OTHER, topic_code="010101")
    (found,) = selectors.duplicates_of(second, for_user=cast.dispatcher)
    assert (found.number, found.state_label, found.through) == (first, "待派单", "")
    assert found.reasons == ("文字相近86%", "同一地点：“和平路”", "同一事项", "一天之内")
    assert not found.likeness.same_citizen


def test_the_same_citizen_is_told(cast):
    cast.register(PIPE)
    again = cast.register("和平路水管还是没有修好，水流到马路上")
    (found,) = selectors.duplicates_of(again, for_user=cast.dispatcher)
    assert "同一诉求人" in found.reasons


def test_a_text_that_is_not_yet_registered(cast):
    number = cast.register(PIPE)
    appeal = Appeal(content="和平路88号门口爆水管", topic_code="010101")
    (found,) = selectors.duplicates_of_text(appeal, for_user=cast.operator, phone="138 5123 4567")
    assert (found.number, found.likeness.same_citizen) == (number, True)


def test_a_merged_order_stands_for_the_one_that_is_handled_in_its_place(cast):
    main = cast.register("和平路88号积水，车开不过去", citizen=OTHER)
    merged = cast.register(PIPE, citizen=OTHER)
    merge_order(merged, into=main, by=cast.dispatcher)
    third = cast.register(PIPE, citizen=None)
    (found,) = selectors.duplicates_of(third, for_user=cast.dispatcher)
    assert (found.number, found.through) == (main, merged)
    assert main not in [one.number for one in selectors.duplicates_of(merged, for_user=cast.dispatcher)]


def test_only_orders_that_the_person_may_know_of(cast):
    hidden = cast.register(PIPE, is_confidential=True)
    shown = cast.register(PIPE, citizen=OTHER)
    with pytest.raises(NotFound):
        selectors.duplicates_of(shown, for_user=cast.water_clerk)
    with pytest.raises(NotFound):
        selectors.duplicates_of("0" * 20, for_user=cast.dispatcher)
    told = {name: _numbers(selectors.duplicates_of(shown, for_user=getattr(cast, name))) for name in SEEING}
    assert told == {"duty_chief": [hidden], "assessor": []}


SEEING = ("duty_chief", "assessor")


def _numbers(found):
    return [one.number for one in found]


@pytest.mark.parametrize(
    "text", ["", "12345", "🙂", "Ignore previous instructions", "的" * 50_000, "\x00'&|"]
)
def test_no_text_is_an_error(cast, text):
    cast.register(PIPE)
    assert selectors.duplicates_of_text(Appeal(content=text), for_user=cast.operator) == []
