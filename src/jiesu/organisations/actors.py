"""Who acts: a person with the permissions and units of their posts, or the system itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jiesu.accounts.permissions import Permission


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person as the rules see them, at one moment.

    Attributes:
        user_id: the account, or None for the system.
        name: the name written into timelines and logs.
        permissions: codenames held through any post.
        roles: codes of the roles held.
        unit_ids: the units of the posts.
        unit_paths: their paths, none of which lies below another; the scope is what starts with one of them.
        is_centre: whether a post is at the centre.
    """

    user_id: int | None
    name: str
    permissions: frozenset[str] = field(default=frozenset(), repr=False)
    roles: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    unit_paths: tuple[str, ...] = ()
    is_centre: bool = False

    @property
    def is_system(self) -> bool:
        """Whether this is the system and not a person."""
        return self.user_id is None

    def may(self, permission: str) -> bool:
        """Whether the permission is held."""
        return permission in self.permissions

    def belongs_to(self, unit_id: int) -> bool:
        """Whether a post is at this very unit."""
        return unit_id in self.unit_ids

    def reaches(self, path: str) -> bool:
        """Whether the unit with this path is one of the person's own or below one."""
        return self.is_system or path.startswith(self.unit_paths or ("-",))


SYSTEM = Actor(user_id=None, name="系统", permissions=frozenset(Permission), is_centre=True)
"""The platform acting by itself: schedules, imports, installation."""


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that do not lie below another one among them: what remains bounds the same scope."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
