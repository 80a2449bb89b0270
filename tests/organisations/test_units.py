import pytest

from jiesu.accounts.errors import AlreadyTaken, UnknownChoice
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.organisations import actions, errors
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Unit
from tests.organisations.cast import tree


def _announced():
    return list(JournalEntry.objects.order_by("pk").values_list("name", "subject", "payload"))


def _refused(refusal, attempt):
    before = (tree(), _announced(), AuditEntry.objects.count())
    with pytest.raises(refusal) as caught:
        attempt()
    assert (tree(), _announced(), AuditEntry.objects.count()) == before
    return caught.value


def test_units_stand_at_four_levels_with_paths_that_continue_each_other(city):
    assert [unit.level for unit in city.units] == [1, 2, 3, 4, 2, 3]
    assert city.village.path == f"{city.town.path}{city.village.pk:04d}."
    assert city.town.path.startswith(city.county.path)


def test_a_new_unit_is_written_into_the_log_and_announced(city):
    unit = city.unit("lamps", city.centre, "路灯管理处")
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.subject, entry.actor_name) == ("create_unit", "unit:lamps", "系统")
    assert _announced()[-1] == ("organisations.UnitCreated", "lamps", {"unit_id": unit.pk, "path": unit.path})


def test_there_is_one_centre(city):
    _refused(errors.CentreExists, lambda: city.unit("second", None, "又一个中心"))


def test_nothing_stands_below_the_fourth_level(city):
    refusal = _refused(errors.TooDeep, lambda: city.unit("deep", city.village, "小组"))
    assert (refusal.field, refusal.params) == ("parent", {"unit": "柳岸社区"})


def test_nothing_is_placed_below_a_closed_unit(city):
    actions.deactivate_unit(city.repair, by=SYSTEM)
    _refused(errors.UnitInactive, lambda: city.unit("team", city.repair, "抢修一组"))


def test_an_unknown_parent_is_refused(city):
    _refused(NotFound, lambda: city.unit("x", Unit(pk=10**9), "x"))


@pytest.mark.parametrize(
    ("details", "field", "refusal"),
    [
        ({"code": "水务"}, "code", InvalidInput),
        ({"code": "nul\x00"}, "code", InvalidInput),
        ({"code": "water"}, "code", AlreadyTaken),
        ({"name": ""}, "name", InvalidInput),
        ({"name": "长" * 101}, "name", InvalidInput),
        ({"name": "抢\x00修"}, "name", InvalidInput),
        ({"kind": "castle"}, "kind", UnknownChoice),
        ({"kind": "centre"}, "kind", errors.KindAndLevelDiffer),
        ({"working_hours": [["12:00", "08:00"]]}, "working_hours", InvalidInput),
        ({"duty_phone": "1" * 41}, "duty_phone", InvalidInput),
        ({"liaison_name": None}, "liaison_name", InvalidInput),
    ],
)
def test_what_cannot_be_used_is_refused_by_the_name_of_its_field(city, details, field, refusal):
    given = {"code": "new", "name": "新单位", **details}
    code = given.pop("code")
    assert (
        _refused(refusal, lambda: actions.create_unit(code, parent=city.centre, by=SYSTEM, **given)).field
        == field
    )


def test_a_change_names_the_fields_it_changed(city):
    actions.update_unit(
        city.water, by=SYSTEM, name="市水务集团", kind="utility", working_hours=[["08:00", "12:00:00"]]
    )
    city.water.refresh_from_db()
    assert (city.water.name, city.water.working_hours) == ("市水务集团", [["08:00", "12:00"]])
    changed = ["name", "working_hours"]
    assert AuditEntry.objects.last().data == {"changed": changed}
    assert _announced()[-1] == (
        "organisations.UnitUpdated",
        "water",
        {"unit_id": city.water.pk, "changed": changed},
    )


def test_a_change_to_nothing_is_not_announced(city):
    before = _announced()
    actions.update_unit(city.water, by=SYSTEM, name=city.water.name)
    assert _announced() == before


def test_a_change_that_cannot_be_used_is_refused(city):
    _refused(InvalidInput, lambda: actions.update_unit(city.water, by=SYSTEM, name=""))
    _refused(errors.KindAndLevelDiffer, lambda: actions.update_unit(city.centre, by=SYSTEM, kind="county"))


def test_a_liaisons_phone_is_sealed(city):
    actions.update_unit(city.water, by=SYSTEM, liaison_name="李工", liaison_phone="13900001111")
    assert Unit.objects.get(code="water").liaison_phone == "13900001111"
    assert "13900001111" not in str(AuditEntry.objects.values("data"))


def test_a_unit_moves_with_all_below_it(city):
    old = city.county.path
    moved = actions.move_unit(city.town, to=city.water, by=SYSTEM, reason="机构改革")
    assert moved.path == f"{city.water.path}{city.town.pk:04d}."
    assert [row for row in tree() if row[0] in ("town", "village", "county")] == [
        ("county", "centre", 2, old, True),
        ("town", "water", 3, moved.path, True),
        ("village", "town", 4, f"{moved.path}{city.village.pk:04d}.", True),
    ]
    assert _announced()[-1] == (
        "organisations.UnitMoved",
        "town",
        {"unit_id": city.town.pk, "old_path": city.town.path, "new_path": moved.path},
    )


def test_a_unit_moves_up_and_its_level_with_it(city):
    assert actions.move_unit(city.town, to=city.centre, by=SYSTEM).level == 2
    city.village.refresh_from_db()
    assert city.village.level == 3


def test_a_move_to_where_it_stands_is_not_announced(city):
    before = _announced()
    actions.move_unit(city.town, to=city.county, by=SYSTEM)
    assert _announced() == before


def test_moves_that_break_the_tree_are_refused(city):
    _refused(errors.CentreStays, lambda: actions.move_unit(city.centre, to=city.county, by=SYSTEM))
    _refused(errors.MoveIntoItself, lambda: actions.move_unit(city.county, to=city.village, by=SYSTEM))
    _refused(errors.MoveIntoItself, lambda: actions.move_unit(city.county, to=city.county, by=SYSTEM))
    _refused(errors.TooDeep, lambda: actions.move_unit(city.town, to=city.repair, by=SYSTEM))
    actions.deactivate_unit(city.repair, by=SYSTEM)
    _refused(errors.UnitInactive, lambda: actions.move_unit(city.village, to=city.repair, by=SYSTEM))


def test_a_unit_is_closed_once_those_below_it_are(city):
    refusal = _refused(errors.HasActiveUnits, lambda: actions.deactivate_unit(city.county, by=SYSTEM))
    assert refusal.params == {"unit": "澄湖区热线办", "count": 2}
    for unit in (city.village, city.town, city.county, city.county):
        actions.deactivate_unit(unit, by=SYSTEM, reason="撤销")
    closed = [subject for name, subject, _ in _announced() if name == "organisations.UnitDeactivated"]
    assert closed == ["village", "town", "county"]
    assert [row[0] for row in tree() if not row[4]] == ["county", "town", "village"]


def test_a_unit_is_opened_again_once_the_one_above_it_is(city):
    for unit in (city.repair, city.water):
        actions.deactivate_unit(unit, by=SYSTEM)
    _refused(errors.UnitInactive, lambda: actions.reactivate_unit(city.repair, by=SYSTEM))
    for unit in (city.water, city.repair, city.repair):
        actions.reactivate_unit(unit, by=SYSTEM)
    assert all(row[4] for row in tree())
    assert [name for name, *_ in _announced()].count("organisations.UnitReactivated") == 2


def test_the_centre_is_never_closed(city):
    for unit in (city.village, city.town, city.county, city.repair, city.water):
        actions.deactivate_unit(unit, by=SYSTEM)
    _refused(errors.CentreStays, lambda: actions.deactivate_unit(city.centre, by=SYSTEM))


def test_who_may_not_configure_organisations_changes_nothing(city, nobody):
    for attempt in (
        lambda: actions.create_unit("x", parent=city.centre, by=nobody, name="x"),
        lambda: actions.update_unit(city.water, by=nobody, name="x"),
        lambda: actions.move_unit(city.town, to=city.water, by=nobody),
        lambda: actions.deactivate_unit(city.repair, by=nobody),
        lambda: actions.reactivate_unit(city.repair, by=nobody),
    ):
        _refused(NotAllowed, attempt)
