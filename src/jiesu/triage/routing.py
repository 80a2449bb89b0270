"""Which unit a matter belongs to: the duty catalogue, what units kept and returned, and the centre's rules.

For each likely topic, the unit of the duty catalogue counts as much as some orders that it kept; every order
that a unit kept speaks for it, every one that it returned against it. A rule of the centre goes before all
that, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jiesu.triage.reasons import Reason, Why, told

BY_RULE, BY_DUTY, BY_HISTORY = "rule", "duty", "history"
_DUTY_COUNTS = 8.0
"""A line of the duty catalogue counts like so many orders that a unit kept."""

_DOUBT = 1.0
_RULE_CHANCE = 0.97
_MOST = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """Whose duty a topic is by the catalogue."""

    lead: int
    assists: tuple[int, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many orders of a topic a unit was given, and how many of them it returned."""

    unit: int
    given: int
    returned: int

    @property
    def kept(self) -> int:
        """Orders that it did not return."""
        return self.given - self.returned


@dataclass(frozen=True, slots=True)
class Likely:
    """A topic that the matter may be, with what is known for it; ``chance`` from 0 to 1."""

    topic: str
    chance: float
    duty: Duty | None = None
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitAdvice:
    """A unit that may lead.

    Attributes:
        unit: its key.
        chance: how likely it is the right one, 0 to 1.
        assists: units that the catalogue or the rule names beside it.
        reasons: why, the weightiest first.
        basis: the legal basis that the catalogue names.
        origin: ``rule``, ``duty`` or ``history``, whichever spoke most.
        rule: key of the rule, if one decided.
    """

    unit: int
    chance: float
    reasons: tuple[Reason, ...]
    origin: str
    assists: tuple[int, ...] = ()
    basis: str = ""
    rule: int | None = None

    @property
    def reason(self) -> str:
        """The reasons as one line in Chinese; delivery renders them itself."""
        return told(self.reasons)


@dataclass(slots=True)
class _Case:
    """What speaks for one unit over all topics."""

    chance: float = 0.0
    kept: int = 0
    given: int = 0
    duties: list[Duty] = field(default_factory=list)


def units_for(likely: Sequence[Likely]) -> list[UnitAdvice]:
    """The three units that are likeliest to be right, the likeliest first.

    What no topic is likely for stays unsaid: the chances add up to no more than those of the topics.
    """
    cases: dict[int, _Case] = {}
    for topic in likely:
        weights = _weights(topic)
        whole = sum(weights.values()) + _DOUBT
        for unit, weight in weights.items():
            cases.setdefault(unit, _Case()).chance += topic.chance * weight / whole
        for tally in topic.tallies:
            if tally.unit in cases:
                cases[tally.unit].kept += tally.kept
                cases[tally.unit].given += tally.given
        if topic.duty is not None:
            cases[topic.duty.lead].duties.append(topic.duty)
    ranked = sorted(cases.items(), key=lambda item: (-item[1].chance, item[0]))
    return [_advice(unit, case) for unit, case in ranked[:_MOST] if case.chance > 0]


def by_rule(unit: int, *, assists: Sequence[int], rule: int, name: str) -> UnitAdvice:
    """What a rule of the centre decides."""
    why = (Reason(Why.OWN_RULE, {"rule": (name,)}),)
    return UnitAdvice(unit, _RULE_CHANCE, why, BY_RULE, tuple(assists), "", rule)


def with_rule(advice: Sequence[UnitAdvice], ruled: UnitAdvice | None) -> list[UnitAdvice]:
    """The advice with the rule's unit first, whatever else spoke for it."""
    if ruled is None:
        return list(advice)[:_MOST]
    return [ruled, *(one for one in advice if one.unit != ruled.unit)][:_MOST]


def may_go_alone(advice: Sequence[UnitAdvice], *, topic_chance: float, threshold: float | None) -> bool:
    """Whether an order may be dispatched without a person: topic and unit together are sure enough."""
    if threshold is None or not advice:
        return False
    return topic_chance >= threshold and advice[0].chance >= threshold


def _weights(likely: Likely) -> dict[int, float]:
    """How much speaks for each unit, in orders kept."""
    tallies: Mapping[int, Tally] = {tally.unit: tally for tally in likely.tallies}
    units = set(tallies) | ({likely.duty.lead} if likely.duty else set())
    weights = {}
    for unit in units:
        tally = tallies.get(unit, Tally(unit, 0, 0))
        duty = _DUTY_COUNTS if likely.duty and likely.duty.lead == unit else 0.0
        acceptance = (tally.kept + 2.0) / (tally.given + 2.0)
        weights[unit] = (tally.kept + duty) * acceptance**2
    return weights


def _advice(unit: int, case: _Case) -> UnitAdvice:
    returned = case.given - case.kept
    why = [Reason(Why.DUTY)] if case.duties else []
    if case.given:
        why.append(Reason(Why.KEPT, {"given": case.given, "returned": returned}))
    return UnitAdvice(
        unit=unit,
        chance=round(min(case.chance, 0.99), 3),
        reasons=tuple(why) or (Reason(Why.BY_DUTY),),
        origin=BY_DUTY if case.duties else BY_HISTORY,
        assists=case.duties[0].assists if case.duties else (),
        basis=case.duties[0].basis if case.duties else "",
    )
