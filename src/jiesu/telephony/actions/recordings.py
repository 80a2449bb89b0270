"""Recordings: sealed when their call has ended, listened to by permission, each time written down."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.telephony import sealing
from jiesu.telephony.call_states import CallState
from jiesu.telephony.models import Recording

SIDES = ("caller", "seat")
_AT_ONCE = 20


def seal_recordings(*, spool: Path, store: Path, node: str) -> int:
    """Seal what the switch has left of ended calls and remove the plain files; how many recordings.

    Safe to be interrupted: the plain files go only after the row knows of the sealed ones.
    """
    waiting = Recording.objects.filter(
        sealed_at=None, missing=False, call__state=CallState.ENDED, call__node__name=node
    ).select_related("call")
    return sum(_seal(row, spool, store) for row in waiting.order_by("pk")[:_AT_ONCE])


def _seal(row: Recording, spool: Path, store: Path) -> bool:
    plain = {side: spool / f"{row.path}-{side}.wav" for side in SIDES}
    found = {side: path for side, path in plain.items() if path.exists()}
    key = sealing.new_key()
    for side, path in found.items():
        target = store / f"{row.path}-{side}.sealed"
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sealing.seal(path, target, key=key)
        setattr(row, f"{side}_file", f"{row.path}-{side}.sealed")
    row.missing, row.sealed_at = not found, clock.now() if found else None
    row.key = key if found else ""
    row.save(update_fields=["missing", "sealed_at", "key", "caller_file", "seat_file"])
    for path in found.values():
        path.unlink()
    return bool(found)


@transaction.atomic
def listen_to(recording_id: int, side: str, *, store: Path, by: Actor, reason: str) -> Iterator[bytes]:
    """One side of a recording in the clear, piece by piece; written into the audit log.

    Raises:
        NotAllowed: the person may not listen to recordings.
        NotFound: there is no such recording, or none of that side.
    """
    require(by, Permission.LISTEN_RECORDINGS)
    row = Recording.objects.select_related("call").filter(pk=recording_id).first()
    name = getattr(row, f"{side}_file", "") if row and side in SIDES else ""
    if row is None or not name:
        raise NotFound(what="录音 recording")
    audit.record("listen_recording", subject=row.call.key, by=by, reason=reason, side=side)
    return sealing.opened(store / name, key=row.key)
