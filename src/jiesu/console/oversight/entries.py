"""The ways to the oversight in the navigation, by what a person may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

ENTRIES: tuple[
    tuple[tuple[Permission, ...], str, object], ...
] = ()  # (permissions, address, gettext_lazy(label))
"""Any of these permissions opens the page of this name; what the page is called."""


@dataclass(frozen=True)
class Entry:
    """One page in the navigation."""

    label: str
    url: str


def entries_for(actor: Actor) -> Sequence[Entry]:
    """The pages that the person may open, in the table's order."""
    return [
        Entry(str(label), reverse(name))
        for permissions, name, label in ENTRIES
        if any(actor.may(permission) for permission in permissions)
    ]
