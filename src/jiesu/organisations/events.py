"""Facts that the organisations announce. The subject of a unit's is its code, of a post's ``user:<id>``."""

from dataclasses import dataclass

from jiesu.core.events import Event


@dataclass(frozen=True)
class UnitCreated(Event):
    """A unit takes part from now on."""

    unit_id: int
    path: str


@dataclass(frozen=True)
class UnitUpdated(Event):
    """Something about a unit changed; ``changed`` names the fields."""

    unit_id: int
    changed: tuple[str, ...]


@dataclass(frozen=True)
class UnitMoved(Event):
    """A unit, with all below it, stands elsewhere: paths that began with the old one begin with the new."""

    unit_id: int
    old_path: str
    new_path: str


@dataclass(frozen=True)
class UnitDeactivated(Event):
    """A unit was closed: nothing is sent to it, its posts give nothing any more."""

    unit_id: int
    path: str


@dataclass(frozen=True)
class UnitReactivated(Event):
    """A closed unit takes part again."""

    unit_id: int
    path: str


@dataclass(frozen=True)
class PostAssigned(Event):
    """A person holds a post."""

    post_id: int
    user_id: int
    unit_id: int
    role: str


@dataclass(frozen=True)
class PostEnded(Event):
    """A person holds a post no longer, or will not from the day entered."""

    post_id: int
    user_id: int
    unit_id: int
    role: str
