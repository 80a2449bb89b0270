"""Time-limit packs: which clock runs how long for which appeal; rules of extension, return and callback.

There is no national time limit (国办函〔2025〕66号 asks each place to fix its own), so every figure is
configuration: a pack is one place's set of figures, published as a version. The packs that ship are in
``presets``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product

from jiesu.catalogue.calendar import NATURAL, TimeLimit
from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.core.errors import InvalidInput

_CODE = re.compile(r"[a-z0-9_]{1,40}")


class ClockKind(StrEnum):
    """The separate clocks of an order."""

    DISPATCH = "dispatch"
    SIGN = "sign"
    FIRST_CONTACT = "first_contact"
    RETURN_REQUEST = "return"
    HANDLE = "handle"
    REVIEW = "review"
    CALLBACK = "callback"
    REWORK = "rework"
    SUSPENSION = "suspension"


CLOCK_LABELS: dict[ClockKind, str] = {
    ClockKind.DISPATCH: "派单时限",
    ClockKind.SIGN: "签收时限",
    ClockKind.FIRST_CONTACT: "首次联系时限",
    ClockKind.RETURN_REQUEST: "退单时限",
    ClockKind.HANDLE: "办理时限",
    ClockKind.REVIEW: "审核时限",
    ClockKind.CALLBACK: "回访时限",
    ClockKind.REWORK: "重办时限",
    ClockKind.SUSPENSION: "挂起复核时限",
}


@dataclass(frozen=True)
class LimitRow:
    """One line of a pack: how long a clock runs for some natures and urgencies (empty means all).

    Attributes:
        clock: which clock.
        limit: how long it runs.
        natures, urgencies: whom the line is for; empty sets mean everyone.
        warn: when the yellow lamp lights: a share of the time used (0.8), or a time before the due moment;
            None for never.
        ours: the figure is this product's, because the source of the pack names none.
    """

    clock: ClockKind
    limit: TimeLimit
    natures: frozenset[Nature] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    warn: Decimal | TimeLimit | None = None
    ours: bool = False

    def __post_init__(self) -> None:
        """Refuse a warning at a share that is not between nothing and everything."""
        if isinstance(self.warn, Decimal) and not 0 < self.warn < 1:
            raise _wrong("warn", "预警比例须在0与1之间。", "A warning share lies between 0 and 1.")

    def suits(self, *, nature: Nature, urgency: Urgency) -> bool:
        """Whether the line is for such an appeal."""
        if self.natures and nature not in self.natures:
            return False
        return not self.urgencies or urgency in self.urgencies

    def __str__(self) -> str:
        """``办理时限（投诉、举报；一般）15工作日``."""
        who = "；".join(
            "、".join(labels)
            for labels in (
                [label for nature, label in NATURE_LABELS.items() if nature in self.natures],
                [label for urgency, label in URGENCY_LABELS.items() if urgency in self.urgencies],
            )
            if labels
        )
        return f"{CLOCK_LABELS[self.clock]}{f'（{who}）' if who else ''}{self.limit}"


@dataclass(frozen=True)
class ExtensionRule:
    """延期: whether, how often and by how much the time for handling may be extended.

    Attributes:
        allowed: False where the place forbids extensions in principle.
        max_times: how often in the life of an order.
        max_each: the longest single extension, or None.
        max_total: the longest sum of extensions, or None.
        within_original: whether the sum may not exceed the original limit.
        before_expiry: whether it must be asked before the due moment.
    """

    allowed: bool = True
    max_times: int = 2
    max_each: TimeLimit | None = None
    max_total: TimeLimit | None = None
    within_original: bool = False
    before_expiry: bool = True

    def most_in_total(self, original: TimeLimit) -> TimeLimit | None:
        """The longest sum of extensions when the handling limit is ``original``; None for no bound."""
        return original if self.within_original else self.max_total


@dataclass(frozen=True)
class ReturnRule:
    """退单: how often an order may be sent back, and whether the unit is heard when it is refused.

    How long the right lasts is the clock ``ClockKind.RETURN_REQUEST``. Three by default, as the third return
    brings a conference (转办≥3 单位无人牵头, 巴彦淖尔).
    """

    max_times: int = 3
    heard: bool = True


@dataclass(frozen=True)
class CallbackRule:
    """回访: how many attempts on different days count as "could not be reached".

    Attributes:
        attempts: after so many in vain the citizen counts as called.
        days_apart: days between two attempts.
    """

    attempts: int = 3
    days_apart: int = 1


@dataclass(frozen=True)
class ReworkRule:
    """重办: after how many reworks an order becomes a problem order (问题工单, supervised from above)."""

    problem_after: int = 3


@dataclass(frozen=True)
class Pack:
    """One place's time limits and the rules around them.

    Attributes:
        code: stable name in data, such as ``sichuan_2025``.
        name: what people read.
        source: the document it comes from.
        effective_from: since when the source applies.
        note: what the source does not say and this product filled in.
        limits: lines in order; the first that suits wins.
        unit_approval: whether a unit's leader must approve its replies (审签).
    """

    code: str
    name: str
    source: str
    effective_from: date
    note: str
    limits: tuple[LimitRow, ...]
    extension: ExtensionRule = field(default_factory=ExtensionRule)
    returns: ReturnRule = field(default_factory=ReturnRule)
    callback: CallbackRule = field(default_factory=CallbackRule)
    rework: ReworkRule = field(default_factory=ReworkRule)
    unit_approval: bool = True

    def limit_for(self, clock: ClockKind, *, nature: Nature, urgency: Urgency) -> LimitRow | None:
        """The line for such an appeal, or None when the pack sets no limit for the clock."""
        for row in self.limits:
            if row.clock == clock and row.suits(nature=nature, urgency=urgency):
                return row
        return None


def reach_of(limits: Sequence[LimitRow]) -> tuple[frozenset[Nature], ...]:
    """For each line the natures for which it ever applies; empty when earlier lines suit all it is for."""
    reached: list[set[Nature]] = [set() for _ in limits]
    for clock, nature, urgency in product(ClockKind, Nature, Urgency):
        suiting = (
            index
            for index, row in enumerate(limits)
            if row.clock is clock and row.suits(nature=nature, urgency=urgency)
        )
        if (first := next(suiting, None)) is not None:
            reached[first].add(nature)
    return tuple(frozenset(natures) for natures in reached)


def check_pack(pack: Pack) -> None:
    """Refuse a pack that cannot be worked by.

    Raises:
        InvalidInput: no code or name; an appeal without a time for handling or for rework, which no work list
            would show; a line that never applies; an urgent appeal measured in working time; a count that
            makes no sense.
    """
    if not _CODE.fullmatch(pack.code) or not pack.name.strip():
        raise _wrong(
            "code", "时限方案须有代码（小写字母、数字、下划线）和名称。", "A pack needs a code and a name."
        )
    for nature, urgency in product(Nature, Urgency):
        _check_handling(pack, nature, urgency)
    for row, natures in zip(pack.limits, reach_of(pack.limits), strict=True):
        if not natures:
            raise _wrong("limits", f"“{row}”永远不会用到。", f"The line “{row}” never applies.")
    counts = (pack.extension.max_times, pack.returns.max_times, pack.callback.days_apart)
    if min(counts) < 0 or min(pack.callback.attempts, pack.rework.problem_after) < 1:
        raise _wrong("limits", "次数不能为负，回访、重办至少一次。", "Counts are not negative.")


def _check_handling(pack: Pack, nature: Nature, urgency: Urgency) -> None:
    label = f"{NATURE_LABELS[nature]}/{URGENCY_LABELS[urgency]}"
    row = pack.limit_for(ClockKind.HANDLE, nature=nature, urgency=urgency)
    if row is None:
        raise _wrong("limits", f"“{label}”没有办理时限。", f"“{label}” has no time for handling.")
    if pack.limit_for(ClockKind.REWORK, nature=nature, urgency=urgency) is None:
        raise _wrong("limits", f"“{label}”没有重办时限。", f"“{label}” has no time for rework.")
    if urgency is not Urgency.NORMAL and row.limit.measure not in NATURAL:
        raise _wrong("limits", f"“{label}”的办理时限须按自然时计。", f"“{label}” runs in natural time.")


def _wrong(where: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=where, reason_zh=zh, reason_en=en)
