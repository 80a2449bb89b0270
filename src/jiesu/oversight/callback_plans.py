"""Who is called back and how: the centre's rules as one value, published in versions. Pure rules.

Sources: 阿坝 calls everybody back (100 %); sampling by rule, the hours of calls and what happens when nobody
answers are each centre's own. How many attempts on how many days are enough is the pack's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from zlib import crc32

from jiesu.catalogue.natures import (
    CHANNEL_LABELS,
    NATURE_LABELS,
    URGENCY_LABELS,
    Channel,
    Nature,
    Urgency,
)
from jiesu.core.errors import InvalidInput

EVERYBODY = 100
MOST_LINES = 30


@dataclass(frozen=True, kw_only=True)
class SampleLine:
    """One line: how many of a hundred such orders are called back; empty sets mean all.

    Attributes:
        share: of a hundred.
        natures, channels, urgencies: whom the line is for.
        units: codes of the lead units it is for.
    """

    share: int
    natures: frozenset[Nature] = frozenset()
    channels: frozenset[Channel] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    units: frozenset[str] = frozenset()

    def suits(self, traits: "Traits") -> bool:
        """Whether the line is for such an order."""
        return (
            (not self.natures or traits.nature in self.natures)
            and (not self.channels or traits.channel in self.channels)
            and (not self.urgencies or traits.urgency in self.urgencies)
            and (not self.units or traits.unit in self.units)
        )

    def __str__(self) -> str:
        """``投诉、举报 · 紧急：100 %``."""
        words = [
            "、".join(label for key, label in labels.items() if key in chosen)
            for labels, chosen in (
                (NATURE_LABELS, self.natures),
                (CHANNEL_LABELS, self.channels),
                (URGENCY_LABELS, self.urgencies),
            )
        ]
        told = " · ".join([*filter(None, words), *(["、".join(sorted(self.units))] if self.units else [])])
        return f"{told or '其余'}：{self.share} %"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What the lines ask about an order; ``unit`` is the lead's code, ``direct`` an answer on the spot."""

    nature: Nature
    channel: Channel
    urgency: Urgency
    unit: str = ""
    reworked: bool = False
    problem: bool = False
    direct: bool = False


@dataclass(frozen=True, kw_only=True)
class CallbackPlan:
    """The centre's rules of the callback.

    Attributes:
        lines: who is called, the first that suits; orders that were reworked or are problems always are.
        others: of a hundred handled orders that no line suits.
        direct: of a hundred orders answered on the spot.
        earliest, latest: between these times of the day people are called.
        noon, evening: where the afternoon and the evening begin.
        link_days: for how many days the link in a message can be answered.
        links: whether a link is sent when the attempts were in vain.
        closes: whether what needs no person's judgement is closed by itself.
        recheck: of a hundred finished calls that another person makes again, without knowing the answers.
        recheck_days: within how many days after the first call.
    """

    lines: tuple[SampleLine, ...] = ()
    others: int = EVERYBODY
    direct: int = 0
    earliest: time = time(9)
    latest: time = time(20)
    noon: time = time(12)
    evening: time = time(18)
    link_days: int = 3
    links: bool = True
    closes: bool = True
    recheck: int = 5
    recheck_days: int = 7


DEFAULT_PLAN = CallbackPlan()
"""What holds until a centre publishes its own: everybody who left a telephone is called."""


@dataclass(frozen=True)
class Sampling:
    """Whether an order is called back, and the rule that says so."""

    due: bool
    why: str


def sampling_of(plan: CallbackPlan, traits: Traits, *, number: str, turn: int) -> Sampling:
    """Whether an order is among those that are called back.

    Args:
        plan: the rules in force.
        traits: of the order.
        number: the order's number.
        turn: which of the order's callbacks this is; the same order in the same turn is always drawn alike.
    """
    if traits.reworked or traits.problem:
        return Sampling(due=True, why="重办或问题工单：必访")
    if traits.direct:
        share, why = plan.direct, f"直接答复：{plan.direct} %"
    else:
        line = next((line for line in plan.lines if line.suits(traits)), None)
        share, why = (line.share, str(line)) if line else (plan.others, f"其余：{plan.others} %")
    return Sampling(due=drawn(f"{number}/{turn}", share), why=why)


def drawn(key: str, share: int) -> bool:
    """Whether ``key`` is among ``share`` of a hundred: the same key always gives the same answer."""
    return crc32(f"callback:{key}".encode()) % 10_000 < share * 100


def plan_out(plan: CallbackPlan) -> dict[str, Any]:
    """The plan as JSON."""
    names = ("others", "direct", "link_days", "links", "closes", "recheck", "recheck_days")
    return {
        "lines": [
            {
                "share": line.share,
                "natures": sorted(line.natures),
                "channels": sorted(line.channels),
                "urgencies": sorted(line.urgencies),
                "units": sorted(line.units),
            }
            for line in plan.lines
        ],
        **{name: getattr(plan, name) for name in names},
        **{name: f"{getattr(plan, name):%H:%M}" for name in ("earliest", "latest", "noon", "evening")},
    }


def plan_in(data: Mapping[str, Any]) -> CallbackPlan:
    """The plan that :func:`plan_out` wrote."""
    lines = tuple(
        SampleLine(
            share=line["share"],
            natures=frozenset(map(Nature, line["natures"])),
            channels=frozenset(map(Channel, line["channels"])),
            urgencies=frozenset(map(Urgency, line["urgencies"])),
            units=frozenset(line["units"]),
        )
        for line in data["lines"]
    )
    times: dict[str, Any] = {
        name: time.fromisoformat(data[name]) for name in ("earliest", "latest", "noon", "evening")
    }
    rest = {name: value for name, value in data.items() if name != "lines" and name not in times}
    return CallbackPlan(lines=lines, **times, **rest)


@dataclass(frozen=True)
class _Bound:
    least: int
    most: int
    label: str


_BOUNDS: dict[str, _Bound] = {
    "others": _Bound(0, 100, "其余工单的比例"),
    "direct": _Bound(0, 100, "直接答复的比例"),
    "recheck": _Bound(0, 100, "复核比例"),
    "link_days": _Bound(1, 30, "链接有效天数"),
    "recheck_days": _Bound(1, 30, "复核天数"),
}


def check_plan(plan: CallbackPlan) -> None:
    """Refuse a plan that cannot be worked by.

    Raises:
        InvalidInput: a share is no share, the hours are in the wrong order, or a line is never reached.
    """
    for name, bound in _BOUNDS.items():
        if not bound.least <= getattr(plan, name) <= bound.most:
            raise _wrong(
                name,
                f"“{bound.label}”须在{bound.least}与{bound.most}之间。",
                f"“{name}” lies between {bound.least} and {bound.most}.",
            )
    if not plan.earliest < plan.noon < plan.evening <= plan.latest:
        raise _wrong("earliest", "回访时段的先后不对。", "The hours of calls are in the wrong order.")
    if len(plan.lines) > MOST_LINES:
        raise _wrong("lines", f"最多{MOST_LINES}行。", f"At most {MOST_LINES} lines.")
    _check_lines(plan.lines)


def _check_lines(lines: Sequence[SampleLine]) -> None:
    for index, line in enumerate(lines):
        if not 0 <= line.share <= EVERYBODY:
            raise _wrong("lines", f"第{index + 1}行的比例须在0与100之间。", f"Line {index + 1} is no share.")
        for earlier in lines[:index]:
            if _covers(earlier, line):
                raise _wrong(
                    "lines",
                    f"“{line}”永远不会用到。",
                    f"Line {index + 1} is never reached: an earlier one suits.",
                )


def _covers(one: SampleLine, other: SampleLine) -> bool:
    """Whether every order that ``other`` is for goes to ``one`` already."""
    pairs = (
        (one.natures, other.natures),
        (one.channels, other.channels),
        (one.urgencies, other.urgencies),
        (one.units, other.units),
    )
    return all(not wide or (narrow and set(narrow) <= set(wide)) for wide, narrow in pairs)


def _wrong(where: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=where, reason_zh=zh, reason_en=en)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """By which ways a citizen may be asked; a call unless they said otherwise."""

    call: bool = True
    sms: bool = True
    wechat: bool = False
