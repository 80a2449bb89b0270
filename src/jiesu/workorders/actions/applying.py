"""Applications while a verb is carried out: filed, found, decided, lapsed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jiesu.workorders import errors
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.models import Application
from jiesu.workorders.states import APPLICATION_LABELS, ApplicationKind, ApplicationState, OrderState, Share
from jiesu.workorders.workflow import RULES

if TYPE_CHECKING:
    from jiesu.workorders.actions.moves import Move

_DECIDABLE_IN: dict[ApplicationKind, frozenset[OrderState | None]] = {
    kind: frozenset().union(
        *(rule.sources for rule in RULES if rule.decides is kind and rule.share in (None, Share.LEAD))
    )
    for kind in ApplicationKind
}


def check(move: Move) -> None:
    """Refuse a second application of a kind, and find the one that is to be decided.

    Raises:
        ApplicationPending: one is waiting already.
        NoApplication: there is none to decide.
    """
    if move.rule.applies and _concerns_order(move) and move.rule.applies in move.order.pending_applications:
        raise errors.ApplicationPending(kind=APPLICATION_LABELS[move.rule.applies])
    if move.rule.decides:
        pending = Application.objects.filter(
            order=move.order, kind=move.rule.decides.value, state=ApplicationState.PENDING.value
        )
        if move.share is not None:
            pending = pending.filter(assignment=move.share)
        move.application = pending.select_for_update().first()
        if move.application is None:
            raise errors.NoApplication(kind=APPLICATION_LABELS[move.rule.decides])


def file(move: Move, *, reason: str, reason_code: str = "", **asked: Any) -> Application:  # noqa: ANN401 - plain JSON
    """Write the application that ``move``'s verb makes."""
    if move.rule.applies is None or move.share is None:
        raise RuntimeError(f"{move.rule.verb} files no application")
    application = Application.objects.create(
        order=move.order,
        assignment=move.share,
        kind=move.rule.applies.value,
        state=ApplicationState.PENDING.value,
        reason_code=reason_code,
        reason=reason,
        asked=asked,
        asked_at=move.at,
        asked_by_id=move.by.user_id,
        asked_by_name=move.by.name,
    )
    if _concerns_order(move):
        move.change(pending_applications=[*move.order.pending_applications, move.rule.applies.value])
    move.data["application"] = application.pk
    return application


def decide(move: Move, *, approved: bool, decision: str, **granted: Any) -> Application:  # noqa: ANN401 - plain JSON
    """Write the decision on the application that :func:`check` found."""
    application = move.application
    if application is None:
        raise RuntimeError(f"{move.rule.verb} decides no application")
    application.state = (ApplicationState.APPROVED if approved else ApplicationState.REFUSED).value
    application.decided_at = move.at
    application.decided_by_id, application.decided_by_name = move.by.user_id, move.by.name
    application.decision, application.granted = clean_text(decision, "note", "决定理由"), granted
    application.save()
    if _concerns_order(move):
        rest = [kind for kind in move.order.pending_applications if kind != application.kind]
        move.change(pending_applications=rest)
    move.data["application"] = application.pk
    return application


def lapse(move: Move, target: OrderState) -> list[str]:
    """End the applications that nobody can decide any more; returns their kinds.

    Those that are not decided where the order is going, and those of a lead whose share is taken back: what
    one unit asked for is not granted to the next.
    """
    pending = move.order.pending_applications
    if not pending:
        return []
    gone = {
        kind
        for kind in pending
        if target is not move.before and target not in _DECIDABLE_IN[ApplicationKind(kind)]
    }
    waiting = Application.objects.filter(
        order=move.order, state=ApplicationState.PENDING.value, assignment__kind=Share.LEAD.value
    )
    if ended := move.data.get("ended"):
        gone |= set(waiting.filter(assignment__in=ended).values_list("kind", flat=True))
    if gone:
        waiting.filter(kind__in=gone).update(state=ApplicationState.LAPSED.value, decided_at=move.at)
        move.change(pending_applications=[kind for kind in pending if kind not in gone])
    return sorted(gone)


def lapse_of(share_ids: Sequence[int], *, at: datetime) -> None:
    """End the return requests of shares that are taken back before anybody decided."""
    if share_ids:
        Application.objects.filter(
            assignment_id__in=share_ids,
            kind=ApplicationKind.RETURN.value,
            state=ApplicationState.PENDING.value,
        ).update(state=ApplicationState.LAPSED.value, decided_at=at)


def _concerns_order(move: Move) -> bool:
    """Only the lead unit's applications stand on the order; an assisting unit's return is between the two."""
    return move.rule.share in (None, Share.LEAD)
