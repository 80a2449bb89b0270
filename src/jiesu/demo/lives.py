"""What will happen to a dispatched appeal, decided in advance: the units, the detours, everybody's words.

The journey reads a life and acts it out; whatever the rules of the service refuse simply does not happen.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiesu.demo.duties import duty_for, section_of, township_of, unit_named
from jiesu.demo.stories import Mistake, Outcome, Story
from jiesu.demo.tables import table
from jiesu.demo.units import UnitRow, units
from jiesu.demo.voice import Options, Voice, dated


class Trait(StrEnum):
    """A detour that a life may take."""

    MISTAKE = "mistake"
    RETURN_REFUSED = "return_refused"
    DISPUTE = "dispute"
    ASSIST = "assist"
    ALONE = "alone"
    PART_SENT_BACK = "part_sent_back"
    EXTENSION = "extension"
    EXTENSION_REFUSED = "extension_refused"
    SUSPENSION = "suspension"
    SUSPENSION_REFUSED = "suspension_refused"
    LEADER_REJECTS = "leader_rejects"
    SENT_BACK = "sent_back"
    UNHAPPY = "unhappy"
    UNHAPPY_THRICE = "unhappy_thrice"
    POLICY = "policy"
    UNREACHED = "unreached"
    FINAL_ANSWER = "final_answer"
    FINAL_REFUSED = "final_refused"
    EXCLUSION = "exclusion"
    EXCLUSION_REFUSED = "exclusion_refused"
    REOPENED = "reopened"


_SHARES = {
    Trait.MISTAKE: 0.04,
    Trait.RETURN_REFUSED: 0.025,
    Trait.DISPUTE: 0.01,
    Trait.ASSIST: 0.15,
    Trait.ALONE: 0.25,
    Trait.PART_SENT_BACK: 0.04,
    Trait.EXTENSION: 0.05,
    Trait.EXTENSION_REFUSED: 0.012,
    Trait.SUSPENSION: 0.015,
    Trait.SUSPENSION_REFUSED: 0.006,
    Trait.LEADER_REJECTS: 0.04,
    Trait.SENT_BACK: 0.04,
    Trait.UNHAPPY: 0.09,
    Trait.UNHAPPY_THRICE: 0.006,
    Trait.POLICY: 0.03,
    Trait.UNREACHED: 0.06,
    Trait.FINAL_ANSWER: 0.006,
    Trait.FINAL_REFUSED: 0.004,
    Trait.EXCLUSION: 0.012,
    Trait.EXCLUSION_REFUSED: 0.006,
    Trait.REOPENED: 0.006,
}
_OF_THE_STORY = {Trait.MISTAKE: 0.25, Trait.DISPUTE: 0.2, Trait.EXTENSION: 0.2, Trait.SUSPENSION: 0.15}


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A text in which the day of the visit is still open."""

    text: str

    def on(self, visited: date) -> str:
        """The text once the day is known."""
        return dated(self.text, visited)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One attempt to call the citizen back.

    Attributes:
        satisfaction: one of the five levels, empty when nobody was reached.
        resolution: resolved, partly, unresolved, or empty.
        fault: whether a bad result is the unit's doing; None when the result is not bad.
    """

    reached: bool
    said: Words
    satisfaction: str = ""
    resolution: str = ""
    fault: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One round of handling and the calls that follow; another round comes when the last call is bad."""

    handling: Words
    answer: Words
    calls: tuple[Call, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """The whole of it.

    Attributes:
        lead, assists, delegate: codes of units; ``delegate`` is empty when the lead does it alone.
        first: a unit that the order goes to by mistake, with its reason and the reason's code.
        pace: share of each time limit that is used up; more than one is late.
        words: what is said at each detour, by the detour's name.
    """

    lead: str
    assists: tuple[str, ...]
    delegate: str
    legal_basis: str
    first: tuple[str, str, str] | None
    traits: frozenset[Trait]
    rounds: tuple[Round, ...]
    pace: float

    def has(self, trait: Trait) -> bool:
        """Whether the life takes that detour."""
        return trait in self.traits


@dataclass(frozen=True, kw_only=True, slots=True)
class Parties:
    """Who is meant to deal with an appeal."""

    lead: UnitRow
    assists: tuple[str, ...]
    delegate: UnitRow | None
    legal_basis: str

    @property
    def hands(self) -> str:
        """How the people who went there are called."""
        return self.delegate.short if self.delegate else "我单位"


def parties(story: Story, *, area: str, chance: random.Random, then: str = "") -> Parties:
    """The units that the duty catalogue names, or the story where it knows better."""
    duty = duty_for(story.topic, area=area)
    lead = unit_named(then or story.lead or duty.lead, area=area)
    assists = tuple(code for code in duty.assists if code != lead.code)
    return Parties(
        lead=lead,
        assists=assists,
        delegate=_below(lead, topic=story.topic, area=area, chance=chance),
        legal_basis=duty.legal_basis,
    )


def traits_of(story: Story, *, chance: random.Random, forced: Iterable[Trait] = ()) -> frozenset[Trait]:
    """Which detours a life takes: by the ordinary shares, the story's, and the ``forced`` ones that fit."""
    written = {
        Trait.MISTAKE: bool(story.mistake),
        Trait.DISPUTE: bool(story.dispute),
        Trait.EXTENSION: bool(story.extension),
        Trait.SUSPENSION: bool(story.suspension),
    }
    shares = {**_SHARES, **{trait: _OF_THE_STORY[trait] for trait, known in written.items() if known}}
    wanted = frozenset(forced) - _unfit(story)
    drawn = {trait for trait in Trait if chance.random() < shares[trait]} - _unfit(story) | wanted
    return frozenset(_sensible(drawn, forced=wanted))


def _unfit(story: Story) -> frozenset[Trait]:
    if story.nature == "praise":
        return frozenset(Trait) - {Trait.ALONE}
    slow = {Trait.EXTENSION, Trait.EXTENSION_REFUSED, Trait.SUSPENSION, Trait.SUSPENSION_REFUSED}
    hard = {Trait.FINAL_ANSWER, Trait.FINAL_REFUSED, Trait.POLICY, Trait.UNHAPPY_THRICE}
    unfit = (slow if story.urgency != "normal" else set()) | (
        hard | slow if story.nature in ("consultation", "suggestion") else set()
    )
    return frozenset(unfit)


def life_of(story: Story, *, who: Parties, area: str, traits: frozenset[Trait], voice: Voice) -> Life:
    """The life of one appeal, told with the appeal's own voice."""
    return Life(
        lead=who.lead.code,
        assists=who.assists[:2] if Trait.ASSIST in traits else (),
        delegate="" if Trait.ALONE in traits or who.delegate is None else who.delegate.code,
        legal_basis=who.legal_basis,
        first=_mistaken(story, lead=who.lead.code, area=area, traits=traits, voice=voice),
        traits=traits,
        rounds=rounds_of(story, traits=traits, voice=voice),
        pace=_pace(voice.chance),
    )


def rounds_of(story: Story, *, traits: frozenset[Trait], voice: Voice) -> tuple[Round, ...]:
    """The rounds of handling: one, two when the citizen is unhappy, four when thrice so."""
    bad = 3 if Trait.UNHAPPY_THRICE in traits else int(Trait.UNHAPPY in traits)
    outcomes = [_first_outcome(story)] + [_next_outcome(story, number) for number in range(bad)]
    return tuple(
        Round(
            handling=Words(text=voice.say(outcome.done, strand=f"round{number}")),
            answer=Words(text=voice.say(outcome.answer, strand=f"round{number}")),
            calls=_calls(story, bad=number < bad, first=number == 0, traits=traits, voice=voice),
        )
        for number, outcome in enumerate(outcomes)
    )


def _calls(
    story: Story, *, bad: bool, first: bool, traits: frozenset[Trait], voice: Voice
) -> tuple[Call, ...]:
    generic, chance = table("generic"), voice.chance
    if bad:
        said = story.unhappy.said if story.unhappy and first else generic[_kind(story, "unhappy")]
        level = chance.choices(["dissatisfied", "very_dissatisfied"], weights=[4, 1])[0]
        settled = chance.choice(["unresolved", "unresolved", "partly"])
        last = _call(voice, said, satisfaction=level, resolution=settled, fault=True)
    elif Trait.POLICY in traits:
        last = _call(
            voice,
            generic["unhappy_policy"],
            satisfaction="dissatisfied",
            resolution="unresolved",
            fault=False,
        )
    elif Trait.UNREACHED in traits:
        return tuple(_missed(chance) for _ in range(3))
    else:
        last = _good(voice)
    return (*(_missed(chance) for _ in range(chance.choices([0, 1, 2], weights=[78, 16, 6])[0])), last)


def _good(voice: Voice) -> Call:
    level = voice.chance.choices(["very_satisfied", "satisfied", "fair"], weights=[40, 46, 14])[0]
    fair = level == "fair"
    said = table("generic")["fair" if fair else "happy"]
    return _call(voice, said, satisfaction=level, resolution="partly" if fair else "resolved")


def _call(
    voice: Voice, said: Options, *, satisfaction: str, resolution: str, fault: bool | None = None
) -> Call:
    text = voice.say(said if isinstance(said, str) else voice.chance.choice(said))
    return Call(
        reached=True, said=Words(text=text), satisfaction=satisfaction, resolution=resolution, fault=fault
    )


def _missed(chance: random.Random) -> Call:
    return Call(reached=False, said=Words(text=chance.choice(table("generic")["unreached"])))


def _first_outcome(story: Story) -> Outcome:
    if story.outcome.done:
        return story.outcome
    return Outcome(done=["已电话答复诉求人。"], answer=story.outcome.answer)


def _next_outcome(story: Story, number: int) -> Outcome:
    if story.unhappy and number == 0:
        return story.unhappy.outcome
    again = table("generic")[_kind(story, "again")][number]
    return Outcome(done=again["done"], answer=again["answer"])


def _kind(story: Story, name: str) -> str:
    return f"{name}_advice" if story.nature == "consultation" else name


def _mistaken(
    story: Story, *, lead: str, area: str, traits: frozenset[Trait], voice: Voice
) -> tuple[str, str, str] | None:
    if Trait.MISTAKE not in traits:
        return None
    told = _told_mistake(story.mistake, voice)
    unit = (
        unit_named(story.mistake.unit, area=area).code if story.mistake else _some_other(lead, voice.chance)
    )
    return (unit, *told) if unit != lead else None


def _told_mistake(mistake: Mistake | None, voice: Voice) -> tuple[str, str]:
    if mistake:
        return voice.say(mistake.why), "return_not_ours"
    text, code = voice.chance.choice(table("generic")["mistake"])
    return text, code


def _some_other(lead: str, chance: random.Random) -> str:
    return chance.choice([row.code for row in units() if row.level == 2 and row.code != lead])


def _below(lead: UnitRow, *, topic: str, area: str, chance: random.Random) -> UnitRow | None:
    section, township = section_of(lead, topic=topic), township_of(lead, area=area)
    if section and township:
        return chance.choices([section, township], weights=[2, 3])[0]
    return section or township


def _pace(chance: random.Random) -> float:
    return chance.uniform(1.02, 1.4) if chance.random() < 0.06 else chance.triangular(0.08, 0.97, 0.45)


def _sensible(drawn: set[Trait], *, forced: frozenset[Trait]) -> set[Trait]:
    """Drop detours that exclude each other, keeping the forced ones."""
    order = [trait for trait in Trait if trait in forced] + [trait for trait in Trait if trait not in forced]
    kept: set[Trait] = set()
    for trait in order:
        if trait in drawn and not any({trait, other} <= group for group in _EXCLUSIVE for other in kept):
            kept.add(trait)
    return kept


_EXCLUSIVE = (
    {Trait.MISTAKE, Trait.RETURN_REFUSED, Trait.DISPUTE},
    {Trait.EXTENSION, Trait.EXTENSION_REFUSED},
    {Trait.SUSPENSION, Trait.SUSPENSION_REFUSED},
    {Trait.ALONE, Trait.PART_SENT_BACK},
    {Trait.UNHAPPY, Trait.UNHAPPY_THRICE, Trait.POLICY, Trait.UNREACHED},
    {Trait.FINAL_ANSWER, Trait.FINAL_REFUSED},
    {Trait.EXCLUSION, Trait.EXCLUSION_REFUSED},
)
