"""What the citizen said, what is wanting in it, and what follows: pure rules."""

from dataclasses import dataclass

from jiesu.oversight.callback_states import CallbackWay, Fault, Verdict, WhyNot
from jiesu.workorders.callbacks import NEGATIVE, CallbackAnswers
from jiesu.workorders.states import Resolution, Satisfaction

FAULT_OF: dict[WhyNot, Fault] = {
    WhyNot.NOT_CONTACTED: Fault.UNIT,
    WhyNot.NOT_SOLVED: Fault.UNIT,
    WhyNot.UNTRUE: Fault.UNIT,
    WhyNot.SLOW: Fault.UNIT,
    WhyNot.ATTITUDE: Fault.UNIT,
    WhyNot.UNCLEAR: Fault.UNIT,
    WhyNot.POLICY: Fault.POLICY,
    WhyNot.CONDITIONS: Fault.POLICY,
    WhyNot.UNREASONABLE: Fault.UNREASONABLE,
}
"""Whose doing a reason usually is; proposed to the caller, who decides. ``OTHER`` proposes nothing."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one citizen said, question by question.

    Attributes:
        contacted: whether the unit had contacted the citizen.
        truthful: whether what the unit wrote is true.
        resolution: whether the matter is settled.
        satisfaction: one of five levels.
        why_not: why the citizen is not satisfied.
        fault: whose doing that is, as the caller judges; None when nobody has judged.
        words: the citizen's own.
        explanation: what the caller explained, where policy is the reason.
    """

    satisfaction: Satisfaction
    contacted: bool | None = None
    truthful: bool | None = None
    resolution: Resolution | None = None
    why_not: tuple[WhyNot, ...] = ()
    fault: Fault | None = None
    words: str = ""
    explanation: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether something is left to be done or said: untrue, unresolved or not satisfied."""
        return (
            self.truthful is False
            or self.resolution is Resolution.UNRESOLVED
            or self.satisfaction in NEGATIVE
        )

    def answers(self) -> CallbackAnswers:
        """The same in the words of the work orders."""
        return CallbackAnswers(
            reached=True,
            contacted=self.contacted,
            truthful=self.truthful,
            resolution=self.resolution,
            satisfaction=self.satisfaction,
            reason="\n".join(filter(None, (self.words, self.explanation))),
            unit_at_fault=None if not self.is_bad or self.fault is None else self.fault is Fault.UNIT,
        )


@dataclass(frozen=True)
class Wanting:
    """Something that is wanting: the field it is about, and the sentence in both languages."""

    field: str
    zh: str
    en: str


def verdict_of(heard: Heard) -> Verdict:
    """What follows from what was heard."""
    if not heard.is_bad:
        return Verdict.CLOSE
    return {
        None: Verdict.JUDGE,
        Fault.UNIT: Verdict.REWORK,
        Fault.POLICY: Verdict.EXPLAIN,
        Fault.UNREASONABLE: Verdict.APPLY,
    }[heard.fault]


def proposed_fault(why_not: tuple[WhyNot, ...]) -> Fault | None:
    """Whose doing the reasons suggest: the unit's as soon as one of them is."""
    told = {FAULT_OF[reason] for reason in why_not if reason in FAULT_OF}
    return next((fault for fault in Fault if fault in told), None)


def wanting_in(heard: Heard, *, asked_by: CallbackWay) -> Wanting | None:
    """What is wanting before it can be kept, or None.

    A person who asks finds out why and judges whose doing it is; a citizen who answers alone gives a reason.
    """
    if not heard.is_bad:
        return None
    if not heard.why_not and not heard.words:
        return Wanting("why_not", "请选择或写明不满意的原因。", "Choose or write the reason.")
    if asked_by is not CallbackWay.CALL:
        return None
    if heard.fault is None:
        return Wanting("fault", "请判定不满意是谁的原因。", "Judge whose doing it is.")
    if heard.fault is not Fault.UNIT and not heard.explanation:
        return Wanting(
            "explanation",
            "政策原因或不合理诉求，须写明已作的解释。",
            "Write what was explained to the citizen.",
        )
    return None
