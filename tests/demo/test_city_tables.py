"""The written tables of the fictional city fit together."""

import re
from collections import Counter

import pytest

from jiesu.accounts.roles import Role
from jiesu.demo.duties import duties, duty_for
from jiesu.demo.geography import counties, divisions, towns
from jiesu.demo.people import citizens
from jiesu.demo.staff import cast, staff
from jiesu.demo.topics import topics
from jiesu.demo.units import unit_of, units

_DIGITS = {"city": 6, "county": 6, "township": 9, "village": 12}


def test_division_codes_have_the_form_of_gbt_2260_under_the_fictional_prefix():
    for row in divisions():
        assert re.fullmatch(rf"9901\d{{{_DIGITS[row.level] - 4}}}", row.code), row


def test_every_division_lies_in_the_one_its_code_says():
    known = {row.code for row in divisions()}
    for row in divisions():
        if row.level == "city":
            assert row.parent == ""
        elif row.level == "county":
            assert row.parent == "990100"
        else:
            assert row.parent in known
            assert row.code.startswith(row.parent)


def test_the_city_has_the_size_of_a_small_prefecture():
    assert Counter(row.level for row in divisions()) == {
        "city": 1,
        "county": 6,
        "township": 41,
        "village": 205,
    }


def test_names_of_estates_and_roads_are_used_once():
    for kind in ("estates", "roads", "sites"):
        names = [name for town in towns() for name in town.things.get(kind, ())]
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_unit_has_a_parent_one_level_up():
    for row in units():
        assert re.fullmatch(r"[a-z]+(-[a-z]+|-\d{3}){0,2}", row.code), row.code
        if row.level == 1:
            assert row.parent == ""
        else:
            assert unit_of(row.parent).level == row.level - 1


def test_unit_codes_and_names_are_unique():
    assert len({row.code for row in units()}) == len(units())
    assert len({row.name for row in units()}) == len(units())


def test_units_of_all_four_levels_exist():
    assert Counter(row.level for row in units()) == {1: 1, 2: 41, 3: 154, 4: 20}


def test_every_unit_says_what_it_answers_for_and_whom_to_call():
    for row in units():
        assert row.duties
        assert row.liaison
        assert row.leader
        assert re.fullmatch(r"1990000\d{4}", row.liaison_phone)
        assert re.fullmatch(r"0000-88\d{6}", row.duty_phone)


def test_topic_codes_are_two_digits_for_each_level():
    for row in topics():
        assert re.fullmatch(rf"\d{{{2 * row.level}}}", row.code)
        assert row.parent == row.code[:-2]
    assert len({row.code for row in topics()}) == len(topics())


def test_the_tree_of_topics_has_three_levels_of_the_planned_size():
    size = Counter(row.level for row in topics())
    assert size[1] == 15
    assert size[2] >= 70
    assert size[3] >= 220


def test_third_level_topics_are_named_once():
    names = Counter(row.name for row in topics() if row.level == 3)
    assert max(names.values()) == 1


def test_every_duty_names_units_and_a_topic_that_exist():
    codes = {row.code for row in topics()}
    areas = {"", *(row.code for row in counties())}
    for row in duties():
        assert row.topic in codes
        assert row.area in areas
        for unit in (row.lead, *row.assists):
            assert unit_of(unit).level <= 2
        assert row.lead not in row.assists


def test_somebody_is_responsible_for_every_topic_in_every_county():
    for row in topics():
        if row.level == 3:
            for county in counties():
                assert duty_for(row.code, area=county.code).lead


@pytest.mark.parametrize(
    ("topic", "area", "lead"),
    [
        ("010102", "990103003001", "wangyue"),
        ("020301", "990103003001", "chengguan"),
        ("080401", "990102", "yibao"),
        ("060102", "990171", "shui"),
    ],
)
def test_the_closest_entry_of_the_duty_catalogue_wins(topic, area, lead):
    assert duty_for(topic, area=area).lead == lead


def test_the_cast_has_somebody_for_every_role_of_the_centre():
    roles = {person.role for person in cast()}
    assert roles == {role.value for role in Role} - {"unit_clerk", "unit_leader"}


def test_every_member_unit_has_a_clerk_and_a_leader():
    posts = Counter((person.unit, person.role) for person in staff())
    for row in units():
        if row.level > 1:
            assert posts[row.code, "unit_clerk"] == 1
            assert posts[row.code, "unit_leader"] == 1


def test_user_names_and_employee_numbers_are_unique():
    assert len({person.username for person in staff()}) == len(staff())
    assert len({person.employee_no for person in staff()}) == len(staff())


def test_citizens_have_numbers_that_nobody_can_have():
    assert all(re.fullmatch(r"1990000[0-6]\d{3}", person.phone) for person in citizens())
    assert len({person.phone for person in citizens()}) == len(citizens())
