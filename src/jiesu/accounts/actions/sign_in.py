"""Signing in, with a lock after failed attempts."""

import math
from datetime import datetime

from django.db import transaction

from jiesu.accounts import lockout
from jiesu.accounts.actions.people import LONGEST_PASSWORD, is_encodable
from jiesu.accounts.errors import SignInLocked, SignInRefused
from jiesu.accounts.models import FailedSignIn, User
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit, clock


def sign_in(username: str, password: str, address: str, *, at: datetime | None = None) -> User:
    """Check who somebody is; the caller opens the session.

    The attempt is written down as failed before the password is looked at, and struck out when it succeeds:
    any number of attempts at once makes no more guesses than the limit. Must not run inside a transaction
    that a refusal rolls back, or failures would not count.

    Args:
        username: name of the account.
        password: in plain text.
        address: network address that the attempt comes from.
        at: the moment; now when not given.

    Raises:
        SignInRefused: account and password do not fit, or the account is closed.
        SignInLocked: too many failures; the password was not looked at.
    """
    at = at or clock.now()
    attempt = FailedSignIn.objects.create(
        account=lockout.account_key(username), address=lockout.printable(address, longest=64), at=at
    )
    failures = _earlier(attempt)
    if until := _locked_until(attempt, failures):
        attempt.delete()
        raise SignInLocked(minutes=math.ceil((until - at).total_seconds() / 60))
    user = _verified(username, password)
    if user is None:
        _note_lock(attempt, failures)
        raise SignInRefused
    with transaction.atomic():
        FailedSignIn.objects.filter(account=attempt.account, address=attempt.address).delete()
        audit.record("sign_in", subject=f"user:{user.pk}", by=user, address=attempt.address)
    return user


@transaction.atomic
def unlock_account(username: str, *, by: Holder) -> int:
    """Forget the failed attempts on an account; returns how many there were.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    accounts = [lockout.account_key(username), lockout.second_step_key(username)]
    forgotten, _ = FailedSignIn.objects.filter(account__in=accounts).delete()
    audit.record("unlock_account", subject="sign_in", by=by, account=username, failures=forgotten)
    return forgotten


def forget_failed_sign_ins(*, at: datetime | None = None) -> int:
    """Delete attempts that no longer count; returns how many."""
    deleted, _ = FailedSignIn.objects.filter(at__lte=(at or clock.now()) - lockout.WINDOW).delete()
    return deleted


def _earlier(attempt: FailedSignIn) -> list[tuple[str, datetime]]:
    others = FailedSignIn.objects.filter(account=attempt.account, at__gt=attempt.at - lockout.WINDOW)
    return list(others.exclude(pk=attempt.pk).values_list("address", "at"))


def _locked_until(attempt: FailedSignIn, failures: list[tuple[str, datetime]]) -> datetime | None:
    here = [moment for address, moment in failures if address == attempt.address]
    everywhere = [moment for _, moment in failures]
    return lockout.locked_until(here, limit=lockout.LIMIT, at=attempt.at) or lockout.locked_until(
        everywhere, limit=lockout.ACCOUNT_LIMIT, at=attempt.at
    )


def _verified(username: str, password: str) -> User | None:
    if not username.isprintable() or len(password) > LONGEST_PASSWORD or not is_encodable(password):
        return None
    user = User.objects.filter(username=username).first()
    if user is None:
        User().set_password(password)  # takes as long as checking one, so that accounts cannot be probed
        return None
    return user if user.check_password(password) and user.is_active else None


def _note_lock(attempt: FailedSignIn, failures: list[tuple[str, datetime]]) -> None:
    if _locked_until(attempt, [*failures, (attempt.address, attempt.at)]):
        somebody = User(username=attempt.account)
        audit.record(
            "sign_in_locked", subject="sign_in", by=somebody, account=attempt.account, address=attempt.address
        )
