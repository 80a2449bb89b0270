"""Reads of the organisations: who acts, which units, who holds which post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Subquery

from jiesu.accounts.errors import SignInNeeded
from jiesu.accounts.keys import digest_of
from jiesu.accounts.roles import ROLE_PERMISSIONS, Role
from jiesu.accounts.selectors import customised_permissions, permissions_of_role
from jiesu.core import clock, statements
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor, outermost
from jiesu.organisations.models import Post, Unit
from jiesu.organisations.units import CENTRE_LEVEL

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from jiesu.accounts.models import User


_CALLER = """
    SELECT a.id, coalesce(nullif(a.display_name, ''), a.username), a.is_superuser, t.last_used_at,
           p.role, d.permissions, u.id, u.path, u.level
    FROM accounts_apitoken t
    JOIN accounts_user a ON a.id = t.user_id AND a.is_active
    LEFT JOIN (organisations_post p JOIN organisations_unit u ON u.id = p.unit_id AND u.is_active)
        ON p.user_id = a.id AND p.starts_on <= %(day)s AND (p.ends_on IS NULL OR p.ends_on > %(day)s)
    LEFT JOIN accounts_roledefinition d ON d.code = p.role AND d.is_customised
    WHERE t.digest = %(digest)s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(at)s)
"""


@dataclass(frozen=True)
class Caller:
    """Somebody who acts through a token, and when the token was last noted as used."""

    actor: Actor
    last_used_at: datetime | None


def actor_for(user: "User | AnonymousUser", *, at: datetime | None = None) -> Actor:
    """Who this account is for the rules, by the posts held now: one query.

    A closed account is somebody without any permission; a superuser without a post may configure, so that
    the first administrator of an installation can begin.

    Raises:
        SignInNeeded: nobody has signed in.
    """
    if user.is_anonymous or user.pk is None:
        raise SignInNeeded
    if not user.is_active:
        return Actor(user_id=user.pk, name=user.name)
    rows = list(_posts_with_permissions(user.pk, today(at)))
    return _by_posts(user.pk, user.name, rows, is_superuser=user.is_superuser)


def caller_of_token(secret: str, *, at: datetime | None = None) -> Caller | None:
    """Who acts through a token, as :func:`actor_for` says, in one query; None when it is not valid.

    Programs ask some hundred times a second, so this query is not put together anew each time.
    """
    at = at or clock.now()
    rows = statements.fetch(_CALLER, {"digest": digest_of(secret), "at": at, "day": today(at)})
    if not rows:
        return None
    user_id, name, is_superuser, last_used_at = rows[0][:4]
    posts = [row[4:] for row in rows if row[4] is not None]
    return Caller(_by_posts(user_id, name[:100], posts, is_superuser=is_superuser), last_used_at)


def permissions_held(user_id: int, *, at: datetime | None = None) -> frozenset[str]:
    """What a person may do through the posts held now or from a later day on."""
    posts = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today(at)), user_id=user_id)
    rows = posts.values_list("role", customised_permissions(role="role"))
    return frozenset().union(*(permissions_of_role(role, customised=own) for role, own in rows))


def today(at: datetime | None = None) -> date:
    """The day in Shanghai at a moment, now when not given."""
    return (at or clock.now()).astimezone(clock.SHANGHAI).date()


def centre() -> Unit:
    """The unit at the first level.

    Raises:
        NotFound: none has been set up.
    """
    return _one(Unit.objects.filter(level=CENTRE_LEVEL))


def unit_by_code(code: str) -> Unit:
    """The unit of this code.

    Raises:
        NotFound: there is none.
    """
    return _one(Unit.objects.filter(code=code) if code.isprintable() else Unit.objects.none())


def unit_by_id(unit_id: int) -> Unit:
    """The unit of this key.

    Raises:
        NotFound: there is none.
    """
    return _one(Unit.objects.filter(pk=unit_id))


def units_held(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Units by key; none moves or is closed until the transaction ends. Unknown keys are left out."""
    rows = statements.rows_of(Unit, "id = ANY (%s::bigint[]) ORDER BY id FOR SHARE", [list(unit_ids)])
    return {unit.pk: unit for unit in rows}


def units_by_id(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Units by key, in one query; unknown keys are left out."""
    return Unit.objects.in_bulk(list(unit_ids))


def units_below(unit: Unit, *, itself: bool = True) -> QuerySet[Unit]:
    """The unit, unless ``itself`` is false, and all units below it, in the order of the tree."""
    units = Unit.objects.filter(path__startswith=unit.path).order_by("path")
    return units if itself else units.exclude(pk=unit.pk)


def children_of(unit: Unit) -> QuerySet[Unit]:
    """The units directly below that take part in the service: those a share can be delegated to."""
    return Unit.objects.filter(parent_id=unit.pk, is_active=True).order_by("code")


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above, the centre first."""
    keys = [int(part) for part in unit.path.split(".")[:-2]]
    return Unit.objects.filter(pk__in=keys).order_by("level")


def units_named(text: str, *, limit: int = 20) -> list[Unit]:
    """Active units of this code, name or short name; if there is none, those whose name contains it."""
    text = text.strip()
    if not text or not text.isprintable():
        return []
    active = Unit.objects.filter(is_active=True).order_by("level", "path")
    exact = active.filter(Q(name=text) | Q(short_name=text) | Q(code=text))[:limit]
    return list(exact) or list(active.filter(Q(name__icontains=text) | Q(short_name__icontains=text))[:limit])


def is_within(unit_id: int, ancestor_id: int) -> bool:
    """Whether a unit is another one or stands below it: one query."""
    above = Subquery(Unit.objects.filter(pk=ancestor_id).values("path")[:1])
    return Unit.objects.filter(pk=unit_id, path__startswith=above).exists()


def visible_units(*, for_user: Actor) -> QuerySet[Unit]:
    """The person's own units and those below them, in the order of the tree."""
    return Unit.objects.visible_to(for_user).order_by("path")


def posts_at(unit: Unit, *, role: str | None = None, at: datetime | None = None) -> QuerySet[Post]:
    """Posts held at this very unit by people whose accounts are open, with the people."""
    posts = Post.objects.held_on(today(at)).filter(unit=unit, user__is_active=True)
    return (posts.filter(role=role) if role else posts).select_related("user").order_by("pk")


def holders_at(unit_id: int, permission: str, *, at: datetime | None = None) -> "list[User]":
    """The people with open accounts whose posts at this very unit give a permission."""
    posts = Post.objects.held_on(today(at)).filter(unit_id=unit_id, user__is_active=True)
    posts = posts.select_related("user").order_by("pk")
    own = dict(posts.values_list("pk", customised_permissions(role="role")))
    found = [
        post.user for post in posts if permission in permissions_of_role(post.role, customised=own[post.pk])
    ]
    return list({user.pk: user for user in found}.values())


def posts_of(user_id: int, *, at: datetime | None = None) -> QuerySet[Post]:
    """Posts that a person holds, with the units."""
    return Post.objects.held_on(today(at)).filter(user_id=user_id).select_related("unit").order_by("pk")


def _by_posts(
    user_id: int,
    name: str,
    rows: "Sequence[tuple[str, list[str] | None, int, str, int]]",
    *,
    is_superuser: bool,
) -> Actor:
    """The actor of an open account; each row is a post's role, its changed permissions, unit, path, level."""
    if not rows and is_superuser:
        return Actor(user_id=user_id, name=name, permissions=ROLE_PERMISSIONS[Role.ADMINISTRATOR])
    return Actor(
        user_id=user_id,
        name=name,
        permissions=frozenset().union(*(permissions_of_role(row[0], customised=row[1]) for row in rows)),
        roles=frozenset(row[0] for row in rows),
        unit_ids=frozenset(row[2] for row in rows),
        unit_paths=outermost(row[3] for row in rows),
        is_centre=any(row[4] == CENTRE_LEVEL for row in rows),
    )


def _posts_with_permissions(
    user_id: int, day: date
) -> "QuerySet[Post, tuple[str, list[str] | None, int, str, int]]":
    return (
        Post.objects.held_on(day)
        .filter(user_id=user_id, unit__is_active=True)
        .values_list("role", customised_permissions(role="role"), "unit_id", "unit__path", "unit__level")
    )


def _one(units: QuerySet[Unit]) -> Unit:
    unit = units.first()
    if unit is None:
        raise NotFound(what="单位 unit")
    return unit


def units_searched(words: str = "", *, limit: int = 200) -> list[Unit]:
    """Units, closed ones too, whose code, name, short name or liaison contains the words, by the tree."""
    if not words.isprintable():
        return []
    asked = Q(code__icontains=words) | Q(name__icontains=words) | Q(short_name__icontains=words)
    found = Unit.objects.filter(asked | Q(liaison_name__icontains=words))
    return list(found.select_related("parent").order_by("path")[:limit])


def tree_below(parent: Unit | None) -> QuerySet[Unit]:
    """The units directly below, closed ones too, each with how many stand below it; None: the centre."""
    below = Count("children", filter=Q(children__is_active=True))
    return Unit.objects.filter(parent=parent).annotate(active_children=below).order_by("-is_active", "code")


def all_units() -> QuerySet[Unit]:
    """Every unit with its parent, by the tree."""
    return Unit.objects.select_related("parent").order_by("path")


def all_posts() -> QuerySet[Post]:
    """Every post, those that are over too, with the person and the unit."""
    return Post.objects.select_related("user", "unit").order_by("user__username", "starts_on", "pk")


def posts_of_people(user_ids: Iterable[int], *, at: datetime | None = None) -> QuerySet[Post]:
    """Posts held now by these people, with the units."""
    posts = Post.objects.held_on(today(at)).filter(user_id__in=list(user_ids))
    return posts.select_related("unit").order_by("pk")


def post_history(user_id: int) -> QuerySet[Post]:
    """All posts of a person, the latest first, with the units."""
    return Post.objects.filter(user_id=user_id).select_related("unit").order_by("-starts_on", "-pk")


def post_by_id(post_id: int) -> Post:
    """A post.

    Raises:
        NotFound: there is none.
    """
    post = Post.objects.select_related("unit", "user").filter(pk=post_id).first()
    if post is None:
        raise NotFound(what="岗位 post")
    return post


def people_by_role(*, at: datetime | None = None) -> dict[str, int]:
    """How many people hold each role now."""
    held = Post.objects.held_on(today(at)).values("role").annotate(people=Count("user", distinct=True))
    return {row["role"]: row["people"] for row in held}
