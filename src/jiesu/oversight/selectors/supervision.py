"""Reads of supervision: lists by what is to be done, one with its history, what stands beside an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight.models import EscalationStep, Handover, LedgerEntry, Supervision
from jiesu.oversight.supervision import (
    SUPERVISION_RULES,
    WITH_UNIT,
    SupervisionState,
    SupervisionVerb,
    verbs_from,
)
from jiesu.workorders.filters import OrderFilter
from jiesu.workorders.selectors import get_order, list_orders
from jiesu.workorders.states import OrderState

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


class SupervisionTab(StrEnum):
    """What a list of supervision orders shows."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    ENDED = "ended"


SUPERVISION_TAB_LABELS: dict[SupervisionTab, str] = {
    SupervisionTab.WAITING: "待反馈",
    SupervisionTab.LATE: "逾期未反馈",
    SupervisionTab.ANSWERED: "待销号",
    SupervisionTab.ENDED: "已结束",
}
_WITH_UNIT = [state.value for state in WITH_UNIT]


@dataclass(frozen=True)
class Beside:
    """What the supervision has on one order."""

    supervisions: Sequence[Supervision]
    steps: Sequence[EscalationStep]
    entries: Sequence[LedgerEntry]
    handovers: Sequence[Handover] = ()


def supervision_counts(*, for_user: Actor, at: datetime | None = None) -> dict[SupervisionTab, int]:
    """How many stand in each list: one query."""
    at = at or clock.now()
    counts = {tab.value: Count("pk", filter=_condition(tab, at)) for tab in SupervisionTab}
    found = Supervision.objects.visible_to(for_user).aggregate(**counts)
    return {tab: found[tab.value] for tab in SupervisionTab}


def supervisions(
    tab: SupervisionTab, *, for_user: Actor, colour: str = "", unit_id: int | None = None
) -> QuerySet[Supervision]:
    """One list of supervision orders, with their orders and units."""
    rows = Supervision.objects.visible_to(for_user).filter(_condition(tab, clock.now()))
    if colour:
        rows = rows.filter(colour=colour)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    return rows.select_related("order", "unit").defer("order__content", "order__public_answer")


def supervision_page(
    tab: SupervisionTab, *, for_user: Actor, colour: str = "", cursor: str | None = None
) -> Page[Supervision]:
    """One page of a list: what is due first at the top, what has ended by when it was issued."""
    rows = supervisions(tab, for_user=for_user, colour=colour)
    ended = tab is SupervisionTab.ENDED
    return page_of(rows, by="issued_at" if ended else "feedback_due", cursor=cursor, descending=ended)


def get_supervision(number: str, *, for_user: Actor) -> Supervision:
    """A supervision order with its order, unit and history.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = Supervision.objects.visible_to(for_user).select_related("order", "unit", "step")
    row = rows.prefetch_related("lines").filter(number=number).first() if number.isalnum() else None
    if row is None:
        raise NotFound(what="督办单 supervision order")
    return row


def supervision_verbs(row: Supervision, *, for_user: Actor) -> list[SupervisionVerb]:
    """What this person may do with it now."""
    own = not for_user.is_centre and for_user.reaches(row.unit.path)
    return [
        verb
        for verb in verbs_from(SupervisionState(row.state))
        if for_user.may(SUPERVISION_RULES[verb].permission)
        and (own if verb is SupervisionVerb.ANSWER else for_user.is_centre)
    ]


def beside_order(order: "WorkOrder", *, for_user: Actor) -> Beside:
    """What the supervision has on an order that this person may see: units see what concerns them."""
    steps = EscalationStep.objects.filter(order=order).select_related("unit").order_by("due_at", "pk")
    if not for_user.is_centre and not for_user.is_system:
        steps = steps.filter(unit_id__in=for_user.unit_ids)
    shown = Supervision.objects.visible_to(for_user).filter(order=order).select_related("unit", "order")
    entries = LedgerEntry.objects.visible_to(for_user).filter(order=order).select_related("unit")
    may_hand = for_user.may(Permission.HAND_TO_INSPECTION)
    return Beside(
        supervisions=list(shown.order_by("-issued_at", "-pk")),
        steps=list(steps),
        entries=list(entries.order_by("-entered_at")),
        handovers=list(Handover.objects.filter(order=order).order_by("-handed_at")) if may_hand else (),
    )


def conference_orders(*, for_user: Actor) -> "list[WorkOrder]":
    """Orders of which the ladder says that a conference is to decide, and those that are in one.

    Raises:
        NotFound: the person does not confer.
    """
    if not for_user.may(Permission.CONFER_ORDER):
        raise NotFound(what="疑难会商 conference")
    sitting = list_orders(OrderFilter(states=[OrderState.CONFERENCE.value]), for_user=for_user, size=200)
    flagged = EscalationStep.objects.filter(
        confer=True, order__state__in=[OrderState.RETURN_REQUESTED, OrderState.PENDING_DISPATCH]
    )
    numbers = flagged.order_by("taken_at").values_list("order__number", flat=True)[:200]
    found = {order.number: order for order in sitting.items}
    for number in numbers:
        if number not in found:
            found[number] = get_order(number, for_user=for_user)
    return list(found.values())


def _condition(tab: SupervisionTab, at: datetime) -> Q:
    match tab:
        case SupervisionTab.WAITING:
            return Q(state__in=_WITH_UNIT)
        case SupervisionTab.LATE:
            return Q(state__in=_WITH_UNIT, feedback_due__lt=at)
        case SupervisionTab.ANSWERED:
            return Q(state=SupervisionState.ANSWERED.value)
        case SupervisionTab.ENDED:
            return Q(state__in=[SupervisionState.CLOSED.value, SupervisionState.WITHDRAWN.value])
