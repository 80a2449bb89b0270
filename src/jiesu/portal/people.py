"""As whom the portal acts."""

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

PORTAL = Actor(
    user_id=None,
    name="群众门户",
    permissions=frozenset({Permission.REGISTER_ORDER, Permission.ANNOTATE_ORDER}),
)
"""Who registers what citizens write here."""

CITIZEN = Actor(
    user_id=None,
    name="诉求人",
    permissions=frozenset({Permission.ANNOTATE_ORDER, Permission.RECORD_CALLBACK, Permission.REOPEN_ORDER}),
)
"""Who rates, adds and asks again: the citizen, after proving that the order is theirs."""

SOURCE = "portal"
"""Name of the portal among those who hand appeals over."""
