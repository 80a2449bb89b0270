import pytest
from django.contrib.auth.models import AnonymousUser

from jiesu.accounts import actions as accounts
from jiesu.accounts.errors import SignInNeeded
from jiesu.accounts.models import User
from jiesu.accounts.roles import ROLE_PERMISSIONS, Role
from jiesu.core.errors import NotFound
from jiesu.organisations import actions, selectors
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Unit


@pytest.mark.parametrize("role", Role)
def test_each_role_gives_its_preset(city, role):
    actor = selectors.actor_for(city.person("somebody", (city.centre, role.value)))
    assert (actor.permissions, actor.roles) == (ROLE_PERMISSIONS[role], {role.value})


def test_who_somebody_is_takes_one_query(city, django_assert_num_queries):
    user = city.person("ligong", (city.water, "unit_clerk"), (city.town, "unit_leader"), display_name="李工")
    with django_assert_num_queries(1):
        actor = selectors.actor_for(user)
    assert (actor.user_id, actor.name, actor.is_centre) == (user.pk, "李工", False)
    assert actor.unit_ids == {city.water.pk, city.town.pk}
    assert set(actor.unit_paths) == {city.water.path, city.town.path}
    assert actor.may("approve_reply")


def test_a_post_below_another_widens_no_scope(city):
    actor = selectors.actor_for(city.person("x", (city.county, "unit_clerk"), (city.town, "unit_clerk")))
    assert (actor.unit_paths, actor.unit_ids) == ((city.county.path,), {city.county.pk, city.town.pk})


def test_only_a_post_at_the_centre_makes_centre_staff(city):
    assert selectors.actor_for(city.person("x", (city.centre, "operator"))).is_centre
    assert not selectors.actor_for(city.person("y", (city.county, "unit_leader"))).is_centre


def test_a_changed_role_holds_from_the_next_question_on(city):
    user = city.person("x", (city.centre, "quality"))
    accounts.define_role("quality", by=SYSTEM, name="质检", permissions=["view_orders"])
    assert selectors.actor_for(user).permissions == {"view_orders"}
    accounts.reset_role("quality", by=SYSTEM)
    assert selectors.actor_for(user).permissions == ROLE_PERMISSIONS[Role.QUALITY]


def test_a_post_in_a_role_of_the_place_gives_what_the_place_says(city):
    accounts.define_role("mayor", by=SYSTEM, name="市长", permissions=["view_all_orders"])
    user = city.person("x", (city.centre, "mayor"))
    assert selectors.actor_for(user).permissions == {"view_all_orders"}


def test_a_closed_account_or_unit_gives_nothing(city):
    user = city.person("x", (city.repair, "unit_clerk"))
    actions.deactivate_unit(city.repair, by=SYSTEM)
    actor = selectors.actor_for(user)
    assert (actor.permissions, actor.unit_ids, actor.unit_paths) == (frozenset(), frozenset(), ())
    actions.reactivate_unit(city.repair, by=SYSTEM)
    accounts.deactivate_account(user, by=SYSTEM)
    user.refresh_from_db()
    actor = selectors.actor_for(user)
    assert (actor.permissions, actor.unit_ids, actor.is_system) == (frozenset(), frozenset(), False)


@pytest.mark.parametrize("nobody", [AnonymousUser(), User(username="unsaved")], ids=["anonymous", "unsaved"])
def test_nobody_is_never_taken_for_the_system(nobody):
    with pytest.raises(SignInNeeded):
        selectors.actor_for(nobody)


def test_a_superuser_without_a_post_may_configure_and_no_more(city):
    user = User.objects.create(username="root", is_superuser=True)
    assert selectors.actor_for(user).permissions == ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    actions.assign_post(user.pk, unit=city.centre, role="analyst", by=SYSTEM)
    assert selectors.actor_for(user).permissions == ROLE_PERMISSIONS[Role.ANALYST]


@pytest.mark.parametrize("code", ["centre", "county", "town", "village", "water", "repair"])
def test_the_scope_is_the_own_unit_and_those_below_as_parents_tell_it(city, code):
    units = {unit.pk: unit for unit in city.units}
    own = getattr(city, code)

    def is_below(unit):
        return unit is not None and (unit.pk == own.pk or is_below(units.get(unit.parent_id)))

    expected = {unit.code for unit in city.units if is_below(unit)}
    actor = selectors.actor_for(city.person("x", (own, "unit_clerk")))
    assert {unit.code for unit in selectors.visible_units(for_user=actor)} == expected
    assert {unit.code for unit in city.units if actor.reaches(unit.path)} == expected
    assert {unit.code for unit in selectors.units_below(own)} == expected
    assert {unit.code for unit in selectors.units_below(own, itself=False)} == expected - {code}
    assert {unit.code for unit in city.units if selectors.is_within(unit.pk, own.pk)} == expected


def test_the_system_sees_every_unit_and_a_stranger_none(city):
    assert selectors.visible_units(for_user=SYSTEM).count() == len(city.units)
    assert selectors.visible_units(for_user=selectors.actor_for(city.person("x"))).count() == 0


def test_is_within_takes_one_query_and_knows_no_strangers(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert selectors.is_within(city.village.pk, city.county.pk)
    assert not selectors.is_within(10**9, city.county.pk)
    assert not selectors.is_within(city.county.pk, 10**9)


def test_units_are_found_by_code_and_by_key(city):
    assert selectors.unit_by_code("water") == selectors.unit_by_id(city.water.pk) == city.water
    assert selectors.units_by_id([city.water.pk, 10**9]) == {city.water.pk: city.water}
    assert selectors.centre() == city.centre
    for attempt in (
        lambda: selectors.unit_by_code("nowhere"),
        lambda: selectors.unit_by_code("nul\x00"),
        lambda: selectors.unit_by_id(10**9),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_without_units_there_is_no_centre(db):
    with pytest.raises(NotFound):
        selectors.centre()


def test_children_are_the_active_units_directly_below(city):
    assert list(selectors.children_of(city.centre)) == [city.county, city.water]
    actions.deactivate_unit(city.repair, by=SYSTEM)
    assert list(selectors.children_of(city.water)) == []


def test_ancestors_come_centre_first(city):
    assert list(selectors.ancestors_of(city.village)) == [city.centre, city.county, city.town]
    assert list(selectors.ancestors_of(city.centre)) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("澄湖区", ["county"]),
        (" 市自来水公司 ", ["water"]),
        ("repair", ["repair"]),
        ("公司", ["water"]),
        ("市", ["centre", "water"]),
        ("不存在", []),
        ("", []),
        ("nul\x00", []),
        ("%", []),
    ],
)
def test_units_are_found_by_name_exactly_or_else_in_part(city, text, codes):
    assert [unit.code for unit in selectors.units_named(text)] == codes


def test_closed_units_are_not_found_by_name(city):
    actions.deactivate_unit(city.repair, by=SYSTEM)
    assert selectors.units_named("抢修科") == []


def test_queryset_names_say_what_they_filter(city):
    actions.deactivate_unit(city.repair, by=SYSTEM)
    assert city.repair not in Unit.objects.active()
    assert set(Unit.objects.within(city.county.path)) == {city.county, city.town, city.village}
