"""Recorded calls, for those who listen to a sample of them."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.telephony.models import Recording


@dataclass(frozen=True)
class RecordedCall:
    """A call with a recording that can be opened: who took it, and the order that came of it."""

    recording_id: int
    user_id: int | None
    order_number: str


def recorded_calls(*, since: datetime, until: datetime) -> list[RecordedCall]:
    """The calls that began in a span and whose recording is sealed."""
    rows = Recording.objects.filter(
        call__started_at__gte=since, call__started_at__lt=until, sealed_at__isnull=False, missing=False
    ).values_list("pk", "call__user_id", "call__order_number")
    return [RecordedCall(*row) for row in rows.order_by("pk").iterator()]
