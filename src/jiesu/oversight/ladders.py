"""Escalation ladders 提级督办: when which step is due, for whom and why; pure rules, tested row by row.

A ladder is a table. Each rung says upon what (a clock over for some time, the n-th rework, the n-th
return, so many units that returned it, so many citizens, a supervision order left unanswered), on which
level (unit leader 分管领导, deputy secretary 副秘书长, mayor 市领导) and what is done. A decision by hand is
a step without a rung.

Sources of the ladder that ships: 到期次日《催办通知书》, another 5 working days 通报批评 (fsou 17273310_2);
重办≥3 次, 转办≥3 单位无人牵头 ⇒ 提级督办 (巴彦淖尔); 副秘书长协调会 → 副市长 → 主要领导 (吕梁). The other
figures are ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from jiesu.catalogue.calendar import Measure, TimeLimit, WorkingCalendar, due_at
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.core.errors import InvalidInput
from jiesu.oversight.problems import LEDGER_LABELS, Ledger
from jiesu.oversight.supervision import COLOUR_LABELS, Colour

MOST_RUNGS = 60


class Condition(StrEnum):
    """Upon what a step is taken."""

    OVERDUE = "overdue"
    REWORKED = "reworked"
    RETURNED = "returned"
    SHIRKED = "shirked"
    GATHERED = "gathered"
    UNANSWERED = "unanswered"
    DECISION = "decision"


CONDITION_LABELS: dict[Condition, str] = {
    Condition.OVERDUE: "时限已过",
    Condition.REWORKED: "重办次数",
    Condition.RETURNED: "退单次数",
    Condition.SHIRKED: "退单单位数",
    Condition.GATHERED: "并入诉求数",
    Condition.UNANSWERED: "督办逾期未反馈",
    Condition.DECISION: "人工决定",
}

TIMED = frozenset({Condition.OVERDUE, Condition.UNANSWERED})
"""Conditions that come true by the passing of time; the others by something that happens."""


class Level(StrEnum):
    """To whom a step goes."""

    UNIT_LEADER = "unit_leader"
    DEPUTY_SECRETARY = "deputy_secretary"
    MAYOR = "mayor"


LEVEL_LABELS: dict[Level, str] = {
    Level.UNIT_LEADER: "单位分管领导",
    Level.DEPUTY_SECRETARY: "副秘书长",
    Level.MAYOR: "市领导",
}


URGED, NAMED, CONFERRED = "催办", "列入通报", "提请疑难会商"
ENTERED = {ledger: f"列入{label}台账" for ledger, label in LEDGER_LABELS.items()}
"""What a step does, in words."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One row of a ladder.

    Attributes:
        condition: upon what.
        clock: for OVERDUE, which clock.
        of: for UNANSWERED, the colour of the supervision order left unanswered.
        after: for timed conditions, how long after the due moment.
        times: for the others, at the how-many-th.
        level: to whom it goes.
        urge: whether the unit is urged in writing.
        colour, feedback: the supervision order issued, and how long the unit has to answer it.
        ledger: the ledger into which the order is entered.
        bulletin: whether it is named in the next bulletin.
        confer: whether a conference is to decide whose it is.
    """

    condition: Condition
    clock: ClockKind | None = None
    of: Colour | None = None
    after: TimeLimit | None = None
    times: int = 0
    level: Level = Level.UNIT_LEADER
    urge: bool = False
    colour: Colour | None = None
    feedback: TimeLimit | None = None
    ledger: Ledger | None = None
    bulletin: bool = False
    confer: bool = False

    @property
    def acts(self) -> tuple[str, ...]:
        """What the step does, in words."""
        said = (
            URGED if self.urge else "",
            COLOUR_LABELS[self.colour] if self.colour else "",
            ENTERED[self.ledger] if self.ledger else "",
            NAMED if self.bulletin else "",
            CONFERRED if self.confer else "",
        )
        return tuple(filter(None, said))


@dataclass(frozen=True)
class Due:
    """A step that is due: the rung, its place in the ladder, the moment, and why."""

    rung: Rung
    place: int
    moment: datetime
    why: str


def timed(
    ladder: Sequence[Rung],
    condition: Condition,
    *,
    since: datetime,
    calendar: WorkingCalendar,
    clock: ClockKind | None = None,
    colour: Colour | None = None,
) -> Iterator[Due]:
    """Every step that the passing of time brings, with its moment.

    Args:
        ladder: the rungs.
        condition: OVERDUE or UNANSWERED.
        since: the due moment that has passed.
        calendar: on which working time is counted.
        clock: the kind of clock that is over.
        colour: the colour of the supervision order that was not answered.
    """
    for place, rung in enumerate(ladder):
        if rung.condition is condition and rung.clock is clock and rung.of is colour and rung.after:
            yield Due(rung, place, due_at(calendar, since, rung.after), _why_late(rung))


def counted(ladder: Sequence[Rung], condition: Condition, *, times: int, at: datetime) -> Iterator[Due]:
    """Every step that the ``times``-th of something brings."""
    for place, rung in enumerate(ladder):
        if rung.condition is condition and rung.times == times:
            yield Due(rung, place, at, _COUNTED[condition].format(times=times))


def next_moment(steps: Sequence[Due], *, after: datetime) -> datetime | None:
    """When the next of these steps is due."""
    return min((step.moment for step in steps if step.moment > after), default=None)


def check_ladder(ladder: Sequence[Rung]) -> None:
    """Refuse a ladder that cannot be worked by.

    Raises:
        InvalidInput: empty or too long, a rung that nothing brings or that does nothing, or one that is there
            twice.
    """
    if not 0 < len(ladder) <= MOST_RUNGS:
        raise _wrong(f"须有1至{MOST_RUNGS}级。", f"A ladder has 1 to {MOST_RUNGS} rungs.")
    seen = set()
    for number, rung in enumerate(ladder, 1):
        _check_rung(number, rung)
        key = (rung.condition, rung.clock, rung.of, rung.after, rung.times, rung.level)
        if key in seen:
            raise _wrong(f"第{number}级与前面的重复。", f"Rung {number} is there twice.")
        seen.add(key)


def _check_rung(number: int, rung: Rung) -> None:
    is_timed = rung.condition in TIMED
    if rung.condition is Condition.DECISION:
        raise _wrong(f"第{number}级：人工决定不列入阶梯。", f"Rung {number}: a decision is no rung.")
    if is_timed != (rung.after is not None) or is_timed == (rung.times > 0):
        raise _wrong(
            f"第{number}级：按时间的须填逾期多久，按次数的须填第几次。",
            f"Rung {number} needs how long after, or at the how-many-th.",
        )
    if (rung.condition is Condition.OVERDUE) != (rung.clock is not None):
        raise _wrong(f"第{number}级：须说明是哪一种时限。", f"Rung {number} needs its clock.")
    if (rung.condition is Condition.UNANSWERED) != (rung.of is not None):
        raise _wrong(
            f"第{number}级：须说明是哪一色督办。", f"Rung {number} needs the colour left unanswered."
        )
    if not rung.acts:
        raise _wrong(f"第{number}级：没有任何措施。", f"Rung {number} does nothing.")


_COUNTED: dict[Condition, str] = {
    Condition.REWORKED: "第{times}次重办",
    Condition.RETURNED: "第{times}次申请退单",
    Condition.SHIRKED: "已有{times}家单位退单",
    Condition.GATHERED: "已并入{times}件相同诉求",
}


def _why_late(rung: Rung) -> str:
    what = CLOCK_LABELS[rung.clock] if rung.clock else f"{COLOUR_LABELS[rung.of]}反馈" if rung.of else ""
    return f"{what}超过{rung.after}" if rung.after and rung.after.amount else f"{what}已过期"


def _after(amount: str, measure: Measure = Measure.WORKING_DAYS) -> TimeLimit:
    return TimeLimit(Decimal(amount), measure)


_LATE = Condition.OVERDUE
PRESET: tuple[Rung, ...] = (
    Rung(condition=_LATE, clock=ClockKind.SIGN, after=_after("0"), urge=True, ledger=Ledger.OVERDUE_RECEIPT),
    Rung(condition=_LATE, clock=ClockKind.SIGN, after=_after("1"), colour=Colour.BLUE),
    *(
        rung
        for clock in (ClockKind.HANDLE, ClockKind.REWORK)
        for rung in (
            Rung(condition=_LATE, clock=clock, after=_after("1"), urge=True, ledger=Ledger.OVERDUE),
            Rung(condition=_LATE, clock=clock, after=_after("3"), colour=Colour.BLUE),
            Rung(
                condition=_LATE,
                clock=clock,
                after=_after("5"),
                level=Level.DEPUTY_SECRETARY,
                colour=Colour.YELLOW,
                bulletin=True,
            ),
            Rung(
                condition=_LATE,
                clock=clock,
                after=_after("10"),
                level=Level.MAYOR,
                colour=Colour.RED,
                bulletin=True,
            ),
        )
    ),
    Rung(condition=Condition.REWORKED, times=2, colour=Colour.BLUE),
    Rung(
        condition=Condition.REWORKED,
        times=3,
        level=Level.DEPUTY_SECRETARY,
        colour=Colour.YELLOW,
        ledger=Ledger.UNSATISFIED,
        bulletin=True,
    ),
    Rung(condition=Condition.RETURNED, times=3, level=Level.DEPUTY_SECRETARY, confer=True),
    Rung(
        condition=Condition.SHIRKED,
        times=3,
        level=Level.DEPUTY_SECRETARY,
        ledger=Ledger.SHIRKED,
        bulletin=True,
    ),
    Rung(condition=Condition.GATHERED, times=5, ledger=Ledger.MANY_CITIZENS),
    Rung(
        condition=Condition.UNANSWERED,
        of=Colour.BLUE,
        after=_after("0"),
        level=Level.DEPUTY_SECRETARY,
        colour=Colour.YELLOW,
    ),
    Rung(
        condition=Condition.UNANSWERED,
        of=Colour.YELLOW,
        after=_after("0"),
        level=Level.MAYOR,
        colour=Colour.RED,
        bulletin=True,
    ),
)
"""The ladder that ships; a centre edits it."""


def _wrong(zh: str, en: str) -> InvalidInput:
    return InvalidInput(field="rungs", reason_zh=zh, reason_en=en)
