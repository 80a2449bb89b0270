"""What the guards ask, read for one move."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jiesu.catalogue.packs import ClockKind
from jiesu.workorders.guards import Facts
from jiesu.workorders.models import Application, Citizen, Deadline
from jiesu.workorders.states import OPEN_SHARE_STATES, ApplicationKind, ApplicationState, Share, ShareState
from jiesu.workorders.workflow import Guard

if TYPE_CHECKING:
    from jiesu.workorders.actions.moves import Move


def of(move: Move) -> Facts:
    """The facts that the guards of the move's rule need; the rest keep their defaults."""
    guards, order = move.rule.guards, move.order
    return Facts(
        at=move.at,
        return_forbidden=order.return_forbidden,
        returns=order.return_count,
        return_due=_return_due(move) if Guard.RETURN_ALLOWED in guards else None,
        return_was_refused=Guard.RETURN_WAS_REFUSED in guards and _return_was_refused(move),
        parts_outstanding=_parts_outstanding(move),
        extensions=order.extension_count,
        handle_due=order.due_at,
        callback_result=order.callback_round,
        callback_attempts=order.callback_attempts,
        can_be_called=Guard.CALLED_BACK not in guards or _can_be_called(move),
    )


def _return_due(move: Move) -> datetime | None:
    return (
        Deadline.objects.filter(assignment=move.share, kind=ClockKind.RETURN_REQUEST.value)
        .values_list("due_at", flat=True)
        .first()
    )


def _return_was_refused(move: Move) -> bool:
    return Application.objects.filter(
        assignment=move.share, kind=ApplicationKind.RETURN.value, state=ApplicationState.REFUSED.value
    ).exists()


def _parts_outstanding(move: Move) -> int:
    """Children of the share, and beside the lead the assisting shares, that are not collected."""
    share = move.share
    if share is None:
        return 0
    return sum(
        ShareState(other.state) in OPEN_SHARE_STATES
        for other in move.shares
        if other.parent_id == share.pk or (share.kind == Share.LEAD and other.kind == Share.ASSIST)
    )


def _can_be_called(move: Move) -> bool:
    citizen = move.order.citizen_id
    return citizen is not None and Citizen.objects.filter(pk=citizen).exclude(phone_hash="").exists()
