"""Lives for messages that are not of our telling: a newcomer's own file.

Topic, nature and unit are guessed from words, as somebody at the desk would at first sight; a reply that the
file brings is used word for word, at its own time.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from jiesu.demo.geography import counties
from jiesu.demo.lives import Life, Words, life_of, parties
from jiesu.demo.stories import Outcome, Route, Story
from jiesu.demo.tables import table
from jiesu.demo.topics import topic_named
from jiesu.demo.traits import Trait, traits_of
from jiesu.demo.voice import Options, Voice

_TITLE_WEIGHT = 3
_DIRECT = 0.45
_IN_TIME = 0.9
_UNKNOWN = "工作作风"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message as a file brings it.

    Attributes:
        nature, topic: empty when the file does not say.
        area: code of one of our divisions.
        reply: the real answer, or empty.
        reply_at: when it was given.
    """

    title: str
    content: str
    nature: str
    topic: str
    area: str
    reply: str = ""
    reply_at: datetime | None = None


def nature_of(title: str, content: str) -> str:
    """The nature by the words of a message, those of the title first."""
    words: Mapping[str, list[str]] = table("strangers")["natures"]
    for text in (title, content[:200]):
        for nature, marks in words.items():
            if any(mark in text for mark in marks):
                return nature
    return "help"


def topic_of(title: str, content: str) -> str:
    """The topic whose words occur most in a message; those of the title count more."""
    scores = {
        topic: sum(_TITLE_WEIGHT * (word in title) + (word in content) for word in words)
        for topic, words in table("keywords").items()
    }
    best = max(scores, key=lambda topic: scores[topic])
    return _code(best if scores[best] else _UNKNOWN)


def some_county(chance: random.Random) -> str:
    """A county for a message that names none of ours."""
    return chance.choice(counties()).code


def is_answered_at_once(message: Message, *, chance: random.Random) -> bool:
    """Whether the desk answers without asking a unit."""
    return message.nature == "consultation" and not message.reply and chance.random() < _DIRECT


def direct_answer(message: Message) -> str:
    """What the desk says then."""
    text: str = table("strangers")["direct"][0]
    return text.replace("{title}", message.title)


def stranger_life(message: Message, *, today: date, chance: random.Random) -> Life:
    """The life of a message."""
    story = _story(message)
    traits = traits_of(story, chance=chance)
    who = parties(story, area=message.area, chance=chance)
    slots: dict[str, Options] = {**table("slots"), "sub": "我单位" if Trait.ALONE in traits else who.hands}
    voice = Voice(chance=chance, slots=slots, today=today, chosen={"title": _literal(message.title)})
    life = life_of(story, who=who, area=message.area, traits=traits, voice=voice)
    if not message.reply:
        return life
    first = replace(life.rounds[0], answer=Words(text=message.reply))
    pace = min(life.pace, _IN_TIME)
    return replace(life, rounds=(first, *life.rounds[1:]), reply_at=message.reply_at, pace=pace)


def _story(message: Message) -> Story:
    return Story(
        key="stranger",
        nature=message.nature,
        topic=message.topic,
        weight=1,
        place="none",
        route=Route.DISPATCH,
        target="",
        urgency="normal",
        titles=[],
        phone=[],
        letter=[],
        slots={},
        outcome=_outcome(message),
        unhappy=None,
        mistake=None,
        extension=[],
        suspension=[],
        dispute=[],
        lead="",
        secret=False,
        shared=False,
        months=(),
        hours=(),
    )


def _literal(text: str) -> str:
    """A text that no voice takes for a template."""
    return text.translate(str.maketrans("[]{}|", "［］｛｝｜"))


def _outcome(message: Message) -> Outcome:
    texts = table("strangers")
    kind = message.nature if message.nature in texts["done"] else "other"
    done = texts["handled"] if message.reply else texts["done"][kind]
    return Outcome(done=done, answer=texts["answer"][kind])


@cache
def _code(name: str) -> str:
    return topic_named(name).code
