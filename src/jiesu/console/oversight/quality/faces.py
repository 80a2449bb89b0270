"""What pages of quality show of a hint and of a score: shape, word and colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiesu.oversight.replies.findings import BAND_LABELS, FINDING_LABELS, Band, FindingKind, band_of
from jiesu.oversight.replies.judging import Judgement

if TYPE_CHECKING:
    from jiesu.oversight.models import ReplyHint

_LAMPS = {Band.GOOD: ("on_time", "●"), Band.FAIR: ("due_soon", "▲"), Band.WEAK: ("overdue", "■")}


@dataclass(frozen=True)
class FindingFace:
    """One finding: what it is called, and the words that led to it."""

    label: str
    words: Sequence[str]


@dataclass(frozen=True)
class HintFace:
    """A judged reply: its score with lamp, shape and word, and its findings."""

    score: int
    lamp: str
    shape: str
    band: str
    findings: Sequence[FindingFace]


def face_of_hint(hint: "ReplyHint") -> HintFace:
    """A stored hint."""
    return _face(hint.score, ((FindingKind(kind), words) for kind, *words in hint.findings))


def face_of_judgement(judgement: Judgement) -> HintFace:
    """What the rules say now."""
    return _face(judgement.score, ((finding.kind, finding.words) for finding in judgement.findings))


def _face(score: int, findings: Iterable[tuple[FindingKind, Sequence[str]]]) -> HintFace:
    band = band_of(score)
    lamp, shape = _LAMPS[band]
    shown = [FindingFace(FINDING_LABELS[kind], words) for kind, words in findings]
    return HintFace(score, lamp, shape, BAND_LABELS[band], shown)
