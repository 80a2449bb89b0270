"""Tokens: issued, used, revoked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from jiesu.accounts import checking
from jiesu.accounts.errors import AccountInactive
from jiesu.accounts.keys import digest_of, new_secret
from jiesu.accounts.models import ApiToken, User
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.accounts.selectors import user_of_token
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput

_USE_NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def issue_token(
    user: User, *, name: str, by: Holder, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token for a program that acts as ``user``; returns it with the secret, never shown again.

    Raises:
        NotAllowed: it is somebody else's account and ``by`` may not manage accounts.
        AccountInactive: the account is closed.
        InvalidInput: no name, or it would expire in the past.
    """
    if user.pk != by.user_id:
        require(by, Permission.MANAGE_ACCOUNTS)
    if not user.is_active:
        raise AccountInactive(account=user.username)
    at, secret = clock.now(), new_secret()
    if expires_at is not None and expires_at <= at:
        raise InvalidInput(
            field="expires_at",
            reason_zh="到期时间必须晚于现在。",
            reason_en="The token would expire in the past.",
        )
    token = ApiToken(user=user, name=name, digest=digest_of(secret), created_at=at, expires_at=expires_at)
    checking.save(token)
    audit.record("issue_token", subject=f"user:{user.pk}", by=by, token=token.pk, name=name)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Holder) -> ApiToken:
    """Make a token useless, at once and for ever.

    Raises:
        NotAllowed: it is somebody else's and ``by`` may not manage accounts.
    """
    if token.user_id != by.user_id:
        require(by, Permission.MANAGE_ACCOUNTS)
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        audit.record("revoke_token", subject=f"user:{token.user_id}", by=by, token=token.pk)
    return token


def accept_token(secret: str, *, at: datetime | None = None) -> User | None:
    """Whose token this is, noting its use (to five minutes); None when it is not valid."""
    at = at or clock.now()
    user = user_of_token(secret, at=at)
    if user is not None:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - _USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, digest=digest_of(secret)).update(last_used_at=at)
    return user
