"""Reads for staffing: the calls of the past by half-hour, and what a day to come needs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Avg, Count, DateTimeField, F, Func, QuerySet, Value

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue.selectors import current_rules
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.telephony.call_states import CallOutcome, Direction
from jiesu.telephony.erlang import Goal
from jiesu.telephony.forecasting import SLOTS, DayCalls, learn
from jiesu.telephony.models import Call, SeatSpell
from jiesu.telephony.seat_states import SeatState
from jiesu.telephony.what_if import HalfHour, Supposed, day_plan

HISTORY = timedelta(days=730)
"""How far back the calls are looked at."""
USUAL_HANDLING = 250.0
"""Seconds of a call where none has been taken yet (连云港: 平均通话时长不超过 250 秒)."""
USUAL_AFTER_CALL = 30.0


@dataclass(frozen=True, kw_only=True)
class DayNeed:
    """A day to come.

    Attributes:
        day: which one.
        half_hours: its 48 half-hours; empty without any history.
        calls: expected in all.
        handling: seconds of work for a call, on average.
        days: of history behind it.
        is_working: what the calendar says.
    """

    day: date
    half_hours: tuple[HalfHour, ...]
    calls: float
    handling: float
    days: int
    is_working: bool


def day_need(
    day: date,
    *,
    for_user: Actor,
    supposed: Supposed | None = None,
    event: float = 1.0,
    goal: Goal | None = None,
) -> DayNeed:
    """What a day needs, by all calls so far.

    Raises:
        NotAllowed: the person plans no staffing.
    """
    require(for_user, Permission.PLAN_STAFFING)
    calendar = current_rules().calendar
    history = past_calls()
    handling = mean_handling()
    working = calendar.is_working_day(day)
    rates: tuple[float, ...] = ()
    if any(one.total for one in history):
        rates = learn(history).day(day, is_working=working, event=event)
    return DayNeed(
        day=day,
        half_hours=tuple(day_plan(rates, handling=handling, goal=goal or Goal(), supposed=supposed)),
        calls=sum(rates),
        handling=handling,
        days=len(history),
        is_working=working,
    )


def past_calls() -> list[DayCalls]:
    """The citizens' calls of the last two years, day by day up to yesterday."""
    today = clock.now().astimezone(clock.SHANGHAI).date()
    first = datetime.combine(today - HISTORY, time(), clock.SHANGHAI)
    last = datetime.combine(today, time(), clock.SHANGHAI)
    counts: dict[date, list[int]] = {}
    for moment, times in _by_half_hour(first, last):
        local = moment.astimezone(clock.SHANGHAI)
        slots = counts.setdefault(local.date(), [0] * SLOTS)
        slots[local.hour * 2 + local.minute // 30] += times
    if not counts:
        return []
    calendar = current_rules().calendar
    begun = min(counts)
    span = (begun + timedelta(days=number) for number in range((today - begun).days))
    return [DayCalls(day, tuple(counts.get(day, [0] * SLOTS)), calendar.is_working_day(day)) for day in span]


def _by_half_hour(first: datetime, last: datetime) -> QuerySet[Call, tuple[datetime, int]]:
    """How many calls each half-hour had; the database counts, and a year is at most 17,568 rows."""
    half_hour = Func(
        Value(timedelta(minutes=30)),
        F("started_at"),
        Value(datetime(2001, 1, 1, tzinfo=UTC)),
        function="date_bin",
        output_field=DateTimeField(),
    )
    return (
        Call.objects.filter(direction=Direction.INBOUND, started_at__gte=first, started_at__lt=last)
        .annotate(half_hour=half_hour)
        .values_list("half_hour")
        .annotate(times=Count("pk"))
        .values_list("half_hour", "times")
    )


def mean_handling() -> float:
    """Seconds of work for a call lately: the talk, and the work after it."""
    since = clock.now() - timedelta(days=28)
    talk = Call.objects.filter(
        direction=Direction.INBOUND, outcome=CallOutcome.ANSWERED, started_at__gte=since
    ).aggregate(mean=Avg(F("ended_at") - F("answered_at")))["mean"]
    after = SeatSpell.objects.filter(state=SeatState.AFTER_CALL, started_at__gte=since).aggregate(
        mean=Avg(F("ended_at") - F("started_at"))
    )["mean"]
    worked = after.total_seconds() if after else USUAL_AFTER_CALL
    return talk.total_seconds() + worked if talk else USUAL_HANDLING
