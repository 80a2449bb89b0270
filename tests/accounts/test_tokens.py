from datetime import timedelta

import pytest
from django.db import connection

from jiesu.accounts import actions
from jiesu.accounts.errors import AccountInactive
from jiesu.accounts.models import ApiToken
from jiesu.accounts.selectors import user_of_token
from jiesu.core import clock
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_token_stands_for_its_person(operator):
    _, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    assert user_of_token(secret) == operator
    assert user_of_token(secret + "x") is None


def test_a_token_is_looked_up_in_one_query(operator, django_assert_num_queries):
    _, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    with django_assert_num_queries(1):
        assert user_of_token(secret).name == "张敏"


def test_the_secret_is_nowhere_in_the_database(operator):
    _, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text || (SELECT string_agg(a::text, '') FROM core_auditentry a)"
            " FROM accounts_apitoken t"
        )
        assert secret not in cursor.fetchone()[0]


def test_two_tokens_differ(operator):
    secrets = {actions.issue_token(operator, name="省平台", by=operator)[1] for _ in range(2)}
    assert len(secrets) == 2


def test_an_expired_token_stands_for_nobody(operator, held_clock):
    _, secret = actions.issue_token(
        operator, name="省平台", by=SYSTEM, expires_at=clock.now() + timedelta(hours=1)
    )
    assert user_of_token(secret) == operator
    held_clock.move(timedelta(hours=1))
    assert user_of_token(secret) is None


def test_a_revoked_token_stands_for_nobody(operator):
    token, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    for _ in range(2):
        actions.revoke_token(token, by=operator)
    assert user_of_token(secret) is None
    assert AuditEntry.objects.filter(action="revoke_token").count() == 1


def test_the_token_of_a_closed_account_stands_for_nobody(operator):
    _, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    type(operator).objects.update(is_active=False)
    assert user_of_token(secret) is None


def test_use_is_noted_to_five_minutes(operator, held_clock):
    token, secret = actions.issue_token(operator, name="省平台", by=SYSTEM)
    seen = []
    for _ in range(4):
        assert actions.accept_token(secret) == operator
        token.refresh_from_db()
        seen.append(token.last_used_at)
        held_clock.move(timedelta(minutes=3))
    assert len(set(seen)) == 2
    assert actions.accept_token("unknown") is None


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "x" * 81}, {"name": "x\x00"}, {"past": True}])
def test_a_token_that_makes_no_sense_is_not_issued(operator, changes):
    expires = clock.now() if changes.pop("past", False) else None
    with pytest.raises(InvalidInput):
        actions.issue_token(operator, by=SYSTEM, expires_at=expires, **{"name": "省平台", **changes})
    assert ApiToken.objects.count() == 0


def test_no_token_is_issued_for_a_closed_account(operator):
    operator.is_active = False
    with pytest.raises(AccountInactive):
        actions.issue_token(operator, name="省平台", by=SYSTEM)
    assert ApiToken.objects.count() == 0


def test_strangers_neither_issue_nor_revoke_tokens_of_others(operator, nobody):
    token, secret = actions.issue_token(operator, name="省平台", by=operator)
    with pytest.raises(NotAllowed):
        actions.issue_token(operator, name="省平台", by=nobody)
    with pytest.raises(NotAllowed):
        actions.revoke_token(token, by=nobody)
    assert (ApiToken.objects.count(), user_of_token(secret)) == (1, operator)
