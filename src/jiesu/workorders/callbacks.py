"""What a callback concludes, and which attempts in vain count: pure rules.

Source: dissatisfaction for the unit's own reasons 主观原因 leads to rework, for reasons of policy 客观原因 to
an explanation; an unreached citizen leaves the round open until enough attempts on different days were made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.catalogue.packs import CallbackRule
from jiesu.core.clock import SHANGHAI
from jiesu.workorders.states import Resolution, Satisfaction

WAIVED = "waived"
"""Conclusion of a round in which the centre's rules ask for no call: not sampled, or the citizen declined."""

NEGATIVE = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})


@dataclass(frozen=True, kw_only=True)
class CallbackAnswers:
    """What the citizen said, question by question.

    Attributes:
        reached: whether anybody answered at all; the rest is empty when not.
        contacted: whether the unit had contacted the citizen.
        truthful: whether what the unit wrote is true.
        resolution: whether the matter is settled.
        satisfaction: one of five levels.
        reason: in the citizen's words.
        unit_at_fault: whether a bad result is the unit's doing (and not policy or an unreasonable demand).
    """

    reached: bool
    contacted: bool | None = None
    truthful: bool | None = None
    resolution: Resolution | None = None
    satisfaction: Satisfaction | None = None
    reason: str = ""
    unit_at_fault: bool | None = None


def conclude(answers: CallbackAnswers) -> str:
    """``good``, ``bad`` (rework is due), ``other`` (to be explained), or "" when nobody was reached."""
    if not answers.reached:
        return ""
    negative = (
        answers.truthful is False
        or answers.resolution is Resolution.UNRESOLVED
        or answers.satisfaction in NEGATIVE
    )
    if not negative:
        return "good"
    return "other" if answers.unit_at_fault is False else "bad"


def failed_attempts(moments: Iterable[datetime], rule: CallbackRule) -> int:
    """How many attempts in vain count: each ``rule.days_apart`` days of Shanghai or more after the last one.

    Args:
        moments: when nobody was reached, oldest first.
        rule: the pack's rule of callbacks.
    """
    counted, last = 0, None
    for moment in moments:
        day = moment.astimezone(SHANGHAI).date()
        if last is None or day - last >= timedelta(days=rule.days_apart):
            counted, last = counted + 1, day
    return counted
