"""What came of a run: counts by state, the on-time rate, median times, example timelines."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.core.clock import SHANGHAI
from jiesu.demo.stage import Stage
from jiesu.demo.units import unit_of
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.filters import OrderFilter
from jiesu.workorders.lamps import ClockReading
from jiesu.workorders.selectors import clocks_of, list_orders, state_counts, timeline_of

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_PAGE = 200
_NOTE = 46
_ENDED = ("met", "missed")
_SHOWN_CLOCKS = (
    ClockKind.DISPATCH,
    ClockKind.SIGN,
    ClockKind.FIRST_CONTACT,
    ClockKind.HANDLE,
    ClockKind.REVIEW,
    ClockKind.CALLBACK,
    ClockKind.REWORK,
)


@dataclass(frozen=True)
class Share:
    """A rate with its numerator and denominator; ``rate`` is None when nothing was due."""

    met: int
    due: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1."""
        return self.met / self.due if self.due else None


@dataclass(frozen=True)
class Stretch:
    """One clock over all orders: how many ended, how many in time, the median from start to end in hours."""

    clock: str
    label: str
    ended: int
    met: int
    median_hours: float


@dataclass(frozen=True)
class Example:
    """One order's timeline, a line a step."""

    number: str
    title: str
    why: str
    lines: tuple[str, ...]


@dataclass
class Findings:
    """All of it."""

    orders: int
    states: dict[str, int]
    on_time: Share
    stretches: list[Stretch]
    lamps: dict[str, int]
    examples: list[Example] = field(default_factory=list)

    def as_plain(self) -> dict[str, object]:
        """For the summary's file."""
        return {
            "orders": self.orders,
            "states": self.states,
            "on_time": {"met": self.on_time.met, "due": self.on_time.due, "rate": self.on_time.rate},
            "clocks": [asdict(stretch) for stretch in self.stretches],
            "open_by_lamp": self.lamps,
            "examples": [asdict(example) for example in self.examples],
        }


def find(stage: Stage, *, at: datetime) -> Findings:
    """Look at the orders of a run as they stand at a moment."""
    numbers = frozenset(stage.numbers.values())
    durations: dict[str, list[float]] = defaultdict(list)
    met: Counter[str] = Counter()
    lamps: Counter[str] = Counter()
    handled = Counter[bool]()
    candidates: list[WorkOrder] = []
    for order in _orders(numbers):
        readings = clocks_of(order, at=at)
        for reading in readings:
            _measure(reading, durations, met)
            if reading.kind == ClockKind.HANDLE and reading.lamp and reading.state == "running":
                lamps[reading.lamp.value] += 1
        verdict = _in_time(readings, at=at)
        if verdict is not None:
            handled[verdict] += 1
        candidates.append(order)
    return Findings(
        orders=len(candidates),
        states={state.value: count for state, count in state_counts(for_user=SYSTEM).items()},
        on_time=Share(handled[True], handled.total()),
        stretches=[_stretch(clock, durations, met) for clock in _SHOWN_CLOCKS if durations[clock.value]],
        lamps=dict(lamps),
        examples=_examples(candidates, stage),
    )


def _orders(numbers: frozenset[str]) -> Iterator["WorkOrder"]:
    cursor: str | None = None
    while True:
        page = list_orders(OrderFilter(), for_user=SYSTEM, cursor=cursor, size=_PAGE)
        yield from (order for order in page.items if order.number in numbers)
        cursor = page.next_cursor
        if not cursor:
            return


def _measure(reading: ClockReading, durations: dict[str, list[float]], met: Counter[str]) -> None:
    if reading.state in _ENDED and reading.stopped_at:
        durations[reading.kind].append((reading.stopped_at - reading.started_at).total_seconds() / 3600)
        met[reading.kind] += reading.state == "met"


def _in_time(readings: Iterable[ClockReading], *, at: datetime) -> bool | None:
    """Whether the time for handling was kept; None when it is neither used up nor over.

    An order whose time is over counts whether or not it is finished: the denominator of 按时办结率 is what
    was due.
    """
    handling = [reading for reading in readings if reading.kind == ClockKind.HANDLE]
    late = any(r.state == "missed" or (r.state == "running" and at > r.due_at) for r in handling)
    over = [reading for reading in handling if reading.state in _ENDED]
    running = [reading for reading in handling if reading.state in ("running", "paused")]
    if late:
        return False
    return True if over and not running else None


def _stretch(clock: ClockKind, durations: dict[str, list[float]], met: Counter[str]) -> Stretch:
    hours = durations[clock.value]
    return Stretch(
        clock=clock.value,
        label=CLOCK_LABELS[clock],
        ended=len(hours),
        met=met[clock.value],
        median_hours=round(median(hours), 2),
    )


_WANTED: tuple[tuple[str, Callable[["WorkOrder"], bool]], ...] = (
    ("不满意重办", lambda order: order.rework_count > 0),
    ("退单改派", lambda order: order.return_count > 0),
    ("特急", lambda order: order.urgency == "critical" and order.lead_unit_id is not None),
    ("延期", lambda order: order.extension_count > 0),
    ("一次办结", lambda order: order.rework_count == 0 and order.lead_unit_id is not None),
    ("办结归档", lambda _order: True),
)


def _examples(orders: list["WorkOrder"], stage: Stage) -> list[Example]:
    """Five finished orders, each for a reason of its own."""
    finished = [order for order in orders if order.state == "archived"] or orders
    chosen: dict[str, Example] = {}
    for why, fits in _WANTED * 2:
        order = next((row for row in finished if row.number not in chosen and fits(row)), None)
        if order is not None and len(chosen) < 5:
            chosen[order.number] = Example(order.number, order.title, why, tuple(_lines(order, stage)))
    return list(chosen.values())


def _lines(order: "WorkOrder", stage: Stage) -> Iterator[str]:
    codes = {key: code for code, key in stage.city.unit_ids.items()}
    for event in timeline_of(order, for_user=SYSTEM):
        unit = unit_of(codes[event.unit_id]).short if event.unit_id in codes else "热线中心"
        note = " ".join(event.note.split())
        short = note[:_NOTE] + ("…" if len(note) > _NOTE else "")
        when = f"{event.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        yield f"{when}  {event.get_verb_display()}  {unit} {event.actor_name}  {short}".rstrip()
