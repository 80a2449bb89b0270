"""Whoever acts through a token is who they are without it."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from jiesu.accounts import actions as accounts
from jiesu.core import clock
from jiesu.organisations import actions, selectors
from jiesu.organisations.actors import SYSTEM


@pytest.fixture
def water(db, held_clock):
    """The water company below the centre."""
    centre = actions.create_unit("centre", parent=None, by=SYSTEM, name="热线中心", kind="centre")
    return actions.create_unit("water", parent=centre, by=SYSTEM, name="水务集团", kind="utility")


@pytest.fixture
def clerk(water):
    """A clerk of the water company."""
    user = accounts.create_account("zhao", by=SYSTEM, display_name="赵敏")
    actions.assign_post(user.pk, unit=water, role="unit_clerk", by=SYSTEM)
    return user


def token_of(user) -> str:
    return accounts.issue_token(user, name="test", by=SYSTEM)[1]


def test_the_actor_of_a_token_is_the_actor_of_its_account(water, clerk):
    nobody = accounts.create_account("nobody", by=SYSTEM)
    chief = accounts.create_account("chief", by=SYSTEM)
    actions.assign_post(chief.pk, unit=water.parent, role="duty_chief", by=SYSTEM)
    for user in (clerk, nobody, chief):
        assert selectors.caller_of_token(token_of(user)).actor == selectors.actor_for(user)


def test_a_place_that_changed_a_role_changed_it_for_tokens_too(clerk):
    accounts.define_role(
        "unit_clerk", by=SYSTEM, name="经办员", permissions=["view_orders"], centre_only=False
    )

    actor = selectors.caller_of_token(token_of(clerk)).actor

    assert actor == selectors.actor_for(clerk)
    assert actor.permissions == {"view_orders"}


def test_a_post_that_is_over_a_unit_that_is_closed_and_a_superuser_count_alike(water, clerk, held_clock):
    secret = token_of(clerk)
    (post,) = selectors.posts_of(clerk.pk)
    actions.end_post(post, by=SYSTEM)
    assert selectors.caller_of_token(secret).actor == selectors.actor_for(clerk)
    clerk.is_superuser = True
    clerk.save()
    assert selectors.caller_of_token(secret).actor == selectors.actor_for(clerk)


def test_a_token_that_is_unknown_over_or_revoked_or_of_a_closed_account_is_nobodys(clerk, held_clock):
    at = clock.now()
    _, secret = accounts.issue_token(clerk, name="timed", by=SYSTEM, expires_at=at + timedelta(hours=1))
    revoked, gone = accounts.issue_token(clerk, name="revoked", by=SYSTEM)
    accounts.revoke_token(revoked, by=SYSTEM)

    assert selectors.caller_of_token("令牌") is None
    assert selectors.caller_of_token(gone) is None
    assert selectors.caller_of_token(secret) is not None
    held_clock.move(timedelta(hours=1))
    assert selectors.caller_of_token(secret) is None
    other = token_of(clerk)
    accounts.deactivate_account(clerk, by=SYSTEM)
    assert selectors.caller_of_token(other) is None


def test_it_takes_one_query(clerk):
    from django.db import connection

    secret = token_of(clerk)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        selectors.caller_of_token(secret)

    assert len(queries) == 1
