"""What was said and written about an order, besides its timeline: units' replies and callbacks."""

from jiesu.workorders.models import CallbackRecord, Reply, WorkOrder


def replies_of(order: WorkOrder) -> list[Reply]:
    """All replies of the order's units, with their shares and units, the newest first."""
    rows = Reply.objects.filter(assignment__order=order).select_related("assignment__unit")
    return list(rows.order_by("-created_at", "-pk"))


def callbacks_of(order: WorkOrder) -> list[CallbackRecord]:
    """All attempts to call the citizen back, the newest first."""
    return list(CallbackRecord.objects.filter(order=order).order_by("-at", "-pk"))
