"""What a callback concludes: pure rules.

Source: dissatisfaction for the unit's own reasons leads to rework, for reasons of policy to an explanation
(domain of 重办: 主观原因/客观原因); an unreached citizen leaves the round open.
"""

from dataclasses import dataclass

from jiesu.workorders.states import Resolution, Satisfaction

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
