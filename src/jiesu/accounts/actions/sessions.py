"""Sessions: where people have signed in, and ending that."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from jiesu.accounts import sessions
from jiesu.accounts.keys import handle_of
from jiesu.accounts.models import Session, User
from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound


def open_session(session: SessionBase, user: User, *, address: str, agent: str) -> int:
    """Note where a person has just signed in, and end the oldest of too many sessions.

    ``JIESU_MOST_SESSIONS`` says how many one person may have. Returns how many were ended.
    """
    sessions.note_opening(session, address=address, agent=agent, at=clock.now())
    session.save()
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).exclude(pk=session.session_key)
    surplus = rows.order_by("-seen_at").values_list("pk", flat=True)[settings.JIESU_MOST_SESSIONS - 1 :]
    ended, _ = Session.objects.filter(pk__in=list(surplus)).delete()
    return ended


@transaction.atomic
def end_session(user: User, *, handle: str, by: Holder) -> None:
    """Sign a person out of one session.

    Raises:
        NotAllowed: it is somebody else's and ``by`` may not manage accounts.
        NotFound: it is over already.
    """
    _may_end(user, by)
    keys = Session.objects.filter(user=user).values_list("pk", flat=True)
    key = next((key for key in keys if handle_of(key) == handle), None)
    if key is None:
        raise NotFound(what="会话 session")
    Session.objects.filter(pk=key).delete()
    audit.record("end_session", subject=f"user:{user.pk}", by=by, sessions=1)


@transaction.atomic
def end_sessions(user: User, *, by: Holder, keep: str | None = None) -> int:
    """Sign a person out everywhere, but for the session with the key ``keep``; returns of how many.

    Raises:
        NotAllowed: it is somebody else and ``by`` may not manage accounts.
    """
    _may_end(user, by)
    ended, _ = Session.objects.filter(user=user).exclude(pk=keep or "").delete()
    if ended:
        audit.record("end_session", subject=f"user:{user.pk}", by=by, sessions=ended)
    return ended


def forget_sessions(*, at: datetime | None = None) -> int:
    """Delete sessions that are over; returns how many."""
    deleted, _ = Session.objects.filter(expire_date__lte=at or clock.now()).delete()
    return deleted


def _may_end(user: User, by: Holder) -> None:
    if user.pk != by.user_id:
        require(by, Permission.MANAGE_ACCOUNTS)
