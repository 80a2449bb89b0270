"""Who may be told that something happened to an order: decided in memory for many people at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.models import Assignment, WorkOrder


@dataclass(frozen=True)
class Audience:
    """What decides who may know of an order."""

    order: WorkOrder
    shares: Sequence[Assignment]

    def includes(self, actor: Actor) -> bool:
        """Whether this person may know of the order; the same answer as the lists give."""
        return choosing.may_see(self.order, self.shares, by=actor)


def audiences_of(numbers: Iterable[str]) -> dict[str, Audience]:
    """The audiences of orders by number, in two queries; unknown numbers are left out."""
    orders = {
        order.pk: order
        for order in WorkOrder.objects.filter(number__in=set(numbers)).only(
            "number", "state", "is_confidential", "registered_by_id"
        )
    }
    shares: dict[int, list[Assignment]] = {key: [] for key in orders}
    rows = Assignment.objects.filter(order__in=orders)
    for share in rows.only("order_id", "unit_id", "unit_path", "parent_id", "kind", "state", "is_current"):
        shares[share.order_id].append(share)
    return {order.number: Audience(order, shares[key]) for key, order in orders.items()}
