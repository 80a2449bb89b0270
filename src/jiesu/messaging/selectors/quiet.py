"""When channels are left alone."""

from jiesu.messaging.channels import MessageChannel, MessageUrgency
from jiesu.messaging.models import QuietHoursRow
from jiesu.messaging.quiet import PRESETS, Table


def quiet_table() -> Table:
    """The quiet hours that hold here: the centre's own over the shipped ones."""
    own = {
        (MessageChannel(row.channel), MessageUrgency(row.urgency)): row.hours
        for row in QuietHoursRow.objects.all()
    }
    return {**PRESETS, **own}
