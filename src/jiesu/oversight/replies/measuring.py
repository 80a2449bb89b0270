"""How well the rules agree with people who labelled replies by the rubric. Pure arithmetic."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Half(StrEnum):
    """Which labels are measured on: those the rules were tuned on, or the others 标注分半."""

    TUNE = "tune"
    REPORT = "report"


def half_of(row_id: str) -> Half:
    """The half that a row belongs to, for ever: by the checksum of its id."""
    return (Half.TUNE, Half.REPORT)[zlib.crc32(row_id.encode()) % 2]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The rules beside the labels; shares are between 0 and 1, or None where there is nothing to share.

    Attributes:
        rows, perfunctory: how many replies, and how many of them people called perfunctory.
        found, right: how many the rules called so, and how many of these rightly.
        precision, recall, f1: of "perfunctory".
        kappa: agreement of rules and labels beyond chance (Cohen).
        score_order: how often a perfunctory reply has the lower score of a pair; ties count half.
        mean_score, mean_score_perfunctory: of the replies that are not, and of those that are.
        missed, wrong: ids that the rules did not find, and found wrongly.
    """

    rows: int
    perfunctory: int
    found: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None
    kappa: float | None
    score_order: float | None
    mean_score: float | None
    mean_score_perfunctory: float | None
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def measured(labels: Mapping[str, bool], judged: Mapping[str, tuple[bool, int]]) -> Measured:
    """Compare what the rules said of each reply (perfunctory, score) with its label."""
    ids = [row_id for row_id in labels if row_id in judged]
    truth = [labels[row_id] for row_id in ids]
    guess = [judged[row_id][0] for row_id in ids]
    right = sum(1 for one, other in zip(truth, guess, strict=True) if one and other)
    low = [judged[row_id][1] for row_id in ids if labels[row_id]]
    high = [judged[row_id][1] for row_id in ids if not labels[row_id]]
    precision, recall = _share(right, sum(guess)), _share(right, sum(truth))
    return Measured(
        rows=len(ids),
        perfunctory=sum(truth),
        found=sum(guess),
        right=right,
        precision=precision,
        recall=recall,
        f1=_share(2 * right, sum(guess) + sum(truth)),
        kappa=kappa(truth, guess),
        score_order=_order(low, high),
        mean_score=_share(sum(high), len(high)),
        mean_score_perfunctory=_share(sum(low), len(low)),
        missed=tuple(i for i in ids if labels[i] and not judged[i][0]),
        wrong=tuple(i for i in ids if judged[i][0] and not labels[i]),
    )


def kappa(one: Sequence[object], other: Sequence[object]) -> float | None:
    """Cohen's kappa of two people's labels of the same things: 1 full agreement, 0 no more than chance.

    None where both use one and the same label throughout, so that chance explains everything.
    """
    if not one:
        return None
    total = len(one)
    agreed = sum(1 for a, b in zip(one, other, strict=True) if a == b) / total
    chance = sum(one.count(label) * other.count(label) for label in {*one, *other}) / total**2
    return None if chance == 1 else round((agreed - chance) / (1 - chance), 4)


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _order(low: Sequence[int], high: Iterable[int]) -> float | None:
    pairs = [(one, other) for one in low for other in high]
    return _share(sum((one < other) + 0.5 * (one == other) for one, other in pairs), len(pairs))
