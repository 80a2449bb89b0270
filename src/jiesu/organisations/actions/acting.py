"""Signing in as somebody else, to see what they see: for administrators of test installations."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from jiesu.accounts.errors import AccountInactive, LoginAsOff, NotYourself
from jiesu.accounts.permissions import CONFIGURATION, Holder, Permission, require
from jiesu.accounts.selectors import user_by_id
from jiesu.core import audit
from jiesu.core.errors import InvalidInput
from jiesu.organisations import errors
from jiesu.organisations.selectors import permissions_held

if TYPE_CHECKING:
    from jiesu.accounts.models import User


@transaction.atomic
def act_as(user_id: int, *, by: Holder, reason: str, at: datetime | None = None) -> "User":
    """代登录: let an administrator sign in as a person; the caller opens the session.

    Only where ``JIESU_LOGIN_AS`` is set, which ``check --deploy`` refuses. Whoever configures or audits
    cannot be acted for: rights that are kept apart would come together.

    Raises:
        LoginAsOff: the installation does not allow it.
        NotAllowed: ``by`` may not manage accounts.
        NotYourself, NotFound, AccountInactive, CannotActFor: nobody to act for.
        InvalidInput: no reason was given.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if not settings.JIESU_LOGIN_AS:
        raise LoginAsOff
    if user_id == by.user_id:
        raise NotYourself
    if not reason.strip():
        raise InvalidInput(
            field="reason", reason_zh="请写明代登录的原因。", reason_en="Say why you sign in as this person."
        )
    user = user_by_id(user_id)
    if not user.is_active:
        raise AccountInactive(account=user.username)
    if user.is_superuser or permissions_held(user_id, at=at) & {*CONFIGURATION, Permission.VIEW_AUDIT}:
        raise errors.CannotActFor(name=user.name)
    audit.record("act_as", subject=f"user:{user_id}", by=by, reason=reason.strip())
    return user


@transaction.atomic
def stop_acting_as(user_id: int, *, by: Holder) -> None:
    """结束代登录: note the end."""
    audit.record("stop_acting_as", subject=f"user:{user_id}", by=by)
