"""How hot an issue is, from who wrote, when, and how many agreed; plain arithmetic on one issue's messages.

Heat is a sum of parts, each the logarithm of something a person can count, so that it can be explained and
so that no single crowd counts without bound. The weights are ours: people count most, applause least.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.triage.messages import Message

PEOPLE, RATE, GROWTH, SPREAD, REACTIONS = 4.0, 2.0, 1.0, 1.0, 0.5
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Heat:
    """The parts of the heat of one issue; their sum is the heat."""

    people: float
    rate: float
    growth: float
    spread: float
    reactions: float

    @property
    def total(self) -> float:
        """The heat."""
        return self.people + self.rate + self.growth + self.spread + self.reactions


def heat_of(messages: Sequence[Message], *, until: datetime | None) -> Heat:
    """The heat of one issue's messages.

    people: how many wrote; rate: messages a month (30 days) from first to last, at least one month; growth:
    more in the month before ``until`` than in the month before that; spread: days on which somebody wrote;
    reactions: how many agreed or disagreed. Messages without a time count for people and reactions only.
    """
    times = sorted(message.at for message in messages if message.at)
    months = max(1.0, (times[-1] - times[0]) / _MONTH) if times else 1.0
    lately = sum(until - _MONTH < time <= until for time in times) if until else 0
    before = sum(until - 2 * _MONTH < time <= until - _MONTH for time in times) if until else 0
    return Heat(
        people=PEOPLE * math.log2(len({message.user for message in messages})),
        rate=RATE * math.log2(1 + len(times) / months),
        growth=GROWTH * max(0.0, math.log2((1 + lately) / (1 + before))),
        spread=SPREAD * math.log2(1 + len({time.date() for time in times})),
        reactions=REACTIONS * math.log2(1 + sum(message.reactions for message in messages)),
    )


_LEADING = "省市区县镇乡的在于与和及对请为由从到是我"


def place_named(names: Sequence[frozenset[str]], texts: Sequence[str]) -> str:
    """The name that stands in half of the texts or more, long names before short; empty for none."""
    candidates = sorted({name.lstrip(_LEADING) for found in names for name in found})
    support = {name: sum(name in text for text in texts) for name in candidates if len(name) >= 3}
    likely = [(count * min(len(name), 8), name) for name, count in support.items() if count * 2 >= len(texts)]
    return max(likely)[1] if likely else ""


def commonest(names: Sequence[frozenset[str]]) -> str:
    """What most messages name; empty where fewer than half agree."""
    counts = Counter(sorted(name for found in names for name in found))
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return name if count * 2 >= len(names) else ""
