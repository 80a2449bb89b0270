"""The second factor: set up, asked for, replaced by a recovery code, taken away."""

import math
from datetime import datetime

from django.db import transaction

from jiesu.accounts import lockout, onetime
from jiesu.accounts.errors import (
    SecondFactorHeld,
    SecondFactorMissing,
    SecondFactorWrong,
    SignInLocked,
    SignInRefused,
)
from jiesu.accounts.models import FailedSignIn, RecoveryCode, SecondFactor, User
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit, clock
from jiesu.core.fields import key_ring

RECOVERY_CODES = 10
"""How many are given at once."""


@transaction.atomic
def begin_second_factor(user: User) -> SecondFactor:
    """Begin to set up a second factor: a secret that counts once a code of it was given back.

    Beginning again gives the same secret, so that a page opened twice shows one QR code.

    Raises:
        SecondFactorHeld: the account has one.
    """
    row, _ = SecondFactor.objects.select_for_update().get_or_create(
        user=user, defaults={"secret": onetime.new_secret(), "created_at": clock.now()}
    )
    if row.confirmed_at is not None:
        raise SecondFactorHeld
    return row


@transaction.atomic
def confirm_second_factor(user: User, *, code: str, at: datetime | None = None) -> list[str]:
    """Finish setting up: a code shows that the authenticator works. Returns the recovery codes, shown once.

    Raises:
        SecondFactorMissing: setting up was not begun.
        SecondFactorHeld: the account has one.
        SecondFactorWrong: the code is not right.
    """
    at = at or clock.now()
    row = SecondFactor.objects.select_for_update().filter(user=user).first()
    if row is None:
        raise SecondFactorMissing
    if row.confirmed_at is not None:
        raise SecondFactorHeld
    step = onetime.accepted_step(row.secret, onetime.plain_code(code), at=at, after=row.last_step)
    if step is None:
        raise SecondFactorWrong(field="code")
    row.confirmed_at, row.last_step = at, step
    row.save(update_fields=["confirmed_at", "last_step"])
    audit.record("set_up_second_factor", subject=f"user:{user.pk}", by=user)
    return _new_codes(user)


def verify_second_factor(user: User, *, code: str, address: str, at: datetime | None = None) -> None:
    """Accept a code of the authenticator, or a recovery code, which is then used up.

    Failures are counted as those of passwords are, before the code is looked at: five in a quarter of an hour
    from anywhere lock the second step. Must not run inside a transaction that a refusal rolls back.

    Raises:
        SecondFactorMissing: the account has none.
        SecondFactorWrong: the code is not right, too old, or was used before.
        SignInLocked: too many failures; the code was not looked at.
    """
    at = at or clock.now()
    account = lockout.second_step_key(user.username)
    attempt = FailedSignIn.objects.create(
        account=account, address=lockout.printable(address, longest=64), at=at
    )
    earlier = FailedSignIn.objects.filter(account=account).exclude(pk=attempt.pk)
    if until := lockout.locked_until(earlier.values_list("at", flat=True), limit=lockout.LIMIT, at=at):
        attempt.delete()
        raise SignInLocked(minutes=math.ceil((until - at).total_seconds() / 60))
    with transaction.atomic():
        manner = _accept(user, onetime.plain_code(code), at)
        if manner:
            FailedSignIn.objects.filter(account=account).delete()
            audit.record("second_factor", subject=f"user:{user.pk}", by=user, manner=manner, address=address)
    if not manner:
        raise SecondFactorWrong(field="code")


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes in place of all old ones; shown once.

    Raises:
        SecondFactorMissing: the account has no second factor.
    """
    if not SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise SecondFactorMissing
    audit.record("renew_recovery_codes", subject=f"user:{user.pk}", by=user)
    return _new_codes(user)


@transaction.atomic
def remove_second_factor(user: User, *, password: str) -> None:
    """Take away one's own second factor, to change the device.

    Whether the person's roles allow it is for the caller to ask.

    Raises:
        SignInRefused: the password is not right.
        SecondFactorMissing: there is none.
    """
    if not user.check_password(password):
        raise SignInRefused(field="password")
    _take_away(user, by=user, action="remove_second_factor")


@transaction.atomic
def reset_second_factor(user: User, *, by: Holder, reason: str = "") -> None:
    """Take away somebody's second factor, because the device is lost.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        SecondFactorMissing: there is none.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    _take_away(user, by=by, action="reset_second_factor", reason=reason)


def _take_away(user: User, *, by: Holder, action: str, reason: str = "") -> None:
    deleted, _ = SecondFactor.objects.filter(user=user).delete()
    if not deleted:
        raise SecondFactorMissing
    RecoveryCode.objects.filter(user=user).delete()
    audit.record(action, subject=f"user:{user.pk}", by=by, reason=reason)


def _accept(user: User, code: str, at: datetime) -> str:
    """In which manner the code was right; empty when it was not."""
    row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
    if row is None:
        raise SecondFactorMissing
    step = onetime.accepted_step(row.secret, code, at=at, after=row.last_step)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return "authenticator"
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at__isnull=True)
    return "recovery code" if unused.update(used_at=at) else ""


def _new_codes(user: User) -> list[str]:
    codes = [onetime.new_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(onetime.plain_code(code))) for code in codes
    )
    return codes


def _digest(code: str) -> str:
    """A keyed hash: without the key nobody can try codes against a stolen table."""
    return key_ring().fingerprint(f"recovery:{code}")
