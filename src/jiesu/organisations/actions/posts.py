"""Posts: assigned and ended."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jiesu.accounts import actions as accounts
from jiesu.accounts.errors import AccountInactive, NotYourself
from jiesu.accounts.permissions import CONFIGURATION, Holder, Permission, require, require_compatible
from jiesu.accounts.selectors import RoleInForce, role_in_force, user_by_id
from jiesu.core import audit, clock, events
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations import errors
from jiesu.organisations.events import PostAssigned, PostEnded
from jiesu.organisations.models import Post, Unit
from jiesu.organisations.selectors import permissions_held, today
from jiesu.organisations.units import CENTRE_LEVEL

if TYPE_CHECKING:
    from jiesu.accounts.models import User


@transaction.atomic
def assign_post(user_id: int, *, unit: Unit, role: str, by: Holder, starts_on: date | None = None) -> Post:
    """Give a person a job at a unit, from today unless another day is named.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        NotYourself: it is the account of ``by``.
        NotFound: no such account, unit or role.
        AccountInactive, UnitInactive: the account or the unit is closed.
        CentreOnly: the role is given at the centre only.
        PostHeld: the person holds this post.
        IncompatiblePermissions: with their other posts the person would hold two permissions kept apart.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if user_id == by.user_id:
        raise NotYourself
    user = _locked_person(user_id)
    definition = role_in_force(role)
    unit = _unit_for(definition, unit)
    if Post.objects.filter(user=user, unit=unit, role=role, ends_on__isnull=True).exists():
        raise errors.PostHeld(unit=unit.name, role=definition.name)
    require_compatible(permissions_held(user_id) | definition.permissions)
    post = Post.objects.create(user=user, unit=unit, role=role, starts_on=starts_on or today())
    refresh_configuration_access(user_id)
    audit.record("assign_post", subject=f"user:{user_id}", by=by, unit=unit.code, role=role)
    _announce(PostAssigned, post)
    return post


@transaction.atomic
def end_post(post: Post, *, by: Holder, on: date | None = None, reason: str = "") -> Post:
    """End a person's job; ``on`` is the first day without it, today when not given, and then at once.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        PostOver: it ended before.
        InvalidInput: it would end before it began.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    locked = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .filter(pk=post.pk)
        .first()
    )
    if locked is None:
        raise NotFound(what="岗位 post")
    if locked.ends_on is not None and locked.ends_on <= today():
        raise errors.PostOver
    locked.ends_on = max(today(), locked.starts_on) if on is None else on
    if locked.ends_on < locked.starts_on:
        raise InvalidInput(
            field="on",
            reason_zh="离任日期不能早于任职日期。",
            reason_en="A post cannot end before it begins.",
        )
    locked.save(update_fields=["ends_on"])
    subject = f"user:{locked.user_id}"
    refresh_configuration_access(locked.user_id)
    audit.record("end_post", subject=subject, by=by, reason=reason, unit=locked.unit.code, role=locked.role)
    _announce(PostEnded, locked)
    return locked


def refresh_configuration_access(user_id: int) -> None:
    """Open the configuration admin to those who may configure something, and close it to others."""
    accounts.open_configuration(user_id, opened=bool(permissions_held(user_id) & CONFIGURATION))


def _locked_person(user_id: int) -> "User":
    user = user_by_id(user_id, locked=True)
    if not user.is_active:
        raise AccountInactive(account=user.username)
    return user


def _unit_for(role: RoleInForce, unit: Unit) -> Unit:
    fresh = Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).first()
    if fresh is None:
        raise NotFound(what="单位 unit")
    if not fresh.is_active:
        raise errors.UnitInactive(unit=fresh.name, field="unit")
    if role.centre_only and fresh.level != CENTRE_LEVEL:
        raise errors.CentreOnly(role=role.name, field="role")
    return fresh


def _announce(kind: type[PostAssigned] | type[PostEnded], post: Post) -> None:
    events.publish(
        kind(
            subject=f"user:{post.user_id}",
            occurred_at=clock.now(),
            post_id=post.pk,
            user_id=post.user_id,
            unit_id=post.unit_id,
            role=post.role,
        )
    )
