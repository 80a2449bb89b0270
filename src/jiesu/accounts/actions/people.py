"""Accounts: opened, changed, closed; passwords set and changed."""

import secrets
from typing import TypedDict, Unpack

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from jiesu.accounts import checking
from jiesu.accounts.errors import NotYourself, PasswordUnchanged, SignInRefused
from jiesu.accounts.events import AccountDeactivated
from jiesu.accounts.models import User
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit, clock, events
from jiesu.core.errors import InvalidInput

LONGEST_PASSWORD = 1024


class AccountDetails(TypedDict, total=False):
    """What is known of a person besides the account's name."""

    display_name: str
    employee_no: str
    phone: str
    email: str


@transaction.atomic
def create_account(
    username: str, *, by: Holder, password: str | None = None, **details: Unpack[AccountDetails]
) -> User:
    """Open an account; without a password nobody can sign in with it until one is set.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        InvalidInput, AlreadyTaken: a value cannot be used; the password is too weak.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    user = User(username=username, **details)
    if password is None:
        user.set_unusable_password()
    else:
        _give_password(user, password)
    checking.save(user)
    audit.record("create_account", subject=_subject(user), by=by, username=username)
    return user


@transaction.atomic
def update_account(user: User, *, by: Holder, **details: Unpack[AccountDetails]) -> User:
    """Change what is known of a person.

    Raises:
        NotAllowed, InvalidInput, AlreadyTaken: as for :func:`create_account`.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changed = sorted(name for name, value in details.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, details[name])  # type: ignore[literal-required]
    checking.save(user)
    if changed:
        audit.record("update_account", subject=_subject(user), by=by, changed=changed)
    return user


@transaction.atomic
def deactivate_account(user: User, *, by: Holder, reason: str = "") -> User:
    """Close an account: sessions end, tokens stop working, posts give nothing any more.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        NotYourself: it is the account of ``by``.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if user.pk == by.user_id:
        raise NotYourself
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    at = clock.now()
    user.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)
    audit.record("deactivate_account", subject=_subject(user), by=by, reason=reason)
    events.publish(AccountDeactivated(subject=_subject(user), occurred_at=at, user_id=user.pk))
    return user


@transaction.atomic
def reactivate_account(user: User, *, by: Holder, reason: str = "") -> User:
    """Open a closed account again; its tokens stay revoked.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record("reactivate_account", subject=_subject(user), by=by, reason=reason)
    return user


@transaction.atomic
def set_password(user: User, *, password: str, by: Holder, must_change: bool = False) -> User:
    """Give another person a new password; their sessions end.

    ``must_change``: the next sign-in asks for another one, which only they know.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        InvalidInput: the password is too weak.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    return _write_password(user, password, by=by, must_change=must_change)


@transaction.atomic
def reset_password(user: User, *, by: Holder, reason: str = "") -> str:
    """Give another person a password made at random, to be changed at the next sign-in; returns it.

    Their sessions end; failed sign-ins are forgotten by ``unlock_account``.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        NotYourself: it is the account of ``by``, which changes its own.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if user.pk == by.user_id:
        raise NotYourself
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    _write_password(user, password, by=by, must_change=True, reason=reason)
    return password


@transaction.atomic
def change_password(user: User, *, old: str, new: str) -> User:
    """Change one's own password; one's other sessions end.

    Raises:
        SignInRefused: the old password is not right.
        PasswordUnchanged, InvalidInput: the new password is the old one, or too weak.
    """
    if len(old) > LONGEST_PASSWORD or not user.check_password(old):
        raise SignInRefused(field="old")
    if new == old:
        raise PasswordUnchanged(field="password")
    return _write_password(user, new, by=user)


def open_configuration(user_id: int, *, opened: bool) -> None:
    """Let a person into the configuration admin, or no longer; follows the posts they hold."""
    User.objects.filter(pk=user_id).exclude(is_staff=opened).update(is_staff=opened)


def _write_password(
    user: User, password: str, *, by: Holder, must_change: bool = False, reason: str = ""
) -> User:
    action = "change_password" if by.user_id == user.pk else "set_password"
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _give_password(user, password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    audit.record(action, subject=_subject(user), by=by, reason=reason)
    return user


def _give_password(user: User, password: str) -> None:
    if len(password) > LONGEST_PASSWORD or not is_encodable(password):
        raise InvalidInput(
            field="password",
            reason_zh="密码过长或含有无法使用的字符。",
            reason_en="The password is too long or contains characters that cannot be used.",
        )
    checking.validated("password", lambda: validate_password(password, user))
    user.set_password(password)


def is_encodable(text: str) -> bool:
    """Whether the text can be written in UTF-8; half a surrogate pair from a JSON escape cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _subject(user: User) -> str:
    return f"user:{user.pk}"
