"""Codes of topics and areas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.catalogue.calendar import MEASURE_LABELS, START_DAY_LABELS, Measure, StartDay
from jiesu.catalogue.codes import (
    REASON_KIND_LABELS,
    ReasonKind,
    area_prefixes,
    area_stem,
    assign_codes,
    is_topic_code,
    topic_level,
    topic_prefixes,
)
from jiesu.catalogue.natures import (
    CHANNEL_LABELS,
    NATURE_LABELS,
    URGENCY_LABELS,
    Channel,
    Nature,
    Urgency,
)
from jiesu.core.errors import InvalidInput


@pytest.mark.parametrize(
    ("vocabulary", "labels"),
    [
        (Nature, NATURE_LABELS),
        (Urgency, URGENCY_LABELS),
        (Channel, CHANNEL_LABELS),
        (Measure, MEASURE_LABELS),
        (StartDay, START_DAY_LABELS),
        (ReasonKind, REASON_KIND_LABELS),
    ],
)
def test_every_word_has_a_chinese_label_of_its_own(vocabulary, labels):
    assert list(labels) == list(vocabulary)
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize(
    ("code", "sound"),
    [
        ("01", True),
        ("0102", True),
        ("010203", True),
        ("1", False),
        ("010", False),
        ("01020304", False),
        ("", False),
        ("a1", False),
        ("０１", False),
    ],
)
def test_the_form_of_topic_codes(code, sound):
    assert is_topic_code(code) is sound


def test_levels_and_ancestors_of_a_topic():
    assert [topic_level(code) for code in ("01", "0102", "010203")] == [1, 2, 3]
    assert topic_prefixes("010203") == ("010203", "0102", "01")
    assert topic_prefixes("") == ()


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("320000", "32"),
        ("320700", "3207"),
        ("320703", "320703"),
        ("320703001", "320703001"),
        ("320703001000", "320703001"),
        ("320703000000", "320703"),
        ("320700000000", "3207"),
        ("320703001002", "320703001002"),
        ("320703010", "320703010"),
        ("321000", "3210"),
        ("", ""),
    ],
)
def test_an_area_without_the_zeros_that_fill_it_up(code, stem):
    assert area_stem(code) == stem


def test_areas_around_an_area():
    assert area_prefixes("320703001002") == ("320703001002", "320703001", "320703", "3207", "32", "")
    assert area_prefixes("320700") == ("3207", "32", "")
    assert area_prefixes("") == ("",)


def test_codes_follow_the_first_appearance():
    paths = [("市政", "井盖", "缺失"), ("市政", "井盖", "异响"), ("环保",), ("市政", "路灯")]
    assert assign_codes(paths, {}) == {
        ("市政",): "01",
        ("市政", "井盖"): "0101",
        ("市政", "井盖", "缺失"): "010101",
        ("市政", "井盖", "异响"): "010102",
        ("环保",): "02",
        ("市政", "路灯"): "0102",
    }


def test_a_topic_keeps_its_code_and_a_retired_code_is_not_given_again():
    known = {("市政",): "01", ("环保",): "02", ("市政", "井盖"): "0101", ("市政", "路灯"): "0102"}
    codes = assign_codes([("环保", "噪声"), ("市政", "桥梁"), ("市政", "路灯"), ("教育",)], known)
    assert codes == {
        ("环保",): "02",
        ("环保", "噪声"): "0201",
        ("市政",): "01",
        ("市政", "桥梁"): "0103",
        ("市政", "路灯"): "0102",
        ("教育",): "03",
    }


def test_ninety_nine_topics_fit_below_one_parent_and_not_one_more():
    paths = [(f"第{n}类",) for n in range(99)]
    assert assign_codes(paths, {})["第98类",] == "99"
    with pytest.raises(InvalidInput):
        assign_codes([*paths, ("多余",)], {})


NAMES = st.sampled_from("甲乙丙丁戊")
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple))


@given(first=PATHS, second=PATHS)
def test_no_code_ever_means_two_topics(first, second):
    before = assign_codes(first, {})
    after = assign_codes(second, before)
    assert {path: code for path, code in after.items() if path in before}.items() <= before.items()
    everything = before | after
    assert len(set(everything.values())) == len(everything)
    assert all(code.startswith(everything[path[:-1]]) for path, code in everything.items() if path[:-1])
