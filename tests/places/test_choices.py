"""Divisions to choose from on a form."""

import pytest

from jiesu.organisations.actors import SYSTEM
from jiesu.places.actions import import_divisions
from jiesu.places.choices import names_of, townships_by_county

ROWS = [
    {"code": "990100", "name": "云泽市", "level": "city", "parent": ""},
    {"code": "990102", "name": "澄湖区", "level": "county", "parent": "990100"},
    {"code": "990103", "name": "临江区", "level": "county", "parent": "990100"},
    {"code": "990102001", "name": "湖滨街道", "level": "township", "parent": "990102"},
    {"code": "990102001201", "name": "柳岸社区", "level": "village", "parent": "990102001"},
    {"code": "880100", "name": "他市", "level": "city", "parent": ""},
    {"code": "880102", "name": "他区", "level": "county", "parent": "880100"},
]


@pytest.fixture
def divisions(db):
    import_divisions(ROWS, by=SYSTEM)


def test_counties_are_given_with_their_townships_in_one_query(divisions, django_assert_num_queries):
    with django_assert_num_queries(1):
        groups = townships_by_county("990100")

    assert [(group.code, group.name, group.parts) for group in groups] == [
        ("990102", "澄湖区", (("990102001", "湖滨街道"),)),
        ("990103", "临江区", ()),
    ]


def test_names_are_found_by_their_codes(divisions):
    assert names_of(["990102", "", "1"]) == {"990102": "澄湖区"}
