"""Quality inspection 质检: score forms, what a scoring comes to, and when somebody is coached. Pure rules.

Sources: the items and weights of the forms that ship are after a published call-centre form (语音语调10
服务礼仪10 热情耐心20 …) and the fatal items 泄密、辱骂、擅自挂机、乱承诺. Other figures are ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from jiesu.core.errors import InvalidInput

FULL = 100
"""Points of a whole form: the weights of its items that are not fatal add up to this."""

APPEAL_WITHIN = timedelta(days=7)
"""How long after a scoring the person scored may appeal; this product's own."""

COACHED_FROM = 2
"""Deductions on one item within :data:`COACHED_WITHIN` from which a person is put on the coaching list."""

COACHED_WITHIN = timedelta(days=90)


class Subject(StrEnum):
    """What is inspected 质检对象."""

    ORDER = "order"
    REPLY = "reply"
    RECORDING = "recording"


SUBJECT_LABELS: dict[Subject, str] = {
    Subject.ORDER: "工单",
    Subject.REPLY: "答复",
    Subject.RECORDING: "录音",
}


class InspectionState(StrEnum):
    """Where a task of inspection stands 质检状态."""

    WAITING = "waiting"
    SCORED = "scored"
    APPEALED = "appealed"
    SETTLED = "settled"


INSPECTION_STATE_LABELS: dict[InspectionState, str] = {
    InspectionState.WAITING: "待评分",
    InspectionState.SCORED: "已评分",
    InspectionState.APPEALED: "申诉中",
    InspectionState.SETTLED: "申诉已裁定",
}
COUNTING = (InspectionState.SCORED, InspectionState.APPEALED, InspectionState.SETTLED)
"""States in which there is a score."""


class AppealState(StrEnum):
    """How an appeal against a score stands 申诉状态."""

    PENDING = "pending"
    UPHELD = "upheld"
    REFUSED = "refused"


APPEAL_STATE_LABELS: dict[AppealState, str] = {
    AppealState.PENDING: "待裁定",
    AppealState.UPHELD: "申诉成立",
    AppealState.REFUSED: "维持原分",
}


@dataclass(frozen=True, kw_only=True)
class FormItem:
    """One item of a score form.

    Attributes:
        code, label: the item.
        points: the most that may be taken off; 0 for a fatal item.
        is_fatal: whether it alone makes the score nothing 一票否决.
        guidance: when how much is taken off.
    """

    code: str
    label: str
    points: int = 0
    is_fatal: bool = False
    guidance: str = ""


@dataclass(frozen=True, kw_only=True)
class FormContent:
    """A score form: what is inspected by it, from which score it is passed, and its items."""

    code: str
    name: str
    subject: Subject
    pass_mark: int
    items: tuple[FormItem, ...]


@dataclass(frozen=True)
class Mark:
    """What was taken off for an item, and why; for a fatal item 1 when it happened."""

    lost: int
    comment: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a scoring comes to."""

    score: int
    is_fatal: bool
    is_passed: bool


def check_form(content: FormContent) -> None:
    """Go on only with a form that can be scored by.

    Raises:
        InvalidInput: weights that do not add up, items without a name or twice, a pass mark out of range.
    """
    codes = [item.code for item in content.items]
    if len(set(codes)) != len(codes):
        raise _wrong("items", "评分项的代码重复。", "Two items have the same code.")
    if not all(item.code and item.label.strip() for item in content.items):
        raise _wrong("items", "每个评分项都要有代码和名称。", "Every item needs a code and a name.")
    if any(item.points < 1 for item in content.items if not item.is_fatal):
        raise _wrong("items", "评分项的分值至少为 1。", "An item weighs at least 1.")
    if any(item.points for item in content.items if item.is_fatal):
        raise _wrong("items", "一票否决项没有分值。", "A fatal item has no weight.")
    total = sum(item.points for item in content.items)
    if total != FULL:
        raise _wrong(
            "items", f"各项分值合计 {total}，应为 100。", f"The weights add up to {total}, not to 100."
        )
    if not 1 <= content.pass_mark <= FULL:
        raise _wrong("pass_mark", "合格分应在 1 到 100 之间。", "The pass mark lies between 1 and 100.")


def outcome_of(items: Sequence[FormItem], marks: Mapping[str, Mark], *, pass_mark: int) -> Outcome:
    """The score: a hundred less what was taken off; nothing at all when a fatal item happened.

    Raises:
        InvalidInput: an item that the form does not have, more than its points, or a deduction without why.
    """
    known = {item.code: item for item in items}
    for code, mark in marks.items():
        _check_mark(known.get(code), mark, code)
    fatal = any(marks[item.code].lost for item in items if item.is_fatal and item.code in marks)
    lost = sum(mark.lost for code, mark in marks.items() if not known[code].is_fatal)
    score = 0 if fatal else FULL - lost
    return Outcome(score, fatal, score >= pass_mark)


def _check_mark(item: FormItem | None, mark: Mark, code: str) -> None:
    if item is None:
        raise _wrong("marks", f"评分表没有“{code[:40]}”这一项。", f"The form has no item {code[:40]}.")
    most = 1 if item.is_fatal else item.points
    if not 0 <= mark.lost <= most:
        raise _wrong(
            f"lost_{code}",
            f"“{item.label}”至多扣 {most} 分。",
            f"At most {most} points come off “{item.label}”.",
        )
    if mark.lost and not mark.comment.strip():
        raise _wrong(
            f"comment_{code}",
            f"“{item.label}”扣了分，请写明原因。",
            f"Say why points came off “{item.label}”.",
        )


def repeated(deductions: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """Items on which a person lost points often enough to be coached: how often, and how many points."""
    found: dict[str, tuple[int, int]] = {}
    for code, lost in deductions:
        if lost > 0:
            times, points = found.get(code, (0, 0))
            found[code] = (times + 1, points + lost)
    return {code: sums for code, sums in found.items() if sums[0] >= COACHED_FROM}


def _wrong(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=field, reason_zh=zh, reason_en=en)
