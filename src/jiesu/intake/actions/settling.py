"""A contact is settled when its order has come to an end."""

from datetime import datetime

from jiesu.intake.models import Contact


def settle_contacts(order_id: int, *, at: datetime) -> int:
    """Mark the contacts of an order as settled, the first time; returns how many were not yet."""
    return Contact.objects.filter(order_id=order_id, settled_at__isnull=True).update(settled_at=at)
