import threading
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import RequestFactory

from jiesu.accounts import actions, tasks
from jiesu.accounts.errors import SignInLocked, SignInRefused
from jiesu.accounts.lockout import ACCOUNT_LIMIT, LIMIT
from jiesu.accounts.models import FailedSignIn, User
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM
from tests.accounts.cast import PASSWORD

HERE, THERE = "10.0.0.1", "10.0.0.2"


def _fail(times, *, username="zhangmin", address=HERE):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            actions.sign_in(username, "wrong", address)


def test_who_knows_the_password_is_let_in_and_the_log_says_from_where(operator):
    assert actions.sign_in("zhangmin", PASSWORD, HERE) == operator
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.actor_id, entry.data) == ("sign_in", operator.pk, {"address": HERE})
    assert FailedSignIn.objects.count() == 0


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("zhangmin", "wrong"),
        ("zhangmin", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("zhang\x00min", PASSWORD),
        ("\ud800", PASSWORD),
        ("zhangmin", "\ud800"),
        ("zhangmin", "x" * 100_000),
    ],
)
def test_all_that_does_not_fit_is_refused_alike_and_counted(operator, username, password):
    with pytest.raises(SignInRefused):
        actions.sign_in(username, password, HERE)
    assert FailedSignIn.objects.count() == 1


def test_a_closed_account_is_refused_like_a_wrong_password(operator):
    actions.deactivate_account(operator, by=SYSTEM)
    with pytest.raises(SignInRefused):
        actions.sign_in("zhangmin", PASSWORD, HERE)


def test_five_failures_lock_out_even_the_right_password_for_fifteen_minutes(operator, held_clock):
    _fail(LIMIT)
    with pytest.raises(SignInLocked) as refusal:
        actions.sign_in("zhangmin", PASSWORD, HERE)
    assert refusal.value.params == {"minutes": 15}
    held_clock.move(timedelta(minutes=14, seconds=30))
    with pytest.raises(SignInLocked) as refusal:
        actions.sign_in("zhangmin", PASSWORD, HERE)
    assert refusal.value.params == {"minutes": 1}
    held_clock.move(timedelta(seconds=30))
    assert actions.sign_in("zhangmin", PASSWORD, HERE) == operator


def test_trying_on_while_locked_does_not_prolong_the_lock(operator, held_clock):
    _fail(LIMIT)
    for _ in range(20):
        with pytest.raises(SignInLocked):
            actions.sign_in("zhangmin", PASSWORD, HERE)
    assert FailedSignIn.objects.count() == LIMIT
    held_clock.move(timedelta(minutes=15))
    assert actions.sign_in("zhangmin", PASSWORD, HERE) == operator


def test_the_lock_is_for_one_address_so_that_others_cannot_lock_a_person_out(operator):
    _fail(LIMIT)
    assert actions.sign_in("zhangmin", PASSWORD, THERE) == operator


def test_many_failures_from_many_addresses_lock_the_account(operator):
    for number in range(ACCOUNT_LIMIT):
        _fail(1, address=f"10.1.0.{number}")
    with pytest.raises(SignInLocked):
        actions.sign_in("zhangmin", PASSWORD, THERE)


def test_a_success_forgets_the_failures_before_it(operator):
    _fail(LIMIT - 1)
    actions.sign_in("zhangmin", PASSWORD, HERE)
    _fail(LIMIT - 1)
    assert actions.sign_in("zhangmin", PASSWORD, HERE) == operator


def test_an_account_that_does_not_exist_is_locked_like_any_other(db):
    _fail(LIMIT, username="nobody")
    with pytest.raises(SignInLocked):
        actions.sign_in("NOBODY", PASSWORD, HERE)


def test_the_log_notes_a_lock_once(operator):
    _fail(LIMIT)
    for _ in range(3):
        with pytest.raises(SignInLocked):
            actions.sign_in("zhangmin", PASSWORD, HERE)
    entry = AuditEntry.objects.get(action="sign_in_locked")
    assert (entry.actor_id, entry.data) == (None, {"account": "zhangmin", "address": HERE})


def test_an_administrator_lifts_the_lock(operator):
    _fail(LIMIT)
    assert actions.unlock_account("ZhangMin", by=SYSTEM) == LIMIT
    assert actions.sign_in("zhangmin", PASSWORD, HERE) == operator


def test_failures_are_deleted_once_they_no_longer_count(operator, held_clock):
    _fail(2)
    held_clock.move(timedelta(minutes=10))
    _fail(1)
    held_clock.move(timedelta(minutes=5))
    tasks.forget_failed_sign_ins(0)
    assert FailedSignIn.objects.count() == 1


def test_djangos_own_pages_sign_in_through_the_same_door(operator, settings):
    settings.AUTHENTICATION_BACKENDS = ["jiesu.accounts.backends.SignInBackend"]
    request = RequestFactory().post("/", REMOTE_ADDR=HERE)
    for _ in range(LIMIT):
        assert authenticate(request, username="zhangmin", password="wrong") is None
    assert authenticate(request, username="zhangmin", password=PASSWORD) is None
    assert authenticate(request, username="zhangmin") is None
    assert authenticate(None, username="zhangmin", password=PASSWORD) == operator


@pytest.mark.django_db(transaction=True)
def test_guessing_in_parallel_makes_no_more_guesses_than_the_limit(monkeypatch):
    actions.create_account("zhangmin", by=SYSTEM, password=PASSWORD)
    guesses, ready = [], threading.Barrier(12)
    monkeypatch.setattr(User, "check_password", lambda *_: guesses.append(1))

    def guess():
        ready.wait()
        try:
            actions.sign_in("zhangmin", "wrong", HERE)
        except (SignInRefused, SignInLocked):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(guesses) <= LIMIT
