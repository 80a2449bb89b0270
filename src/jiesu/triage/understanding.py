"""What is understood of a message: one frozen result, a reason for each advice, and an honest "don't know".

No text makes it fail: nothing, fifty thousand characters, other languages, figures, emoji, orders to a
machine. A message is only ever read, never obeyed.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from jiesu.catalogue.natures import URGENCY_LABELS, Urgency
from jiesu.places.gazetteer import Found, Gazetteer
from jiesu.triage import text as texts
from jiesu.triage.advice import NOTHING, Advice, Choice, Reader
from jiesu.triage.happened import Happened, happened_in
from jiesu.triage.mentions import names_in
from jiesu.triage.reasons import Reason, Why
from jiesu.triage.signs import DANGER_LABELS, DangerSign, dangers_in, urgency_of, wish_for_secrecy
from jiesu.workorders.masking import PersonalNumber, personal_numbers

LONGEST = 4_000
"""Characters of a message that are understood; what comes later repeats."""

_PARTIES = (
    "公司",
    "学校",
    "小学",
    "中学",
    "大学",
    "幼儿园",
    "医院",
    "物业",
    "超市",
    "饭店",
    "工地",
    "银行",
    "工厂",
)
_MOST_PARTIES = 5
_UNSOUND = re.compile("[\ud800-\udfff\\0]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Understanding:
    """What a message seems to be about.

    Attributes:
        nature, topic: what kind of appeal, and its topic.
        urgency: with the signs of danger that ask for it.
        dangers: those signs.
        secrecy: the words of a wish to stay unknown; empty without one.
        place: the division; ``found`` says in which words.
        found: None where no division is named.
        happened: when it happened, if that is told.
        numbers: telephone and identity numbers, to be masked; places in the text as it was given.
        parties: companies, schools and the like that are named.
        was_cut: whether only the beginning was read.
    """

    nature: Advice = NOTHING
    topic: Advice = NOTHING
    urgency: Advice = NOTHING
    dangers: tuple[DangerSign, ...] = ()
    secrecy: str = ""
    place: Advice = NOTHING
    found: Found | None = None
    happened: Happened | None = None
    numbers: tuple[PersonalNumber, ...] = ()
    parties: tuple[str, ...] = ()
    was_cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Readers:
    """What reads: each may be a model, a rule, or absent."""

    nature: Reader | None = None
    topic: Reader | None = None
    gazetteer: Gazetteer | None = None


def understand(message: str, *, told_at: datetime, readers: Readers, address: str = "") -> Understanding:
    """Read a message.

    Args:
        message: what the citizen says, with its title.
        told_at: when, with a time zone.
        readers: what to read it with.
        address: the place as it was told apart from the message, if it was.
    """
    told = sound(message)[:LONGEST]
    dangers = dangers_in(told)
    found = _place(told, sound(address), readers.gazetteer)
    return Understanding(
        nature=readers.nature.advise(told) if readers.nature else NOTHING,
        topic=readers.topic.advise(told) if readers.topic else NOTHING,
        urgency=_urgency(dangers),
        dangers=dangers,
        secrecy=wish_for_secrecy(told),
        place=_placed(found),
        found=found,
        happened=happened_in(told, told_at=told_at),
        numbers=tuple(personal_numbers(told)),
        parties=parties_in(told),
        was_cut=len(message) > LONGEST,
    )


def sound(text: str) -> str:
    """The text without what cannot be stored; every character keeps its place."""
    return _UNSOUND.sub(" ", text[: 2 * LONGEST])


def parties_in(text: str) -> tuple[str, ...]:
    """The companies, schools and the like that a text names, in the order of their names' length."""
    names = [name for name in names_in(texts.pieces(text)) if name.endswith(_PARTIES) and len(name) > 3]
    longest = [name for name in names if not any(name != other and name in other for other in names)]
    return tuple(sorted(longest, key=lambda name: (-len(name), name))[:_MOST_PARTIES])


def _urgency(dangers: tuple[DangerSign, ...]) -> Advice:
    if not dangers:
        return NOTHING
    urgency: Urgency = urgency_of(dangers)
    why = tuple(
        Reason(Why.DANGER, {"danger": DANGER_LABELS[sign.danger], "words": (sign.words,)}) for sign in dangers
    )
    label = URGENCY_LABELS[urgency]
    return Advice(urgency.value, label, 0.8, why, (Choice(urgency.value, label, 0.8),), "signs")


def _place(told: str, address: str, gazetteer: Gazetteer | None) -> Found | None:
    """From the address first; from the message where that says nothing, or only something larger."""
    if gazetteer is None:
        return None
    given = gazetteer.find(address) if address.strip() else None
    if given is not None and len(given.code) > 6:
        return given
    read = gazetteer.find(told)
    if read is None or given is None:
        return given or read
    return read if read.code.startswith(given.code.rstrip("0")) else given


def _placed(found: Found | None) -> Advice:
    if found is None:
        return NOTHING
    label = " ".join(found.names)
    words = tuple(found.words)
    reason = Reason(Why.PLACE_NAMED, {"words": words}) if words else Reason(Why.SEVERAL_PLACES)
    return Advice(
        found.code,
        label,
        found.confidence,
        (reason,),
        (Choice(found.code, label, found.confidence),),
        "names",
    )
