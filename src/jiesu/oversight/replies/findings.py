"""What can be found in a reply, what it costs, and the words that led to it."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a hint on a reply is about 提示种类."""

    PERFUNCTORY = "perfunctory"
    NOT_ANSWERED = "not_answered"
    OPEN_PROMISE = "open_promise"
    CONTRADICTION = "contradiction"
    PERSONAL_DATA = "personal_data"
    NO_UNIT = "no_unit"
    NO_FINDING = "no_finding"
    NO_DEED = "no_deed"
    NO_BASIS = "no_basis"
    NO_CONTACT = "no_contact"


FINDING_LABELS: dict[FindingKind, str] = {
    FindingKind.PERFUNCTORY: "敷衍",
    FindingKind.NOT_ANSWERED: "没有回应诉求",
    FindingKind.OPEN_PROMISE: "承诺没有时间",
    FindingKind.CONTRADICTION: "与前次答复矛盾",
    FindingKind.PERSONAL_DATA: "公开答复含个人信息",
    FindingKind.NO_UNIT: "没有说明由谁办理",
    FindingKind.NO_FINDING: "没有说明查明的情况",
    FindingKind.NO_DEED: "没有说明做了什么",
    FindingKind.NO_BASIS: "没有说明依据",
    FindingKind.NO_CONTACT: "没有联系方式",
}

COSTS: dict[FindingKind, int] = {
    FindingKind.PERFUNCTORY: 45,
    FindingKind.NOT_ANSWERED: 12,
    FindingKind.OPEN_PROMISE: 8,
    FindingKind.CONTRADICTION: 15,
    FindingKind.PERSONAL_DATA: 25,
    FindingKind.NO_UNIT: 4,
    FindingKind.NO_FINDING: 8,
    FindingKind.NO_DEED: 8,
    FindingKind.NO_BASIS: 5,
    FindingKind.NO_CONTACT: 4,
}
"""Points that one finding takes off the hundred that a reply begins with."""

MOST_OF_A_KIND: dict[FindingKind, int] = {
    FindingKind.NOT_ANSWERED: 3,
    FindingKind.OPEN_PROMISE: 2,
    FindingKind.CONTRADICTION: 2,
    FindingKind.PERSONAL_DATA: 2,
}
"""How many findings of a kind cost points; of all other kinds there is one at most."""


class Band(StrEnum):
    """How a reply is placed by its score 质量档次."""

    GOOD = "good"
    FAIR = "fair"
    WEAK = "weak"


BAND_LABELS: dict[Band, str] = {Band.GOOD: "较好", Band.FAIR: "一般", Band.WEAK: "较差"}
GOOD_FROM, FAIR_FROM = 80, 60
"""Scores from which a reply is good, and fair; what lies below is weak."""


@dataclass(frozen=True)
class Finding:
    """One thing about a reply.

    Attributes:
        kind: what it is.
        words: the words of the texts that led to it; none where something is missing altogether.
    """

    kind: FindingKind
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called."""
        return FINDING_LABELS[self.kind]


def band_of(score: int) -> Band:
    """Where a score lies."""
    if score >= GOOD_FROM:
        return Band.GOOD
    return Band.FAIR if score >= FAIR_FROM else Band.WEAK


def score_of(findings: tuple[Finding, ...]) -> int:
    """A hundred less what the findings cost; never below nothing."""
    cost = 0
    for kind, price in COSTS.items():
        count = sum(1 for finding in findings if finding.kind is kind)
        cost += price * min(count, MOST_OF_A_KIND.get(kind, 1))
    return max(0, 100 - cost)
