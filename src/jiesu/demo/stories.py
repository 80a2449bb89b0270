"""The stories that appeals are told from: what happens in a city, told on the telephone or in a letter."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from jiesu.demo.tables import stories_on_file
from jiesu.demo.topics import topic_named
from jiesu.demo.voice import Options


class Route(StrEnum):
    """What becomes of an appeal at the desk."""

    DISPATCH = "dispatch"
    DIRECT = "direct"
    TRANSFER = "transfer"
    GUIDE = "guide"
    INVALID = "invalid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a unit found and did, and what the citizen is told."""

    done: Options
    answer: Options


@dataclass(frozen=True, kw_only=True, slots=True)
class Unhappy:
    """Why the citizen does not accept the result, and what the second round brings."""

    said: Options
    outcome: Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """A unit that the order may wrongly go to first, why it is not its duty, and who it is then."""

    unit: str
    why: Options
    then: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One kind of appeal.

    Attributes:
        topic: code of a third-level topic.
        place: kind of place it happens at, ``none`` when the place does not matter.
        target: for a transfer or guidance, where to.
        phone: how an operator writes it down; ``letter`` is how a citizen writes, empty when nobody would.
        slots: fillings of its own.
        months: months in which it happens, empty for all.
        hours: hours at which it is reported, empty for the ordinary day.
        shared: whether several people report the same thing.
        lead: the leading unit where the duty catalogue's entry is not meant.
    """

    key: str
    nature: str
    topic: str
    weight: int
    place: str
    route: Route
    target: str
    urgency: str
    titles: Options
    phone: Options
    letter: Options
    slots: Mapping[str, Options]
    outcome: Outcome
    unhappy: Unhappy | None
    mistake: Mistake | None
    extension: Options
    suspension: Options
    dispute: Options
    lead: str
    secret: bool
    shared: bool
    months: tuple[int, ...]
    hours: tuple[int, ...]


@cache
def stories() -> tuple[Story, ...]:
    """All stories."""
    return tuple(_story(entry) for entry in stories_on_file())


def _story(entry: Mapping[str, Any]) -> Story:
    return Story(
        key=entry["key"],
        nature=entry["nature"],
        topic=topic_named(entry["topic"]).code,
        weight=entry["w"],
        place=entry["place"],
        route=Route(entry.get("route", "dispatch")),
        target=entry.get("target", ""),
        urgency=entry.get("urgency", "normal"),
        titles=entry["titles"],
        phone=entry["phone"],
        letter=entry.get("letter", []),
        slots={**entry.get("local", {}), **entry.get("slots", {})},
        outcome=Outcome(done=entry.get("done", []), answer=entry["answer"]),
        unhappy=_unhappy(entry.get("sad")),
        mistake=_mistake(entry.get("wrong")),
        extension=entry.get("wait", []),
        suspension=entry.get("hang", []),
        dispute=entry.get("dispute", []),
        lead=entry.get("lead", ""),
        secret=entry.get("secret", False),
        shared=entry.get("shared", False),
        months=tuple(entry.get("months", ())),
        hours=tuple(entry.get("hours", ())),
    )


def _unhappy(entry: Mapping[str, Any] | None) -> Unhappy | None:
    if entry is None:
        return None
    return Unhappy(said=entry["said"], outcome=Outcome(done=entry["done"], answer=entry["answer"]))


def _mistake(entry: Mapping[str, Any] | None) -> Mistake | None:
    if entry is None:
        return None
    return Mistake(unit=entry["unit"], why=entry["why"], then=entry.get("then", ""))
