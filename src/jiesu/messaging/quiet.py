"""Quiet hours 免打扰时段: when a channel is not to be used for messages of an urgency. Pure rules.

Ours: nobody's telephone rings at night for what can wait; what is critical goes out at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiesu.messaging.channels import MessageChannel as C
from jiesu.messaging.channels import MessageUrgency as U

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class QuietHours:
    """From a time of the day to another one, of the next day where that is earlier; Shanghai time."""

    starts: time
    ends: time

    def covers(self, moment: time) -> bool:
        """Whether it is quiet at this time of the day; the end itself is not."""
        if self.starts <= self.ends:
            return self.starts <= moment < self.ends
        return moment >= self.starts or moment < self.ends


Table = Mapping[tuple[C, U], QuietHours | None]

_NIGHT, _LATE_NIGHT = QuietHours(time(21, 0), time(8, 0)), QuietHours(time(22, 30), time(6, 30))

PRESETS: Table = {
    (C.SMS, U.NORMAL): _NIGHT,
    (C.SMS, U.URGENT): _LATE_NIGHT,
    (C.WECHAT, U.NORMAL): _NIGHT,
    (C.WECHAT, U.URGENT): _LATE_NIGHT,
    (C.PUSH, U.NORMAL): _NIGHT,
    (C.PUSH, U.URGENT): _LATE_NIGHT,
}
"""What holds unless the centre says otherwise; what is not named has no quiet hours."""


def allowed_at(hours: QuietHours | None, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    local = moment.astimezone(_SHANGHAI)
    if hours is None or not hours.covers(local.time()):
        return moment
    end = local.replace(hour=hours.ends.hour, minute=hours.ends.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
