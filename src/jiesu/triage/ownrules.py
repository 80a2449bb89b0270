"""Rules that a centre writes for itself: what a message says, is about and where it is, decides its unit.

The first rule that fits wins. A rule whose unit has closed or whose topic is gone is failing: it is shown,
and told of whenever it would have decided; it is never passed over in silence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.catalogue.codes import area_stem
from jiesu.triage.reasons import Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnRule:
    """A rule; every condition that is given must hold.

    Attributes:
        key, name: of the rule.
        any_of: words of which one must be said.
        none_of: words of which none may be said.
        natures: natures of which it must be one.
        topic: beginning of the topic's code.
        area: a division in which it must be.
        lead, assists: keys of the units.
    """

    key: int
    name: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    natures: frozenset[str] = frozenset()
    topic: str = ""
    area: str = ""
    lead: int
    assists: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What rules look at; ``lead`` is the unit that a past order went to."""

    text: str
    nature: str = ""
    topic: str = ""
    area: str = ""
    number: str = ""
    lead: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What a rule would have done with past orders.

    Attributes:
        rule: its key.
        fits: orders that it fits.
        decides: orders that it decides, being the first that fits.
        agrees: of those, orders that in the end were with the same unit.
        shadowed_by: key of an earlier rule that fits whatever it fits, so that it can never decide.
        fault: why it is failing; None when it is not.
        examples: numbers of orders that it decides.
    """

    rule: int
    fits: int
    decides: int
    agrees: int
    shadowed_by: int | None
    fault: Reason | None
    examples: tuple[str, ...]


Fault = Callable[[OwnRule], Reason | None]
_EXAMPLES = 5


def fits(rule: OwnRule, matter: Matter) -> bool:
    """Whether every condition of the rule holds."""
    return (
        (not rule.any_of or any(word in matter.text for word in rule.any_of))
        and not any(word in matter.text for word in rule.none_of)
        and (not rule.natures or matter.nature in rule.natures)
        and matter.topic.startswith(rule.topic)
        and (not rule.area or matter.area.startswith(area_stem(rule.area)))
    )


def first_fitting(rules: Iterable[OwnRule], matter: Matter) -> OwnRule | None:
    """The rule that decides, or None."""
    return next((rule for rule in rules if fits(rule, matter)), None)


def covers(one: OwnRule, other: OwnRule) -> bool:
    """Whether ``one`` fits whatever ``other`` fits, as far as their conditions tell."""
    words = not one.any_of or (
        bool(other.any_of) and all(any(said in word for said in one.any_of) for word in other.any_of)
    )
    silence = all(any(word in unsaid or unsaid in word for unsaid in other.none_of) for word in one.none_of)
    natures = not one.natures or (bool(other.natures) and other.natures <= one.natures)
    area = not one.area or (bool(other.area) and area_stem(other.area).startswith(area_stem(one.area)))
    return words and silence and natures and area and other.topic.startswith(one.topic)


def tried(
    rules: Sequence[OwnRule], matters: Iterable[Matter], *, fault: Fault = lambda _: None
) -> list[Trial]:
    """What each rule would have done with past orders, in the order of the rules."""
    counts: dict[int, list[int]] = {rule.key: [0, 0, 0] for rule in rules}
    examples: dict[int, list[str]] = {rule.key: [] for rule in rules}
    for matter in matters:
        _try(rules, matter, counts=counts, examples=examples)
    return [
        Trial(
            rule=rule.key,
            fits=counts[rule.key][0],
            decides=counts[rule.key][1],
            agrees=counts[rule.key][2],
            shadowed_by=next((early.key for early in rules[:at] if covers(early, rule)), None),
            fault=fault(rule),
            examples=tuple(examples[rule.key]),
        )
        for at, rule in enumerate(rules)
    ]


def _try(
    rules: Sequence[OwnRule],
    matter: Matter,
    *,
    counts: Mapping[int, list[int]],
    examples: Mapping[int, list[str]],
) -> None:
    fitting = [rule for rule in rules if fits(rule, matter)]
    for rule in fitting:
        counts[rule.key][0] += 1
    for rule in fitting[:1]:
        counts[rule.key][1] += 1
        counts[rule.key][2] += rule.lead == matter.lead
        if len(examples[rule.key]) < _EXAMPLES and matter.number:
            examples[rule.key].append(matter.number)
