"""How far two inspectors agree who scored the same things without knowing of each other. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiesu.oversight.replies.measuring import kappa

Given = tuple[int, Mapping[str, int]]
"""A score, and what was taken off by item."""


@dataclass(frozen=True)
class Pair:
    """Two scorings of one thing by one version of a form, and whether each passed it."""

    first: Given
    second: Given
    passed: tuple[bool, bool]
    form: int


@dataclass(frozen=True)
class Agreement:
    """How far they agree.

    Attributes:
        pairs: how many things were scored twice.
        same_verdict: how many of them both passed, or both failed.
        kappa: agreement of the verdicts beyond chance; None where it cannot be told.
        mean_difference: of the two scores, in points.
        within_five: how many pairs of scores lie at most five points apart.
        items: by item, how many pairs took off the same, of how many in which either took off anything.
    """

    pairs: int
    same_verdict: int
    kappa: float | None
    mean_difference: float | None
    within_five: int
    items: Mapping[str, tuple[int, int]]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """The figures of calibration 评分一致性."""
    gaps = [abs(pair.first[0] - pair.second[0]) for pair in pairs]
    one, other = [pair.passed[0] for pair in pairs], [pair.passed[1] for pair in pairs]
    return Agreement(
        pairs=len(pairs),
        same_verdict=sum(1 for a, b in zip(one, other, strict=True) if a == b),
        kappa=kappa(one, other),
        mean_difference=round(sum(gaps) / len(gaps), 2) if gaps else None,
        within_five=sum(1 for gap in gaps if gap <= 5),
        items=_items(pairs),
    )


def _items(pairs: Sequence[Pair]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for pair in pairs:
        one, other = pair.first[1], pair.second[1]
        for code in sorted({*one, *other}):
            same, of = found.get(code, (0, 0))
            found[code] = (same + (one.get(code, 0) == other.get(code, 0)), of + 1)
    return found
