"""What is suggested for one field, with its chances and its reason; the common form of rules and models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jiesu.triage.reasons import Reason, Why, told


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be right, and how likely it is (0 to 1)."""

    value: str
    label: str
    chance: float


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion for one field.

    Attributes:
        value: what is suggested; empty for an honest "don't know".
        label: its name for people.
        chance: how likely it is right.
        reasons: why, the weightiest first.
        others: up to three likely values, the likeliest first, the suggested one among them.
        origin: what made it: ``model``, ``names`` (cold start), ``signs``, or ``nothing``.
    """

    value: str = ""
    label: str = ""
    chance: float = 0.0
    reasons: tuple[Reason, ...] = ()
    others: tuple[Choice, ...] = ()
    origin: str = "nothing"

    @property
    def is_known(self) -> bool:
        """Whether anything is suggested."""
        return bool(self.value)

    @property
    def reason(self) -> str:
        """The reasons as one line in Chinese; delivery renders them itself."""
        return told(self.reasons)


NOTHING = Advice()


class Reader(Protocol):
    """Whatever reads a text and advises on one field."""

    def advise(self, text: str) -> Advice:
        """The advice; never fails, whatever the text is."""


def advice_from(choices: Sequence[Choice], *, doubt_below: float, reason: Reason, origin: str) -> Advice:
    """Advice from choices in any order; the value stays empty where the likeliest is in doubt."""
    best = tuple(sorted(choices, key=lambda one: -one.chance)[:3])
    if not best:
        return NOTHING
    top = best[0]
    if top.chance < doubt_below:
        return Advice(chance=top.chance, reasons=(Reason(Why.UNSURE),), others=best, origin=origin)
    return Advice(top.value, top.label, top.chance, (reason,), best, origin)
