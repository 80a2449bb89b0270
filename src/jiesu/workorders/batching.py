"""What can be done to many chosen orders at once: a table, and what of it fits all of them.

Only verbs that say the same of every order are in it: no decision that wants each one read and answered by
itself. Every order is a transaction of its own; what a rule forbids is told for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.models import Assignment, WorkOrder
from jiesu.workorders.states import Verb

MOST = 200
"""Orders that can be chosen at once: a page of the longest list."""


@dataclass(frozen=True)
class BatchRule:
    """One verb of the table.

    Attributes:
        words: name of the text that goes with it, the same for every order; empty when it takes none.
        needs_words: whether it cannot do without.
    """

    words: str = ""
    needs_words: bool = False


_NOTED, _REASONED = BatchRule("note"), BatchRule("reason", needs_words=True)

BATCH_VERBS: dict[Verb, BatchRule] = {
    Verb.SIGN: BatchRule(),
    Verb.APPROVE_REPLY: _NOTED,
    Verb.REVIEW: _NOTED,
    Verb.CLOSE: _NOTED,
    Verb.ARCHIVE: BatchRule(),
    Verb.APPROVE_RETURN: _NOTED,
    Verb.REFUSE_RETURN: _REASONED,
    Verb.APPROVE_EXTENSION: _NOTED,
    Verb.REFUSE_EXTENSION: _REASONED,
    Verb.APPROVE_SUSPENSION: _NOTED,
    Verb.REFUSE_SUSPENSION: _REASONED,
    Verb.APPROVE_EXCLUSION: _NOTED,
    Verb.REFUSE_EXCLUSION: _REASONED,
    Verb.REFUSE_FINAL_ANSWER: _REASONED,
    Verb.ANNOTATE: BatchRule("note", needs_words=True),
}


def verbs_for_all(numbers: Sequence[str], *, for_user: Actor) -> list[Verb]:
    """The verbs that the workflow table allows this person with every one of these orders: two queries.

    Conditions beyond the table are asked when it is done. Orders that the person may not know of allow
    nothing.
    """
    orders = list(WorkOrder.objects.visible_to(for_user).filter(number__in=list(numbers)[: MOST + 1]))
    if not orders or len(orders) != len(set(numbers)):
        return []
    shares: dict[int, list[Assignment]] = {order.pk: [] for order in orders}
    for share in Assignment.objects.filter(order__in=shares, is_current=True):
        shares[share.order_id].append(share)
    allowed = [_verbs(order, shares[order.pk], for_user) for order in orders]
    common = frozenset.intersection(*allowed)
    return [verb for verb in BATCH_VERBS if verb in common]


def _verbs(order: WorkOrder, shares: list[Assignment], actor: Actor) -> frozenset[Verb]:
    return frozenset(
        rule.verb
        for rule, share in choosing.options(order, shares, by=actor)
        if not rule.decides or (share and share.kind != "lead") or rule.decides in order.pending_applications
    )
