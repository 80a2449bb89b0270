"""Black and grey lists: proposed, decided by another, lifted, ended by time."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from jiesu.core.fields import key_ring
from jiesu.organisations.actors import Actor
from jiesu.telephony.caller_lists import (
    OPEN_LISTINGS,
    ListingState,
    ListKind,
    end_of,
)
from jiesu.telephony.dialling import EMERGENCY, NumberKind, kind_of, normal
from jiesu.telephony.models import CallerListing

_OPEN = [state.value for state in OPEN_LISTINGS]


@transaction.atomic
def propose_listing(
    number: str, kind: ListKind, *, reason: str, days: int, by: Actor, at: datetime | None = None
) -> CallerListing:
    """申请列入: ask that a caller be kept away or served last for so many days.

    Raises:
        NotAllowed: the person may not propose it.
        InvalidInput: the number is none that calls, is an emergency service, or nothing is said about why.
        Conflict: the number is on a list already, or proposed.
    """
    require(by, Permission.PROPOSE_CALLER_LIST)
    moment, told = at or clock.now(), normal(number)
    if kind_of(told) in (NumberKind.HIDDEN, NumberKind.OTHER) or told in EMERGENCY:
        raise _wrong("number", "不是可以列入名单的号码。", "No number that can be listed.")
    if not reason.strip():
        raise _wrong("reason", "请说明事由。", "Say why.")
    end_of(days, at=moment)
    mark = key_ring().fingerprint(told)
    if CallerListing.objects.filter(number_hash=mark, state__in=_OPEN).exists():
        raise Conflict(what="该号码已在名单中或待审批")
    row = CallerListing.objects.create(
        number=told,
        number_hash=mark,
        kind=kind,
        reason=reason.strip()[:300],
        days=days,
        proposed_by=by.user_id or 0,
        proposed_at=moment,
    )
    audit.record("propose_listing", subject=str(row.pk), by=by, kind=kind.value, days=days)
    return row


@transaction.atomic
def decide_listing(
    listing_id: int, *, approved: bool, by: Actor, remark: str = "", at: datetime | None = None
) -> CallerListing:
    """审批: approve or refuse; the days count from now.

    Raises:
        NotAllowed: the person may not decide it, or proposed it.
        NotFound: there is no such proposal.
        Conflict: it was decided already.
    """
    require(by, Permission.DECIDE_CALLER_LIST)
    moment, row = at or clock.now(), _locked(listing_id)
    if row.proposed_by == by.user_id:
        raise NotAllowed(permission="审批本人的申请")
    if row.state != ListingState.PROPOSED:
        raise Conflict(what=row.get_state_display())
    row.state = ListingState.IN_FORCE if approved else ListingState.REFUSED
    row.expires_at = end_of(row.days, at=moment) if approved else None
    row.decided_by, row.decided_at, row.remark = by.user_id, moment, remark[:300]
    row.save(update_fields=["state", "expires_at", "decided_by", "decided_at", "remark"])
    audit.record("decide_listing", subject=str(row.pk), by=by, approved=approved, reason=remark)
    return row


@transaction.atomic
def lift_listing(
    listing_id: int, *, by: Actor, remark: str = "", at: datetime | None = None
) -> CallerListing:
    """解除: take a caller off the list before the end.

    Raises:
        NotAllowed: the person may not decide it.
        NotFound: there is no such listing.
        Conflict: it is not in force.
    """
    require(by, Permission.DECIDE_CALLER_LIST)
    row = _locked(listing_id)
    if row.state != ListingState.IN_FORCE:
        raise Conflict(what=row.get_state_display())
    row.state, row.remark = ListingState.LIFTED, remark[:300] or row.remark
    row.decided_by, row.decided_at = by.user_id, at or clock.now()
    row.save(update_fields=["state", "remark", "decided_by", "decided_at"])
    audit.record("lift_listing", subject=str(row.pk), by=by, reason=remark, kind=row.kind)
    return row


def end_listings(*, at: datetime | None = None) -> int:
    """End what has lasted its days; how many. Safe to run twice."""
    return CallerListing.objects.filter(
        state=ListingState.IN_FORCE, expires_at__lte=at or clock.now()
    ).update(state=ListingState.EXPIRED)


def _locked(listing_id: int) -> CallerListing:
    row = CallerListing.objects.select_for_update().filter(pk=listing_id).first()
    if row is None:
        raise NotFound(what="名单 listing")
    return row


def _wrong(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=field, reason_zh=zh, reason_en=en)
