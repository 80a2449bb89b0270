"""What the guards ask, read for one row of the table, one order and one share."""

from collections.abc import Sequence
from datetime import datetime

from jiesu.catalogue.packs import ClockKind, Pack
from jiesu.workorders import callbacks
from jiesu.workorders.guards import Facts
from jiesu.workorders.models import Application, Assignment, CallbackRecord, Citizen, Deadline, WorkOrder
from jiesu.workorders.states import OPEN_SHARE_STATES, ApplicationKind, ApplicationState, Share, ShareState
from jiesu.workorders.workflow import Guard


def of(
    order: WorkOrder,
    share: Assignment | None,
    *,
    shares: Sequence[Assignment],
    guards: Sequence[Guard],
    pack: Pack,
    at: datetime,
) -> Facts:
    """The facts that ``guards`` need; the rest keep their defaults.

    Args:
        order: the order.
        share: the share acted on, or None.
        shares: the order's current shares.
        guards: what will be asked.
        pack: the order's pack.
        at: the moment of the verb.
    """
    calling = Guard.CALLED_BACK in guards and not order.callback_round
    return Facts(
        at=at,
        return_forbidden=order.return_forbidden,
        returns=order.return_count,
        return_due=_return_due(order, share) if Guard.RETURN_ALLOWED in guards else None,
        return_was_refused=Guard.OBJECTION_ALLOWED in guards and _return_was_refused(share),
        parts_outstanding=_parts_outstanding(share, shares),
        holder_at_work=_holder_at_work(share, shares),
        extensions=order.extension_count,
        handle_due=order.due_at,
        callback_result=order.callback_round,
        failed_attempts=_failed_attempts(order, pack) if calling else 0,
        can_be_called=not calling or _can_be_called(order),
    )


def _return_due(order: WorkOrder, share: Assignment | None) -> datetime | None:
    rows = Deadline.objects.filter(order=order, assignment=share, kind=ClockKind.RETURN_REQUEST.value)
    return rows.values_list("due_at", flat=True).first()


def _return_was_refused(share: Assignment | None) -> bool:
    return Application.objects.filter(
        assignment=share, kind=ApplicationKind.RETURN.value, state=ApplicationState.REFUSED.value
    ).exists()


def _parts_outstanding(share: Assignment | None, shares: Sequence[Assignment]) -> int:
    """Children of the share, and beside the lead the assisting shares, that are not collected."""
    if share is None:
        return 0
    return sum(
        ShareState(other.state) in OPEN_SHARE_STATES
        for other in shares
        if other.parent_id == share.pk or (share.kind == Share.LEAD and other.kind == Share.ASSIST)
    )


def _holder_at_work(share: Assignment | None, shares: Sequence[Assignment]) -> bool:
    """Whether the share above (for an assisting one, the lead's) is being worked on."""
    if share is None:
        return True
    return any(
        other.state == ShareState.HANDLING
        for other in shares
        if (other.pk == share.parent_id if share.kind == Share.CHILD else other.kind == Share.LEAD)
    )


def _failed_attempts(order: WorkOrder, pack: Pack) -> int:
    """Attempts in vain of the present round, the newest ``callback_attempts`` records being that round's."""
    rows = CallbackRecord.objects.filter(order=order).order_by("-pk").values_list("at", "reached")
    newest = list(rows[: order.callback_attempts])
    return callbacks.failed_attempts((at for at, reached in reversed(newest) if not reached), pack.callback)


def _can_be_called(order: WorkOrder) -> bool:
    citizen = order.citizen_id
    return citizen is not None and Citizen.objects.filter(pk=citizen, phone_hash__isnull=False).exists()
