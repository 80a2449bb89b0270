"""Setting quiet hours."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit
from jiesu.core.errors import InvalidInput
from jiesu.messaging.channels import MessageChannel, MessageUrgency
from jiesu.messaging.models import QuietHoursRow
from jiesu.messaging.quiet import PRESETS
from jiesu.organisations.actors import Actor

Times = tuple[time | None, time | None]


@transaction.atomic
def set_quiet_hours(table: Mapping[tuple[MessageChannel, MessageUrgency], Times], *, by: Actor) -> None:
    """设置免打扰时段: for channels and urgencies; two empty times mean never; what is shipped is not kept.

    Raises:
        NotAllowed: the person may not configure messages.
        InvalidInput: only one of two times is there, or both are the same.
    """
    require(by, Permission.CONFIGURE_MESSAGES)
    for (channel, urgency), (starts, ends) in table.items():
        if (starts is None) != (ends is None) or (starts is not None and starts == ends):
            raise InvalidInput(
                field=f"{channel}-{urgency}-starts",
                reason_zh="开始和结束要么都填且不同，要么都不填。",
                reason_en="Give two different times, or none.",
            )
        preset = PRESETS.get((channel, urgency))
        is_preset = (preset.starts, preset.ends) == (starts, ends) if preset else starts is None
        rows = QuietHoursRow.objects.filter(channel=channel.value, urgency=urgency.value)
        if is_preset:
            rows.delete()
        else:
            QuietHoursRow.objects.update_or_create(
                channel=channel.value, urgency=urgency.value, defaults={"starts": starts, "ends": ends}
            )
    audit.record("messages.set_quiet_hours", subject="quiet-hours", by=by)
