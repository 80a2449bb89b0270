"""Facts that the accounts announce."""

from dataclasses import dataclass

from jiesu.core.events import Event


@dataclass(frozen=True)
class AccountDeactivated(Event):
    """An account was closed: nobody signs in with it any more. ``subject`` is ``user:<id>``."""

    user_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """What a role may do was changed. ``subject`` is the role's code."""

    permissions: tuple[str, ...]
