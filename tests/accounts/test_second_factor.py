"""The second factor: RFC 6238's own figures, codes that count once, recovery codes, and the lock."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from jiesu.accounts import actions, onetime
from jiesu.accounts.errors import (
    SecondFactorHeld,
    SecondFactorMissing,
    SecondFactorWrong,
    SignInLocked,
    SignInRefused,
)
from jiesu.accounts.models import RecoveryCode, SecondFactor, User
from jiesu.accounts.selectors import second_factor_demanded, second_factor_of
from jiesu.core import clock
from jiesu.core.errors import NotAllowed
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890 in base 32
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
HERE = "10.0.0.1"


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(seconds, code):
    """RFC 6238, appendix B, SHA-1; authenticators show the last six of its eight digits."""
    assert TOTP(b"12345678901234567890", 8, SHA1(), 30).generate(seconds).decode() == code
    at = datetime.fromtimestamp(seconds, tz=UTC)
    assert onetime.code_at(RFC_SECRET, onetime.step_of(at)) == code[-6:]


@pytest.mark.parametrize(("drift", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_be_one_step_apart(drift, accepted):
    at = datetime.fromtimestamp(1111111111, tz=UTC)
    code = onetime.code_at(RFC_SECRET, onetime.step_of(at) + drift)

    assert (onetime.accepted_step(RFC_SECRET, code, at=at, after=0) is not None) is accepted


def test_a_recovery_code_is_read_however_it_is_typed():
    assert onetime.plain_code(" ABCD-efgh ijkl-mnop ") == "abcdefghijklmnop"
    assert len(onetime.plain_code(onetime.new_recovery_code())) == 16


@pytest.fixture
def user(db, held_clock):
    return actions.create_account("lin", by=SYSTEM, password="a-long-phrase 12345", display_name="林晓雨")


@pytest.fixture
def codes(user, held_clock):
    secret = actions.begin_second_factor(user).secret
    codes = actions.confirm_second_factor(user, code=code_of(user, secret=secret))
    held_clock.move(timedelta(seconds=30))
    return codes


def code_of(user, *, secret=None) -> str:
    secret = secret or SecondFactor.objects.get(user=user).secret
    return onetime.code_at(secret, onetime.step_of(clock.now()))


def test_it_counts_from_the_first_right_code_on(user):
    secret = actions.begin_second_factor(user).secret
    assert not second_factor_of(user).is_set_up
    assert actions.begin_second_factor(user).secret == secret

    with pytest.raises(SecondFactorWrong):
        actions.confirm_second_factor(user, code="000000")
    assert not second_factor_of(user).is_set_up

    codes = actions.confirm_second_factor(user, code=code_of(user))
    assert (second_factor_of(user).is_set_up, len(set(codes)), second_factor_of(user).codes_left) == (
        True,
        10,
        10,
    )
    with pytest.raises(SecondFactorHeld):
        actions.begin_second_factor(user)


def test_the_table_keeps_neither_secret_nor_codes_in_the_clear(user, codes):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        stored = cursor.fetchone()[0]
    assert SecondFactor.objects.get().secret not in str(stored)
    plain = {onetime.plain_code(code) for code in codes}
    assert not plain & set(RecoveryCode.objects.values_list("digest", flat=True))


def test_a_code_works_once(user, codes):
    code = code_of(user)
    actions.verify_second_factor(user, code=code, address=HERE)

    with pytest.raises(SecondFactorWrong):
        actions.verify_second_factor(user, code=code, address=HERE)


def test_the_code_that_set_it_up_does_not_work_again(user):
    secret = actions.begin_second_factor(user).secret
    code = code_of(user, secret=secret)
    actions.confirm_second_factor(user, code=code)

    with pytest.raises(SecondFactorWrong):
        actions.verify_second_factor(user, code=code, address=HERE)


def test_a_recovery_code_works_once(user, codes):
    actions.verify_second_factor(user, code=codes[0].upper(), address=HERE)
    assert second_factor_of(user).codes_left == 9

    with pytest.raises(SecondFactorWrong):
        actions.verify_second_factor(user, code=codes[0], address=HERE)
    assert AuditEntry.objects.filter(action="second_factor").get().data["manner"] == "recovery code"


def test_five_wrong_codes_lock_it_from_everywhere_for_a_quarter_of_an_hour(user, codes, held_clock):
    for number in range(5):
        with pytest.raises(SecondFactorWrong):
            actions.verify_second_factor(user, code="000000", address=f"10.0.0.{number}")

    with pytest.raises(SignInLocked):
        actions.verify_second_factor(user, code=code_of(user), address=HERE)
    held_clock.move(timedelta(minutes=15, seconds=1))
    actions.verify_second_factor(user, code=code_of(user), address=HERE)


def test_an_administrators_unlocking_opens_the_second_step_too(user, codes):
    for _ in range(5):
        with pytest.raises(SecondFactorWrong):
            actions.verify_second_factor(user, code="000000", address=HERE)

    assert actions.unlock_account("lin", by=SYSTEM) == 5
    actions.verify_second_factor(user, code=code_of(user), address=HERE)


def test_new_recovery_codes_take_the_place_of_all_old_ones(user, codes):
    fresh = actions.renew_recovery_codes(user)

    assert not set(fresh) & set(codes)
    with pytest.raises(SecondFactorWrong):
        actions.verify_second_factor(user, code=codes[0], address=HERE)
    actions.verify_second_factor(user, code=fresh[0], address=HERE)


def test_taking_it_away_asks_for_the_password(user, codes):
    with pytest.raises(SignInRefused):
        actions.remove_second_factor(user, password="wrong")
    assert second_factor_of(user).is_set_up

    actions.remove_second_factor(user, password="a-long-phrase 12345")
    assert not second_factor_of(user).is_set_up
    assert not RecoveryCode.objects.exists()
    with pytest.raises(SecondFactorMissing):
        actions.renew_recovery_codes(user)


def test_only_who_manages_accounts_resets_somebody_elses(user, codes):
    other = actions.create_account("other", by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(user, by=other)
    assert second_factor_of(user).is_set_up

    actions.reset_second_factor(user, by=SYSTEM, reason="手机遗失")
    assert not second_factor_of(user).is_set_up
    assert AuditEntry.objects.get(action="reset_second_factor").reason == "手机遗失"


def test_a_role_demands_it_or_the_whole_installation(user, settings):
    actions.install_role_presets(by=SYSTEM)
    assert not second_factor_demanded(["dispatcher"])

    actions.demand_second_factor("dispatcher", demanded=True, by=SYSTEM)
    assert second_factor_demanded(["operator", "dispatcher"])
    assert not second_factor_demanded(["operator"])
    actions.install_role_presets(by=SYSTEM)
    assert second_factor_demanded(["dispatcher"])
    settings.JIESU_SECOND_FACTOR = True
    assert second_factor_demanded(["operator"])


def test_a_reset_password_is_for_the_next_sign_in_only(user):
    password = actions.reset_password(user, by=SYSTEM, reason="忘记密码")

    stored = User.objects.get(pk=user.pk)
    assert (stored.check_password(password), stored.must_change_password) == (True, True)
    actions.change_password(stored, old=password, new="another-long-phrase 77")
    assert not User.objects.get(pk=user.pk).must_change_password
