"""What will happen to a dispatched appeal, decided in advance: the units, the detours, everybody's words.

The journey reads a life and acts it out; whatever the rules of the service refuse simply does not happen.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jiesu.demo.duties import duty_for, section_of, township_of, unit_named
from jiesu.demo.stories import Mistake, Outcome, Story
from jiesu.demo.tables import table
from jiesu.demo.traits import Trait
from jiesu.demo.units import UnitRow, units
from jiesu.demo.voice import Options, Voice, dated, days_needed

_DETOURS = tuple(table("detours"))
_OF_POLICY = frozenset({Trait.POLICY, Trait.FINAL_ANSWER, Trait.FINAL_REFUSED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A text in which the day of the visit is still open."""

    text: str

    def on(self, visited: date, *, latest: date | None = None) -> str:
        """The text once the day of the visit, and that of the reply, are known."""
        return dated(self.text, visited, latest=latest)

    @property
    def days(self) -> int:
        """How many days after the visit the reported work was done."""
        return days_needed(self.text)


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
        rounds: handling and calls; another round follows while the last call is bad.
        encore: the round after the order was opened again.
        pace: share of the time for handling that is used up; more than one is late.
        reply_at: when the answer went out in reality, None when the pace decides.
        detours: what is said where a life leaves the straight way, by the name of the words.
    """

    lead: str
    assists: tuple[str, ...]
    delegate: str
    legal_basis: str
    first: tuple[str, str, str] | None
    traits: frozenset[Trait]
    rounds: tuple[Round, ...]
    encore: Round | None
    pace: float
    detours: Mapping[str, str]
    reply_at: datetime | None = None

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
        encore=_encore(story, voice=voice) if Trait.REOPENED in traits else None,
        detours=_detours(story, voice=voice),
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


def _encore(story: Story, *, voice: Voice) -> Round:
    outcome = _next_outcome(story, 1)
    handling, answer = (voice.say(text, strand="encore") for text in (outcome.done, outcome.answer))
    return Round(handling=Words(text=handling), answer=Words(text=answer), calls=(_good(voice),))


def _detours(story: Story, *, voice: Voice) -> dict[str, str]:
    """Words for every detour, those of the story where it has any."""
    generic = table("generic")
    own = {"extension": story.extension, "suspension": story.suspension, "dispute": story.dispute}
    chosen = {name: own.get(name) or generic[name] for name in _DETOURS}
    return {name: voice.say(voice.chance.choice(texts)) for name, texts in chosen.items()}


def _calls(
    story: Story, *, bad: bool, first: bool, traits: frozenset[Trait], voice: Voice
) -> tuple[Call, ...]:
    generic, chance = table("generic"), voice.chance
    if bad:
        said = story.unhappy.said if story.unhappy and first else generic[_kind(story, "unhappy")]
        level = chance.choices(["dissatisfied", "very_dissatisfied"], weights=[4, 1])[0]
        settled = chance.choice(["unresolved", "unresolved", "partly"])
        last = _call(voice, said, satisfaction=level, resolution=settled, fault=True)
    elif traits & _OF_POLICY:
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
