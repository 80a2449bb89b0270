"""The append-only log of who saw, exported or changed what."""

from typing import Protocol

from jiesu.core import clock
from jiesu.core.models import AuditEntry


class Named(Protocol):
    """Whoever acts: a person of the staff or the system itself."""

    @property
    def user_id(self) -> int | None:
        """The account, or None for the system."""

    @property
    def name(self) -> str:
        """The name shown in the log."""


def record(action: str, *, subject: str, by: Named, reason: str = "", **data: object) -> AuditEntry:
    """Write one line of the log, in the transaction of what it is about."""
    return AuditEntry.objects.create(
        at=clock.now(),
        actor_id=by.user_id,
        actor_name=by.name,
        action=action,
        subject=subject,
        reason=reason,
        data=data,
    )
