"""The detours that a life may take on its way, and how often."""

import random
from collections.abc import Iterable
from enum import StrEnum

from jiesu.demo.stories import Story


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
    WITHDRAWN = "withdrawn"


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
    Trait.WITHDRAWN: 0.012,
}
_OF_THE_STORY = {Trait.MISTAKE: 0.25, Trait.DISPUTE: 0.2, Trait.EXTENSION: 0.2, Trait.SUSPENSION: 0.15}


def traits_of(story: Story, *, chance: random.Random, forced: Iterable[Trait] = ()) -> frozenset[Trait]:
    """Which detours a life takes: by the ordinary shares, the story's, and the ``forced`` ones that fit."""
    written = {
        Trait.MISTAKE: bool(story.mistake),
        Trait.DISPUTE: bool(story.dispute),
        Trait.EXTENSION: bool(story.extension),
        Trait.SUSPENSION: bool(story.suspension),
    }
    shares = {**_SHARES, **{trait: _OF_THE_STORY[trait] for trait, known in written.items() if known}}
    unfit = _unfit(story.nature, story.urgency)
    wanted = frozenset(forced) - unfit
    drawn = {trait for trait in Trait if chance.random() < shares[trait]} - unfit | wanted
    return frozenset(_sensible(drawn, forced=wanted))


def _unfit(nature: str, urgency: str = "normal") -> frozenset[Trait]:
    if nature == "praise":
        return frozenset(Trait) - {Trait.ALONE}
    slow = {Trait.EXTENSION, Trait.EXTENSION_REFUSED, Trait.SUSPENSION, Trait.SUSPENSION_REFUSED}
    hard = {Trait.FINAL_ANSWER, Trait.FINAL_REFUSED, Trait.POLICY, Trait.UNHAPPY_THRICE}
    unfit = (slow if urgency != "normal" else set()) | (
        hard | slow if nature in ("consultation", "suggestion") else set()
    )
    return frozenset(unfit)


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
    {Trait.UNHAPPY, Trait.UNHAPPY_THRICE},
    {Trait.POLICY, Trait.UNREACHED, Trait.FINAL_ANSWER, Trait.FINAL_REFUSED},
    {Trait.EXCLUSION, Trait.EXCLUSION_REFUSED},
    {Trait.WITHDRAWN, Trait.REOPENED},
)
