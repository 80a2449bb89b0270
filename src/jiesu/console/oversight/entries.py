"""The ways to the oversight in the navigation, by what a person may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

Way = tuple[tuple[Permission, ...], str, Any]
"""Any of these permissions opens the page of this address; what the page is called (``gettext_lazy``)."""

ENTRIES: tuple[Way, ...] = ()


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
