"""Reads of the black and grey lists."""

from datetime import datetime

from django.db.models import QuerySet

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.core import clock
from jiesu.core.errors import NotAllowed
from jiesu.organisations.actors import Actor
from jiesu.telephony.caller_lists import ListingState, spellings
from jiesu.telephony.models import CallerListing


def listings(*, for_user: Actor, state: str = "") -> QuerySet[CallerListing]:
    """The decisions, newest first; ``state`` leaves only those that stand there.

    Raises:
        NotAllowed: the person neither proposes nor decides.
    """
    if not for_user.may(Permission.PROPOSE_CALLER_LIST) and not for_user.may(Permission.DECIDE_CALLER_LIST):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.PROPOSE_CALLER_LIST])
    rows = CallerListing.objects.all()
    return rows.filter(state=state) if state in set(ListingState) else rows


def listed_callers(*, at: datetime | None = None) -> dict[str, str]:
    """What the switch has to know: each spelling of each number in force, and its list."""
    rows = CallerListing.objects.filter(state=ListingState.IN_FORCE, expires_at__gt=at or clock.now())
    return {spelling: row.kind for row in rows for spelling in spellings(row.number)}


def listing_of(number_hash: str) -> CallerListing | None:
    """The listing in force of a number."""
    if not number_hash:
        return None
    return CallerListing.objects.filter(
        number_hash=number_hash, state=ListingState.IN_FORCE, expires_at__gt=clock.now()
    ).first()
