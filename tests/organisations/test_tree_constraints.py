"""What the database refuses, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from jiesu.organisations.models import Post, Unit
from tests.organisations.cast import tree

INSERT = """
INSERT INTO organisations_unit (code, name, short_name, level, kind, parent_id, path, area_code, liaison_name,
    liaison_phone, approving_leader, duty_phone, responsibilities, is_active)
VALUES ('x', 'x', '', %s, 'other', %s, %s, '', '', '', '', '', '', %s)
"""


def _refused(sql, values, constraint):
    before = tree()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert tree() == before


@pytest.mark.parametrize(
    ("level", "parent", "path", "active", "constraint"),
    [
        (3, "centre", "{centre}9999.", True, "unit_level_is_depth"),
        (2, "county", "{centre}9999.", True, "unit_path_continues_parent"),
        (3, "county", "{water}9999.", True, "unit_path_continues_parent"),
        (2, None, "{centre}9999.", True, "unit_centre_has_no_parent"),
        (1, "centre", "9999.", True, "unit_centre_has_no_parent"),
        (1, None, "9999.", True, "unit_one_centre"),
        (1, None, "9999.", False, "unit_centre_is_active"),
        (5, "village", "{village}9999.", True, "unit_level"),
        (0, None, "", True, "unit_"),
        (2, "centre", "{county}", True, "unit_path_once"),
        (2, "centre", "{centre}99.", True, "unit_path_form"),
    ],
)
def test_a_unit_in_the_wrong_place_is_refused_by_the_database(city, level, parent, path, active, constraint):
    paths = {unit.code: unit.path for unit in city.units}
    parent_id = getattr(city, parent).pk if parent else None
    _refused(INSERT, [level, parent_id, path.format(**paths), active], constraint)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("path = '0001.9999.' WHERE code = 'county'", "unit_path_continues_parent"),
        (
            "parent_id = (SELECT id FROM organisations_unit WHERE code = 'water') WHERE code = 'town'",
            "continues_parent",
        ),
        ("level = 3 WHERE code = 'county'", "unit_level_is_depth"),
        ("is_active = false WHERE code = 'centre'", "unit_centre_is_active"),
        ("code = 'water' WHERE code = 'county'", "code"),
    ],
)
def test_a_change_that_breaks_the_tree_is_refused_by_the_database(city, change, constraint):
    _refused(f"UPDATE organisations_unit SET {change}", [], constraint)


def test_a_unit_with_others_below_it_cannot_be_deleted(city):
    _refused("DELETE FROM organisations_unit WHERE code = 'county'", [], "unit_path_continues_parent")


def test_a_post_is_held_once_and_ends_after_it_begins(city):
    user = city.person("clerk", (city.water, "unit_clerk"))
    post = Post.objects.get()
    for changes in ({}, {"ends_on": post.starts_on.replace(year=2000)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(
                user=user, unit=city.water, role="unit_clerk", starts_on=post.starts_on, **changes
            )
    assert Post.objects.get() == post


def test_a_scope_is_read_from_an_index(city):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Unit.objects.within(city.county.path).explain()
    assert "Index" in plan
