"""Proposals for merging: orders that tell what an order tells, and which way they can be made one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jiesu.accounts.permissions import Permission, require
from jiesu.organisations.actors import Actor
from jiesu.triage.models import Issue, PairJudgement
from jiesu.triage.selectors.duplicates import Duplicate, duplicates_of
from jiesu.triage.selectors.issues import issue_of_order
from jiesu.triage.selectors.suggesting import is_on
from jiesu.workorders.related import merged_orders
from jiesu.workorders.selectors import get_order, main_of
from jiesu.workorders.states import OrderState, Verb
from jiesu.workorders.workflow import RULES

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

MERGEABLE = frozenset(
    state.value for rule in RULES if rule.verb is Verb.MERGE for state in rule.sources if state is not None
)
"""States in which an order can still be merged into another one."""

_NO_MAIN = frozenset({OrderState.MERGED, OrderState.WITHDRAWN, OrderState.INVALID, OrderState.DRAFT})
_SEARCHED = 20


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An order that may be one with this one.

    Attributes:
        duplicate: that order, with how alike it is and why.
        goes_there: whether this order can be merged into it.
        comes_here: whether it can be merged into this one.
    """

    duplicate: Duplicate
    goes_there: bool
    comes_here: bool


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """What is proposed for an order.

    Attributes:
        order: that order.
        found: the likest first; those that somebody held for another matter left out.
        apart: how many were left out for that.
        may_merge: whether the person may merge at all.
        issue: the issue that the order is in, where it was asked for.
    """

    order: "WorkOrder"
    found: tuple[Proposal, ...]
    apart: int
    may_merge: bool
    issue: Issue | None


@dataclass(frozen=True, kw_only=True)
class Together:
    """A main order with those that were merged into it, the oldest first; its answer is the answer to all."""

    main: "WorkOrder"
    merged: "tuple[WorkOrder, ...]"
    citizens: int


def proposals_for(
    number: str, *, for_user: Actor, most: int = 5, order: "WorkOrder | None" = None
) -> Proposals | None:
    """What to merge an order with; None while triage is switched off.

    Args:
        number: of the order.
        for_user: who asks.
        most: how many.
        order: the order itself, where it was read for this person already; then its issue is not.

    Raises:
        NotFound: there is no such order, or it is not for this person.
    """
    if not is_on():
        return None
    shown = order or get_order(number, for_user=for_user)
    found = duplicates_of(number, for_user=for_user, most=_SEARCHED)
    apart = _held_apart(shown)
    kept = [one for one in found if one.number not in apart]
    may_merge = for_user.is_centre and for_user.may(Permission.MERGE_ORDER)
    return Proposals(
        order=shown,
        found=tuple(_proposal(shown, one, may_merge=may_merge) for one in kept[:most]),
        apart=len(found) - len(kept),
        may_merge=may_merge,
        issue=None if order else issue_of_order(shown.pk, for_user=for_user),
    )


def together_with(number: str, *, for_user: Actor) -> Together:
    """The main order of a group, whichever of its orders is named, with those that were merged into it.

    Raises:
        NotFound: there is no such order, or it is not for this person.
    """
    order = get_order(number, for_user=for_user)
    end = main_of(order)
    main = order if end.pk == order.pk else get_order(end.number, for_user=for_user)
    merged = tuple(merged_orders(main, for_user=for_user))
    people = {row.citizen_id or f"order {row.pk}" for row in (main, *merged)}
    return Together(main=main, merged=merged, citizens=len(people))


def judged_pairs(*, for_user: Actor) -> QuerySet[PairJudgement]:
    """What people decided of pairs of orders; only those who see all orders are told.

    Raises:
        NotAllowed: the person may not see all orders.
    """
    require(for_user, Permission.VIEW_ALL_ORDERS)
    return PairJudgement.objects.select_related("first", "second").order_by("-at", "-pk")


def _held_apart(order: "WorkOrder") -> frozenset[str]:
    """Numbers of the orders that somebody held for another matter than this one."""
    rows = PairJudgement.objects.filter(Q(first=order) | Q(second=order), is_same=False)
    pairs = rows.values_list("first__number", "second__number")
    return frozenset(number for pair in pairs for number in pair) - {order.number}


def _proposal(order: "WorkOrder", one: Duplicate, *, may_merge: bool) -> Proposal:
    return Proposal(
        duplicate=one,
        goes_there=may_merge and order.state in MERGEABLE and one.state not in _NO_MAIN,
        comes_here=may_merge and one.state.value in MERGEABLE and order.state not in _NO_MAIN,
    )
