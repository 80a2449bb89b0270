"""The reads that begin every action."""

from jiesu.core import statements
from jiesu.workorders.models import Assignment, WorkOrder


def locked_order(number: str) -> WorkOrder | None:
    """The order of a number, locked until the transaction ends."""
    found = statements.rows_of(WorkOrder, "number = %s FOR NO KEY UPDATE", [number])
    return found[0] if found else None


def shares_of(order_id: int) -> list[Assignment]:
    """All shares of an order, past ones too, oldest first."""
    return statements.rows_of(Assignment, "order_id = %s ORDER BY id", [order_id])
