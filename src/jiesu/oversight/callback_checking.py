"""Whether two people who called the same citizen heard the same: pure rules.

The figure is the share of calls that agree, with its numerator and denominator, and Cohen's kappa beside it,
since almost everybody being satisfied makes two callers agree by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.oversight.replies.measuring import kappa
from jiesu.workorders.callbacks import NEGATIVE
from jiesu.workorders.states import Resolution, Satisfaction


@dataclass(frozen=True)
class CalledTwice:
    """What the two calls of one order found."""

    first_satisfaction: Satisfaction
    second_satisfaction: Satisfaction
    first_resolution: Resolution | None = None
    second_resolution: Resolution | None = None

    @property
    def agrees(self) -> bool:
        """Whether both heard a satisfied citizen or both did not, and the same about the matter."""
        if (self.first_satisfaction in NEGATIVE) != (self.second_satisfaction in NEGATIVE):
            return False
        return self.first_resolution == self.second_resolution


@dataclass(frozen=True)
class Agreement:
    """How far two rounds of calls agree.

    Attributes:
        agreeing, compared: numerator and denominator.
        kappa: Cohen's kappa of satisfied or not; None when everybody said the same, where it means nothing.
    """

    agreeing: int
    compared: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The share that agrees, or None when nothing was compared."""
        return self.agreeing / self.compared if self.compared else None


def agreement_of(calls: Sequence[CalledTwice]) -> Agreement:
    """The figure over some calls."""
    first = [one.first_satisfaction in NEGATIVE for one in calls]
    second = [one.second_satisfaction in NEGATIVE for one in calls]
    return Agreement(sum(one.agrees for one in calls), len(calls), kappa(first, second))
