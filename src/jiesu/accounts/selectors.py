"""Reads of the accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from jiesu.accounts import lockout
from jiesu.accounts.keys import digest_of, handle_of
from jiesu.accounts.models import (
    ApiToken,
    FailedSignIn,
    Preference,
    RecoveryCode,
    RoleDefinition,
    SavedView,
    SecondFactor,
    Session,
    User,
)
from jiesu.accounts.roles import CENTRE_ONLY, ROLE_LABELS, ROLE_PERMISSIONS, Role
from jiesu.core import clock
from jiesu.core.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class RoleInForce:
    """A role as it holds in this place: the place's own definition, or the shipped preset."""

    code: str
    name: str
    permissions: frozenset[str]
    centre_only: bool
    needs_second_factor: bool = False
    is_customised: bool = False


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A place where a person is signed in.

    Attributes:
        handle: how pages name it; the key stays secret.
        is_here: whether it is the one that asks.
    """

    handle: str
    address: str
    agent: str
    opened_at: datetime | None
    seen_at: datetime | None
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class SecondFactorState:
    """Whether a person has a second factor, since when, and how many recovery codes are left."""

    since: datetime | None
    codes_left: int

    @property
    def is_set_up(self) -> bool:
        """Whether a code is asked for at the sign-in."""
        return self.since is not None


def sessions_of(user: User, *, here: str | None = None) -> list[OpenSession]:
    """Where a person is signed in, the latest used first; ``here`` is the key of the session that asks."""
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now())
    return [
        OpenSession(
            handle=handle_of(row.session_key),
            address=row.address,
            agent=row.agent,
            opened_at=row.opened_at,
            seen_at=row.seen_at,
            is_here=row.session_key == here,
        )
        for row in rows.order_by("-seen_at", "session_key")
    ]


def second_factor_of(user: User) -> SecondFactorState:
    """The state of a person's second factor."""
    row = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    left = RecoveryCode.objects.filter(user=user, used_at__isnull=True).count() if row else 0
    return SecondFactorState(since=row.confirmed_at if row else None, codes_left=left)


def second_factor_demanded(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles must have a second factor."""
    if settings.JIESU_SECOND_FACTOR:
        return True
    return RoleDefinition.objects.filter(code__in=list(roles), needs_second_factor=True).exists()


def user_of_token(plain: str, at: datetime | None = None) -> User | None:
    """Whose token this is; None when it is unknown, expired or revoked, or the account is closed."""
    at = at or clock.now()
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    token = (
        ApiToken.objects.filter(alive, digest=digest_of(plain), revoked_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return token.user if token else None


def user_by_username(username: str) -> User:
    """The account of this name.

    Raises:
        NotFound: there is none.
    """
    user = User.objects.filter(username=username).first() if username.isprintable() else None
    if user is None:
        raise NotFound(what="账号 account")
    return user


def user_by_id(user_id: int, *, locked: bool = False) -> User:
    """The account of this key; ``locked`` until the end of the transaction.

    Raises:
        NotFound: there is none.
    """
    users = User.objects.select_for_update(no_key=True) if locked else User.objects.all()
    user = users.filter(pk=user_id).first()
    if user is None:
        raise NotFound(what="账号 account")
    return user


def customised_permissions(*, role: str) -> Subquery:
    """For a query whose column ``role`` names roles: their permissions where this place changed them."""
    own = RoleDefinition.objects.filter(code=OuterRef(role), is_customised=True)
    return Subquery(own.values("permissions")[:1])


def permissions_of_role(code: str, *, customised: list[str] | None) -> frozenset[str]:
    """What a role may do: its changed definition where there is one, else the preset, else nothing."""
    if customised is not None:
        return frozenset(customised)
    return frozenset(ROLE_PERMISSIONS[Role(code)]) if code in list(Role) else frozenset()


def roles_in_force() -> dict[str, RoleInForce]:
    """All roles of this place by code, the presets in their order first."""
    roles = {role.value: _preset(role) for role in Role}
    for stored in RoleDefinition.objects.filter(Q(is_customised=True) | Q(needs_second_factor=True)):
        role = _defined(stored) if stored.is_customised else roles[stored.code]
        roles[stored.code] = replace(role, needs_second_factor=stored.needs_second_factor)
    return roles


def role_in_force(code: str) -> RoleInForce:
    """One role of this place.

    Raises:
        NotFound: there is none of this code.
    """
    role = roles_in_force().get(code)
    if role is None:
        raise NotFound(what="角色 role")
    return role


def _defined(definition: RoleDefinition) -> RoleInForce:
    return RoleInForce(
        code=definition.code,
        name=definition.name,
        permissions=frozenset(definition.permissions),
        centre_only=definition.centre_only,
        is_customised=True,
    )


def _preset(role: Role) -> RoleInForce:
    return RoleInForce(
        code=role.value,
        name=ROLE_LABELS[role],
        permissions=frozenset(ROLE_PERMISSIONS[role]),
        centre_only=role in CENTRE_ONLY,
    )


def people(*, words: str = "", open_only: bool = False, locked: bool = False) -> QuerySet[User]:
    """Accounts whose name, account or number contains the words, to be paged.

    Args:
        words: what to look for; empty for everybody.
        open_only: leave out closed accounts.
        locked: only accounts with failed sign-ins that still count.
    """
    found = User.objects.all()
    if words and words.isprintable():
        found = found.filter(
            Q(username__icontains=words) | Q(display_name__icontains=words) | Q(employee_no=words)
        )
    if open_only:
        found = found.filter(is_active=True)
    if locked:
        found = found.filter(username__in=FailedSignIn.objects.values("account"))
    return found


def everybody() -> QuerySet[User]:
    """All accounts, by name."""
    return User.objects.order_by("username")


def failed_sign_ins(user: User) -> int:
    """How many failed sign-ins of an account still count, those of the second step among them."""
    keys = [lockout.account_key(user.username), lockout.second_step_key(user.username)]
    since = clock.now() - lockout.WINDOW
    return FailedSignIn.objects.filter(account__in=keys, at__gt=since).count()


def views_of(user_id: int, *, place: str, audiences: Iterable[str] = ()) -> list[SavedView]:
    """The views of a list that this person sees: their own, and what others share with these audiences."""
    shared = Q(audience__in=[audience for audience in audiences if audience])
    rows = SavedView.objects.filter(Q(owner_id=user_id) | shared, place=place).select_related("owner")
    return sorted(rows, key=lambda view: (view.owner_id != user_id, view.name))


def preference(user_id: int, key: str) -> object:
    """How somebody likes something; None when they never said."""
    return Preference.objects.filter(user_id=user_id, key=key).values_list("value", flat=True).first()


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """What these people are called, by key."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "display_name", "username")
    return {key: display or account for key, display, account in rows}
