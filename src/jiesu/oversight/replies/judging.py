"""A reply judged whole: everything that is found in it, and its score."""

from dataclasses import dataclass, field
from datetime import date

from jiesu.oversight.replies.contradiction import Earlier, contradictions
from jiesu.oversight.replies.coverage import unanswered
from jiesu.oversight.replies.elements import missing_elements
from jiesu.oversight.replies.findings import Band, Finding, FindingKind, band_of, score_of
from jiesu.oversight.replies.perfunctory import perfunctory
from jiesu.oversight.replies.privacy import personal_data
from jiesu.oversight.replies.promises import open_promises
from jiesu.oversight.replies.sentences import sentences_of

RULES_VERSION = 1
"""Version of these rules; a stored judgement says by which it was made."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer beside what was asked.

    Attributes:
        title, demand: the appeal.
        answer: what the citizen is to read.
        on: the day of the answer.
        nature: code of the appeal's nature; "" where it is not known.
        earlier: earlier answers to the same appeal.
        known: the citizen's own name and telephone, where they were told.
    """

    title: str
    demand: str
    answer: str
    on: date
    nature: str = ""
    earlier: tuple[Earlier, ...] = ()
    known: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a reply: ``score`` from 0 to 100, and each finding with its words."""

    score: int
    findings: tuple[Finding, ...]

    @property
    def is_perfunctory(self) -> bool:
        """Whether it tells the citizen nothing of their matter."""
        return any(finding.kind is FindingKind.PERFUNCTORY for finding in self.findings)

    @property
    def band(self) -> Band:
        """Where the score lies."""
        return band_of(self.score)


def judge(given: Answered) -> Judgement:
    """Everything that the rules find, the gravest first."""
    sentences = sentences_of(given.answer)
    empty = perfunctory(sentences)
    found = (
        *((empty,) if empty else ()),
        *personal_data(given.answer, known=given.known),
        *contradictions(given.answer, on=given.on, earlier=given.earlier),
        *unanswered(given.title, given.demand, given.answer),
        *open_promises(sentences),
        *missing_elements(given.answer, nature=given.nature),
    )
    return Judgement(score_of(found), found)
