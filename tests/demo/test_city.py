"""The fictional city is installed through the real actions, and only once."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.accounts.selectors import user_by_username
from jiesu.catalogue.selectors import current_rules, duty_for, topics_of
from jiesu.core.audit import AuditEntry
from jiesu.demo import duties, geography, staff, topics, units
from jiesu.demo.city import city_is_installed, find_city, give_passwords, install_city
from jiesu.organisations.selectors import children_of, unit_by_code
from jiesu.places.selectors import division_path_names


def test_every_unit_stands_where_the_tables_put_it(city):
    assert set(city.unit_ids) == {row.code for row in units.units()}
    assert {unit.code for unit in children_of(unit_by_code("shui"))} == {
        "shui-guanwang",
        "shui-keshou",
        "shui-shuizhi",
    }


def test_divisions_reach_from_the_city_to_the_village(city):
    assert list(division_path_names("990102001001")) == ["云泽市", "澄湖区", "湖滨街道", "柳岸社区"]
    assert len(geography.divisions()) == 253


def test_the_catalogue_gives_topics_the_codes_that_the_stories_use(city):
    stored = topics_of()
    assert {code: node.name for code, node in stored.items()} == {
        row.code: row.name for row in topics.topics()
    }


def test_the_stored_duties_say_what_the_tables_say(city):
    for topic, area in [("010102", "990103003001"), ("020301", "990103003001"), ("060102", "990171")]:
        advice = duty_for(topic, area)
        assert advice.lead_unit_id == city.unit_ids[duties.duty_for(topic, area=area).lead]


def test_the_default_rules_are_in_force(city):
    assert current_rules().pack.code == "default"


def test_everybody_holds_the_post_of_the_cast(city):
    for person in staff.cast():
        actor = city.actor(person.username)
        assert actor.roles == {person.role}
        assert actor.is_centre
    clerk = city.clerk("chenghu-001")
    assert clerk.roles == {"unit_clerk"}
    assert clerk.unit_ids == {city.unit_ids["chenghu-001"]}


def test_installing_again_changes_nothing(city):
    before = AuditEntry.objects.exclude(action="import_divisions").count()
    assert city_is_installed()
    assert dict(install_city(today=date(2026, 3, 18)).unit_ids) == dict(city.unit_ids)
    assert AuditEntry.objects.exclude(action="import_divisions").count() == before


def test_finding_the_city_again_is_quick(city):
    with CaptureQueriesContext(connection) as queries:
        assert city_is_installed()
        find_city()
    assert len(queries) <= 4


def test_only_the_introduced_people_can_sign_in(city):
    give_passwords(["operator"], password="wohl-auf-7431", sure=True)
    assert user_by_username("operator").check_password("wohl-auf-7431")
    assert not user_by_username("operator2").has_usable_password()
