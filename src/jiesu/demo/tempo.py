"""When people get round to things: working hours for the ordinary, at once for the urgent."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.core.clock import SHANGHAI

_AT_NIGHT = (22, 7)  # hours between which only the desk works
_HASTE = 0.12


@dataclass
class Tempo:
    """The pace of everybody involved in one appeal.

    Args:
        calendar: the working calendar.
        chance: the source of chance.
        urgent: whether nobody waits for the morning.
        floor: what happened last, if it is told again; nothing can come before it.
    """

    calendar: WorkingCalendar
    chance: random.Random
    urgent: bool
    floor: datetime | None = None

    def since(self, at: datetime) -> datetime:
        """The moment, or what happened last if that was later."""
        return max(at, self.floor) if self.floor else at

    def desk(self, at: datetime, low: float, high: float) -> datetime:
        """Some minutes later at the centre's desk, which never closes."""
        return self.since(at) + timedelta(minutes=self.chance.uniform(low, high))

    def awake(self, at: datetime, low: float, high: float) -> datetime:
        """Some minutes later at the centre, not at night unless it is urgent."""
        moment = self.desk(at, low, high)
        return moment if self.urgent else self.by_day(moment)

    def by_day(self, at: datetime) -> datetime:
        """The moment itself, or some time of the next morning: nobody is called at night."""
        local = at.astimezone(SHANGHAI)
        if _AT_NIGHT[1] <= local.hour < _AT_NIGHT[0]:
            return at
        late = local.hour >= _AT_NIGHT[0]
        morning = local.replace(hour=_AT_NIGHT[1], minute=30) + timedelta(days=int(late))
        return self.desk(morning, 0, 90)

    def office(self, at: datetime, low: float, high: float) -> datetime:
        """Some working minutes later at a unit; far sooner, at any hour, when it is urgent."""
        at = self.since(at)
        minutes = self.chance.uniform(low, high)
        if self.urgent:
            return at + timedelta(minutes=minutes * _HASTE)
        return self.calendar.add_working_time(at, timedelta(minutes=minutes)) + self._seconds()

    def share_of(self, start: datetime, due: datetime, *, share: float) -> datetime:
        """The moment at which a share of the time is used up; beyond one it lies after the due moment."""
        if self.urgent:
            return start + (due - start) * share
        due = max(start, due)
        whole = self.calendar.working_time(start, due)
        if share <= 1:
            return self.calendar.add_working_time(start, whole * share) + self._seconds()
        return self.calendar.add_working_time(due, whole * (share - 1)) + self._seconds()

    def days_later(self, at: datetime, days: int) -> datetime:
        """In the office some working days later."""
        at = self.since(at)
        full = self.calendar.daily_working_time * days
        return self.calendar.add_working_time(at, full + timedelta(minutes=self.chance.uniform(5, 150)))

    def _seconds(self) -> timedelta:
        return timedelta(seconds=self.chance.randint(0, 50))


def day_of(moment: datetime) -> date:
    """The day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()
