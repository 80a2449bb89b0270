"""What units kept and returned, counted anew from the orders themselves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from jiesu.core import clock
from jiesu.triage.models import UnitHistory
from jiesu.workorders.selectors import every_lead
from jiesu.workorders.states import ShareState

LOOK_BACK = timedelta(days=730)
_RETURNED = Q(state=ShareState.RETURNED.value)


@transaction.atomic
def recount_history(*, at: datetime | None = None) -> int:
    """Count what each unit was given of each topic as lead, and returned; safe to run twice.

    Returns:
        How many pairs of topic and unit there are.
    """
    since = (at or clock.now()) - LOOK_BACK
    counted = (
        every_lead()
        .filter(assigned_at__gte=since)
        .exclude(order__topic_code="")
        .order_by()
        .values_list("order__topic_code", "unit_id")
        .annotate(given=Count("pk"), returned=Count("pk", filter=_RETURNED))
    )
    UnitHistory.objects.all().delete()
    made = UnitHistory.objects.bulk_create(
        (
            UnitHistory(topic_code=topic, unit_id=unit, given=given, returned=returned)
            for topic, unit, given, returned in counted
        ),
        batch_size=5000,
    )
    return len(made)
