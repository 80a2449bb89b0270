"""The five elements are found by what stands there, and never by what one would like to read."""

import pytest

from jiesu.workorders.elements import ELEMENT_LABELS, ELEMENT_QUESTIONS, Element, elements_in

TOLD = "市民反映：昨晚八点朝阳路18号门口水管爆裂，水流到马路上，影响出行，希望尽快维修。"


def told(content="", **fields) -> set[str]:
    return {sign.element.value for sign in elements_in(content, **fields) if sign.told}


def test_a_whole_story_shows_all_five():
    assert told(TOLD) == {"who", "when", "where", "why", "what"}


def test_nothing_told_shows_nothing():
    assert told("") == set()
    assert [sign.element for sign in elements_in("")] == list(Element)


@pytest.mark.parametrize(
    ("content", "element", "found"),
    [
        ("我家楼上漏水", Element.WHO, "我家"),
        ("李女士来电", Element.WHO, "李女士"),
        ("3月2日起停水", Element.WHEN, "3月"),
        ("半夜施工", Element.WHEN, "半夜"),
        ("12号起停水", Element.WHEN, "12号"),
        ("解放路12号小区昨晚停水", Element.WHEN, "昨晚"),
        ("22:30还在施工", Element.WHEN, "22:30"),
        ("和平路上的井盖", Element.WHERE, "和平路"),
        ("5号楼没有热水", Element.WHERE, "5号楼"),
        ("由于下雨积水", Element.WHY, "由于"),
        ("请问医保怎么报销", Element.WHY, "请问"),
    ],
)
def test_the_words_in_which_a_sign_was_found_are_shown(content, element, found):
    sign = next(sign for sign in elements_in(content) if sign.element is element)

    assert (sign.told, sign.found) == (True, found)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("5号楼没有热水", "when"),
        ("18号门前井盖坏了", "when"),
        ("水管坏了", "what"),
        ("水管坏了没有人来修理也没有人接电话", "where"),
    ],
)
def test_what_only_looks_like_a_sign_is_none(content, missing):
    assert missing not in told(content)


def test_a_field_that_is_filled_in_is_enough():
    assert told(name="王建国") == told(phone="13851234567") == {"who"}
    assert told(address="朝阳路 18 号") == told(is_pinned=True) == {"where"}
    assert told(is_dated=True) == {"when"}


def test_every_element_has_a_name_and_a_question():
    assert set(ELEMENT_LABELS) == set(ELEMENT_QUESTIONS) == set(Element)
