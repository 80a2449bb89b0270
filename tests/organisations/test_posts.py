from datetime import date, timedelta

import pytest

from jiesu.accounts import actions as accounts
from jiesu.accounts.errors import AccountInactive, IncompatiblePermissions, NotYourself
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.organisations import actions, errors
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.models import Post
from jiesu.organisations.selectors import actor_for, posts_at, posts_of

MONDAY = date(2026, 3, 2)


@pytest.fixture
def clerk(city, held_clock):
    """李工, clerk of the water company since Monday."""
    return city.person("ligong", (city.water, "unit_clerk"), display_name="李工")


def _state():
    return (
        list(Post.objects.order_by("pk").values_list("user_id", "unit_id", "role", "starts_on", "ends_on")),
        AuditEntry.objects.count(),
        JournalEntry.objects.count(),
    )


def _refused(refusal, attempt):
    before = _state()
    with pytest.raises(refusal):
        attempt()
    assert _state() == before


def test_a_post_is_held_from_today_written_into_the_log_and_announced(city, clerk):
    post = Post.objects.get()
    assert (post.user, post.unit, post.role, post.starts_on, post.ends_on) == (
        clerk,
        city.water,
        "unit_clerk",
        MONDAY,
        None,
    )
    assert AuditEntry.objects.last().data == {"unit": "water", "role": "unit_clerk"}
    event = JournalEntry.objects.last()
    assert (event.name, event.subject) == ("organisations.PostAssigned", f"user:{clerk.pk}")
    assert event.payload == {
        "post_id": post.pk,
        "user_id": clerk.pk,
        "unit_id": city.water.pk,
        "role": "unit_clerk",
    }


def test_a_post_that_begins_tomorrow_gives_nothing_today(city, clerk, held_clock):
    actions.assign_post(
        clerk.pk, unit=city.repair, role="unit_leader", by=SYSTEM, starts_on=MONDAY + timedelta(days=1)
    )
    assert actor_for(clerk).roles == {"unit_clerk"}
    held_clock.move(timedelta(hours=15))
    assert actor_for(clerk).roles == {"unit_clerk", "unit_leader"}


def test_a_day_begins_at_midnight_in_shanghai(city, clerk, held_clock):
    actions.end_post(Post.objects.get(), by=SYSTEM, on=MONDAY + timedelta(days=1))
    held_clock.move(timedelta(hours=14, minutes=59))
    assert actor_for(clerk).roles == {"unit_clerk"}
    held_clock.move(timedelta(minutes=1))
    assert actor_for(clerk).roles == set()


def test_a_post_ends_at_once_and_the_fact_is_announced(clerk):
    post = actions.end_post(Post.objects.get(), by=SYSTEM, reason="离职")
    assert post.ends_on == MONDAY
    assert actor_for(clerk).roles == set()
    assert JournalEntry.objects.last().name == "organisations.PostEnded"
    assert AuditEntry.objects.last().reason == "离职"


def test_a_post_over_is_not_ended_again_but_can_be_held_again(city, clerk):
    post = actions.end_post(Post.objects.get(), by=SYSTEM)
    _refused(errors.PostOver, lambda: actions.end_post(post, by=SYSTEM))
    actions.assign_post(clerk.pk, unit=city.water, role="unit_clerk", by=SYSTEM)
    assert actor_for(clerk).roles == {"unit_clerk"}


def test_an_end_that_lies_ahead_can_be_put_off_or_brought_forward(clerk):
    post = actions.end_post(Post.objects.get(), by=SYSTEM, on=MONDAY + timedelta(days=30))
    assert actions.end_post(post, by=SYSTEM).ends_on == MONDAY


def test_a_post_that_has_not_begun_ends_without_having_been(city, clerk):
    later = MONDAY + timedelta(days=10)
    post = actions.assign_post(clerk.pk, unit=city.repair, role="unit_clerk", by=SYSTEM, starts_on=later)
    assert actions.end_post(post, by=SYSTEM).ends_on == later
    assert actor_for(clerk).unit_ids == {city.water.pk}


def test_a_post_does_not_end_before_it_began(clerk):
    _refused(InvalidInput, lambda: actions.end_post(Post.objects.get(), by=SYSTEM, on=date(2026, 3, 1)))


def test_a_post_is_given_once(city, clerk):
    _refused(
        errors.PostHeld, lambda: actions.assign_post(clerk.pk, unit=city.water, role="unit_clerk", by=SYSTEM)
    )


@pytest.mark.parametrize(
    "role", ["operator", "dispatcher", "duty_chief", "assessor", "administrator", "auditor"]
)
def test_city_wide_roles_are_given_at_the_centre_only(city, clerk, role):
    _refused(errors.CentreOnly, lambda: actions.assign_post(clerk.pk, unit=city.county, role=role, by=SYSTEM))


def test_nobody_comes_to_decide_what_they_apply_for_through_a_second_post(city, clerk):
    _refused(
        IncompatiblePermissions,
        lambda: actions.assign_post(clerk.pk, unit=city.centre, role="duty_chief", by=SYSTEM),
    )


def test_a_post_to_come_counts_when_posts_are_kept_apart(city, held_clock):
    chief = city.person("chief")
    later = MONDAY + timedelta(days=10)
    actions.assign_post(chief.pk, unit=city.centre, role="duty_chief", by=SYSTEM, starts_on=later)
    _refused(
        IncompatiblePermissions,
        lambda: actions.assign_post(chief.pk, unit=city.water, role="unit_clerk", by=SYSTEM),
    )


def test_an_administrator_takes_no_case_work_and_nobody_appoints_themselves(city):
    admin = city.person("admin", (city.centre, "administrator"))
    _refused(
        IncompatiblePermissions,
        lambda: actions.assign_post(admin.pk, unit=city.centre, role="operator", by=SYSTEM),
    )
    _refused(
        NotYourself,
        lambda: actions.assign_post(admin.pk, unit=city.centre, role="analyst", by=actor_for(admin)),
    )


def test_an_administrator_appoints_others(city, clerk):
    admin = actor_for(city.person("admin", (city.centre, "administrator"), display_name="周管"))
    actions.assign_post(clerk.pk, unit=city.repair, role="unit_clerk", by=admin)
    assert AuditEntry.objects.last().actor_name == "周管"


def test_the_configuration_admin_opens_and_closes_with_the_posts(city):
    admin = city.person("admin", (city.centre, "administrator"))
    admin.refresh_from_db()
    assert admin.is_staff
    actions.end_post(Post.objects.get(), by=SYSTEM)
    admin.refresh_from_db()
    assert not admin.is_staff


def test_who_or_where_or_what_does_not_exist_is_refused(city, clerk):
    for user_id, unit, role in (
        (10**9, city.water, "unit_clerk"),
        (clerk.pk, type(city.water)(pk=10**9), "unit_clerk"),
        (clerk.pk, city.water, "emperor"),
    ):
        _refused(NotFound, lambda: actions.assign_post(user_id, unit=unit, role=role, by=SYSTEM))  # noqa: B023
    _refused(NotFound, lambda: actions.end_post(Post(pk=10**9), by=SYSTEM))


def test_closed_accounts_and_units_get_no_posts(city, clerk):
    actions.deactivate_unit(city.repair, by=SYSTEM)
    _refused(
        errors.UnitInactive,
        lambda: actions.assign_post(clerk.pk, unit=city.repair, role="unit_clerk", by=SYSTEM),
    )
    accounts.deactivate_account(clerk, by=SYSTEM)
    _refused(
        AccountInactive,
        lambda: actions.assign_post(clerk.pk, unit=city.county, role="unit_clerk", by=SYSTEM),
    )


def test_who_may_not_manage_accounts_changes_no_post(city, clerk):
    chief = Actor(user_id=999, name="陈班", permissions=SYSTEM.permissions - {"manage_accounts"})
    _refused(NotAllowed, lambda: actions.assign_post(clerk.pk, unit=city.repair, role="unit_clerk", by=chief))
    _refused(NotAllowed, lambda: actions.end_post(Post.objects.get(), by=chief))


def test_posts_are_listed_by_unit_and_by_person(city, clerk):
    leader = city.person("wangjing", (city.water, "unit_leader"), (city.repair, "unit_leader"))
    assert [post.user for post in posts_at(city.water)] == [clerk, leader]
    assert [post.user for post in posts_at(city.water, role="unit_leader")] == [leader]
    assert [post.unit for post in posts_of(leader.pk)] == [city.water, city.repair]
    accounts.deactivate_account(clerk, by=SYSTEM)
    assert [post.user for post in posts_at(city.water)] == [leader]
