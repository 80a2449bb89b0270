"""Bulletins 通报: their levels and periods, and the text that the figures of a period suggest.

Sources: 通报表 (宁国), 榆林's monthly red and black lists. Here the records of the oversight are told: who
was late, urged, supervised and did not answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Whom a bulletin is about."""

    CITY = "city"
    DISTRICT = "district"
    UNIT = "unit"


SCOPE_LABELS: dict[Scope, str] = {
    Scope.CITY: "全市通报",
    Scope.DISTRICT: "区县通报",
    Scope.UNIT: "单位通报",
}


class Period(StrEnum):
    """How often such a bulletin comes."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    AD_HOC = "ad_hoc"


PERIOD_LABELS: dict[Period, str] = {
    Period.WEEKLY: "周通报",
    Period.MONTHLY: "月通报",
    Period.AD_HOC: "专项通报",
}


@dataclass(frozen=True, kw_only=True)
class UnitFigures:
    """What the records of a period say of one unit.

    Attributes:
        unit_id, unit: which.
        urged: how often urged by the ladder or by hand.
        blue, yellow, red: supervision orders issued.
        late_answers: supervision orders answered late, or overdue and not answered.
        entries: entries into ledgers.
        named: orders that a rung named for the bulletin, by number.
    """

    unit_id: int
    unit: str
    urged: int = 0
    blue: int = 0
    yellow: int = 0
    red: int = 0
    late_answers: int = 0
    entries: int = 0
    named: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[int, int, int, int, int]:
        """By what they are put in order, the gravest first."""
        return (self.red, self.yellow, self.late_answers, self.blue, self.entries + self.urged)


def period_of(period: Period, *, today: date) -> tuple[date, date]:
    """The last whole week or month before today; for others the last seven days with today."""
    if period is Period.WEEKLY:
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if period is Period.MONTHLY:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return today - timedelta(days=6), today


def suggested_text(figures: Sequence[UnitFigures], *, since: date, until: date) -> str:
    """The text that is offered to be edited: the sum, then each unit's line, the gravest first."""
    span = f"{since:%Y年%m月%d日}至{until:%Y年%m月%d日}"
    if not figures:
        return f"{span}，没有需要通报的督办事项。"
    sums = [sum(getattr(one, name) for one in figures) for name in ("urged", "blue", "yellow", "red")]
    urged, blue, yellow, red = sums
    head = (
        f"{span}，共催办{urged}次，签发蓝色督办{blue}件、黄色督办{yellow}件、红色督办{red}件。"
        f"逾期未按要求反馈{sum(one.late_answers for one in figures)}件。现将有关情况通报如下："
    )
    lines = [f"{place}. {_line(one)}" for place, one in enumerate(figures, 1)]
    return "\n".join((head, *lines, "请上述单位认真查找原因，限期整改，并将整改情况报热线中心。"))


def _line(one: UnitFigures) -> str:
    parts = (
        (one.urged, "被催办{}次"),
        (one.blue, "蓝色督办{}件"),
        (one.yellow, "黄色督办{}件"),
        (one.red, "红色督办{}件"),
        (one.late_answers, "逾期反馈{}件"),
        (one.entries, "列入问题台账{}件"),
    )
    said = "，".join(text.format(count) for count, text in parts if count)
    named = f"；涉及工单：{'、'.join(one.named)}" if one.named else ""
    return f"{one.unit}：{said or '被点名'}{named}。"
