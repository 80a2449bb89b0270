"""Who may look at how triage works: those who configure it, and those who see all orders."""

from jiesu.accounts.permissions import Permission, require
from jiesu.organisations.actors import Actor


def require_sight(for_user: Actor) -> None:
    """Go on only for those who configure triage or see all orders.

    Raises:
        NotAllowed: the person may do neither.
    """
    if not for_user.may(Permission.CONFIGURE_TRIAGE):
        require(for_user, Permission.VIEW_ALL_ORDERS)
