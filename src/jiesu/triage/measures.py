"""How good suggestions are: figures of classification, of confidence, and of groups. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np

from jiesu.triage.arrays import Floats, Integers


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassFigures:
    """One class: how many truly are, share of the suggested that are right, share of the true found."""

    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What ``evaluate`` reports; every share is between 0 and 1."""

    rows: int
    accuracy: float
    macro_f1: float
    top3: float
    expected_calibration_error: float
    coverage_at_95_precision: float
    classes: dict[str, ClassFigures]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def figures(probabilities: Floats, truth: Integers, *, names: Sequence[str]) -> Figures:
    """Compare the probabilities (a row a text, a column a class) with the true class numbers.

    A truth of -1 is a class that the model does not know: always wrong, never in a class's row.
    """
    guess = probabilities.argmax(axis=1)
    classes = {
        name: _of_class(guess == number, truth == number)
        for number, name in enumerate(names)
        if (truth == number).any() or (guess == number).any()
    }
    present = [
        figure
        for number, name in enumerate(names)
        if (figure := classes.get(name)) and (truth == number).any()
    ]
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
    confidence = probabilities.max(axis=1)
    right = guess == truth
    return Figures(
        rows=len(truth),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([figure.f1 for figure in present])) if present else 0.0,
        top3=float((best == truth[:, None]).any(axis=1).mean()),
        expected_calibration_error=calibration_error(confidence, right),
        coverage_at_95_precision=coverage(confidence, right, precision=0.95),
        classes=classes,
    )


def _of_class(guessed: np.ndarray, true: np.ndarray) -> ClassFigures:
    both = int((guessed & true).sum())
    precision = both / int(guessed.sum()) if guessed.any() else 0.0
    recall = both / int(true.sum()) if true.any() else 0.0
    total = precision + recall
    return ClassFigures(
        rows=int(true.sum()),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / total if total else 0.0,
    )


def calibration_error(confidence: Floats, right: np.ndarray, *, bins: int = 15) -> float:
    """Mean distance between confidence and share right over equally wide bins, weighted by rows."""
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_of, confidence - right, minlength=bins)
    return float(np.abs(gaps).sum() / max(1, len(confidence)))


def coverage(confidence: Floats, right: np.ndarray, *, precision: float) -> float:
    """The largest share, surest first, of which ``precision`` are right; equally sure go together."""
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(ranked[1:] < ranked[:-1], True)
    good = np.flatnonzero((share >= precision) & ends)
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class PairFigures:
    """How well groups agree with labelled issues, counted over pairs of labelled rows."""

    pairwise_precision: float
    pairwise_recall: float
    pairwise_f1: float


def pair_figures(group_of: Mapping[str, int], issue_of: Mapping[str, str]) -> PairFigures:
    """Pairs of labelled rows: together in a group against together in an issue."""
    rows = [row for row in issue_of if row in group_of]
    together = same = both = 0
    for first, second in combinations(rows, 2):
        grouped, true = group_of[first] == group_of[second], issue_of[first] == issue_of[second]
        together += grouped
        same += true
        both += grouped and true
    precision = both / together if together else 0.0
    recall = both / same if same else 0.0
    total = precision + recall
    return PairFigures(
        pairwise_precision=precision,
        pairwise_recall=recall,
        pairwise_f1=2 * precision * recall / total if total else 0.0,
    )
