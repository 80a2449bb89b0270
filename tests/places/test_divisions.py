from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.places import actions, selectors
from jiesu.places.levels import DivisionLevel
from jiesu.places.models import Division
from jiesu.places.reading import rows_of

pytestmark = pytest.mark.django_db

FIVE_PLACES = Path(__file__).parents[3] / "shared/data/divisions/five_places.csv"
COUNTED = {"city": 3, "county": 22, "township": 316, "village": 4831}


def _rows(text):
    return [
        dict(zip(("code", "name", "level", "parent"), line.split(","), strict=True)) for line in text.split()
    ]


LAKE = _rows(
    """
    990102001002,云桥社区,village,990102001
    990102001001,柳岸社区,village,990102001
    990102001,湖滨街道,township,990102
    990102,澄湖区,county,990100
    990103,望岳区,county,990100
    990100,云泽市,city,
    """
)


def _stored():
    return list(Division.objects.values_list("code", "name", "parent__code", "path"))


@pytest.fixture
def lake():
    """A city with two counties, a township and two communities."""
    actions.import_divisions(LAKE, by=SYSTEM)


def test_divisions_are_taken_in_any_order():
    done = actions.import_divisions(LAKE, by=SYSTEM)
    assert (done.created, done.updated, done.unchanged, done.rejected) == (6, 0, 0, ())
    assert _stored()[:3] == [
        ("990100", "云泽市", None, "990100."),
        ("990102", "澄湖区", "990100", "990100.990102."),
        ("990102001", "湖滨街道", "990102", "990100.990102.990102001."),
    ]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.data["created"]) == ("import_divisions", 6)


def test_a_second_import_changes_what_differs_and_no_more(lake):
    again = [dict(row) for row in LAKE]
    again[1]["name"] = "柳岸居委会"
    done = actions.import_divisions(again, by=SYSTEM)
    assert (done.created, done.updated, done.unchanged) == (0, 1, 5)
    assert selectors.division_by_code("990102001001").name == "柳岸居委会"


def test_a_division_moves_with_all_in_it_and_new_ones_follow(lake):
    rows = _rows("990102001,湖滨街道,township,990103 990102001003,水榭社区,village,990102001")
    done = actions.import_divisions(rows, by=SYSTEM)
    assert (done.created, done.updated, done.rejected) == (1, 1, ())
    inside = [row[0] for row in _stored() if row[3].startswith("990100.990103.990102001.")]
    assert inside == ["990102001", "990102001001", "990102001002", "990102001003"]
    assert not Division.objects.filter(path__startswith="990100.990102.9").exists()


def test_a_division_moves_into_one_that_the_same_import_adds(lake):
    rows = _rows("990000,云省,province, 990100,云泽市,city,990000")
    actions.import_divisions(rows, by=SYSTEM)
    assert selectors.division_path_names("990102001001")[:2] == ("云省", "云泽市")
    actions.import_divisions(_rows("990100,云泽市,city,"), by=SYSTEM)
    assert selectors.division_path_names("990102001001")[0] == "云泽市"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("990109001,孤镇,township,990109", "there is no parent 990109"),
        ("990104,新区,county,990102001", "the level is not below the parent's"),
        ("990104,新区,county,990104", "there is no parent 990104"),
        ("990103,望岳区,township,990102", "the level differs from the known one"),
    ],
)
def test_a_row_that_does_not_fit_is_rejected_alone(lake, row, reason):
    before = _stored()
    rows = _rows(f"{row} 990105,滨云区,county,990100")
    done = actions.import_divisions(rows, by=SYSTEM)
    assert [(each.line, each.reason_en) for each in done.rejected] == [(1, reason)]
    assert (done.created, len(_stored())) == (1, len(before) + 1)


def test_those_in_a_rejected_division_are_rejected_too():
    done = actions.import_divisions(LAKE[:3], by=SYSTEM)
    assert (done.created, [row.line for row in done.rejected]) == (0, [1, 2, 3])


def test_one_division_is_saved_or_refused_with_the_reason(lake):
    division = actions.save_division("990105", name="滨云区", level="county", parent="990100", by=SYSTEM)
    assert division.path == "990100.990105."
    with pytest.raises(InvalidInput, match="no parent"):
        actions.save_division("990106", name="某区", level="county", parent="98", by=SYSTEM)
    assert Division.objects.count() == 7


def test_who_may_not_configure_organisations_imports_nothing():
    with pytest.raises(NotAllowed):
        actions.import_divisions(LAKE, by=Actor(user_id=1, name="路人"))
    assert (Division.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_the_way_to_a_division_is_read_in_two_queries(lake, django_assert_num_queries):
    with django_assert_num_queries(2):
        names = selectors.division_path_names("990102001001")
    assert names == ("云泽市", "澄湖区", "湖滨街道", "柳岸社区")


def test_divisions_are_found_by_code_place_and_name(lake):
    county = selectors.division_by_code("990102")
    assert [each.code for each in selectors.divisions_in(county)][:2] == ["990102", "990102001"]
    assert [each.code for each in selectors.parts_of(county)] == ["990102001"]
    assert [each.code for each in selectors.parts_of(None)] == ["990100"]
    assert [each.code for each in selectors.divisions_named("柳岸社区", inside=county)] == ["990102001001"]
    assert selectors.divisions_named("柳岸社区", inside=selectors.division_by_code("990103")) == []
    assert selectors.divisions_named("nul\x00") == []
    assert Division.objects.at(DivisionLevel.COUNTY).count() == 2
    assert Division.objects.within(county.path).count() == 4
    for unknown in ("98", "nul\x00"):
        with pytest.raises(NotFound):
            selectors.division_by_code(unknown)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("path = '98.' WHERE code = '990103'", "division_outermost_has_no_parent"),
        ("path = '990100.990103.9.' WHERE code = '990103'", "path"),
        ("path = '990103.990103.' WHERE code = '990103'", "division_path_continues_parent"),
        ("parent_id = NULL WHERE code = '990103'", "division_outermost_has_no_parent"),
        ("level = 'planet' WHERE code = '990103'", "division_level"),
        ("path = '990100.' WHERE code = '990103'", "division_"),
    ],
)
def test_a_change_that_breaks_the_tree_is_refused_by_the_database(lake, change, constraint):
    before = _stored()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE places_division SET {change}")
    assert _stored() == before


def test_the_divisions_of_five_real_places_are_taken():
    assert FIVE_PLACES.exists(), (
        f"{FIVE_PLACES} is missing: the real data lie beside the project in ../shared/data; "
        "without them deselect this test"
    )
    rows = list(rows_of(FIVE_PLACES.read_bytes()))
    done = actions.import_divisions(rows, by=SYSTEM)
    assert (done.created, done.rejected) == (5172, ())
    levels = [level for level in DivisionLevel if level in COUNTED]
    assert {level.value: Division.objects.at(level).count() for level in levels} == COUNTED
    assert selectors.division_path_names(rows[-1]["code"]) == ("固原市", "彭阳县", "草庙乡", "和谐村委会")


def test_divisions_are_found_while_somebody_types(lake):
    def found(text, **more):
        return [division.name for division in selectors.divisions_matching(text, **more)]

    assert found("湖") == ["澄湖区", "湖滨街道"]
    assert found("99010200100") == ["柳岸社区", "云桥社区"]
    assert found("湖", inside="3207") == []
    assert found(" ") == found("\0") == []
    assert found("社区", limit=1) == ["柳岸社区"]


def test_divisions_are_heard_in_an_address_the_smallest_first(lake):
    told = selectors.divisions_told_in("云泽市澄湖区湖滨街道云桥路18号，云桥社区门口")

    assert [division.name for division in told] == ["云桥社区", "湖滨街道", "澄湖区"]
    assert selectors.full_names(told)["990102001"] == "云泽市 澄湖区 湖滨街道"
    assert selectors.divisions_told_in("") == selectors.divisions_told_in("别处") == []
