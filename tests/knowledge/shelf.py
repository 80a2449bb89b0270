"""A knowledge base in memory, and the written set of questions that citizens may ask it."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiesu.knowledge.answering import Candidate, Conversation, Kind, reply_to
from jiesu.knowledge.asking import query_of
from jiesu.knowledge.closeness import closeness
from jiesu.knowledge.contents import holds_in
from jiesu.knowledge.cutting import joined
from jiesu.knowledge.lexical import indexed
from jiesu.knowledge.synonyms import SynonymTable

FOLDER = Path(__file__).parent / "citizens"
AREAS = {"东区": "990101", "西区": "990102"}


@dataclass(frozen=True)
class Outcome:
    """A question, what should come of it, and what came."""

    question: str
    expected: str
    kind: str
    number: str
    offered: tuple[str, ...]

    @property
    def verdict(self):
        """``right``, ``wrong`` (a wrong answer, or a danger or wish not heard) or ``passed`` on."""
        if self.kind == Kind.ANSWER:
            return "right" if self.number == self.expected else "wrong"
        if self.expected == "none":
            return "right"
        if self.expected in {"110", "119", "120"}:
            return "right" if self.number == self.expected else "wrong"
        named = {"human": Kind.HANDOVER}.get(self.expected, self.expected)
        if self.kind == named:
            return "right"
        return (
            "passed" if self.kind in {Kind.UNKNOWN, Kind.ASK_WHICH, Kind.ASK_AREA, Kind.HANDOVER} else "wrong"
        )


def rows(name):
    """The rows of a file of the set."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shelf():
    """The articles and their index."""
    articles = rows("articles.csv")
    parts = [
        [(row["question"], 3), *((asking, 2) for asking in row["askings"].split("|")), (row["spoken"], 1),
         (row["answer"], 1)]
        for row in articles
    ]  # fmt: skip
    return articles, indexed([joined(part) for part in parts])


def find(question, area_code):
    """Candidates, as the database would give them."""
    articles, index = shelf()
    table = SynonymTable.shipped()
    query = query_of(question, synonyms=table.others(question))
    for hit in index.best(query, most=8):
        row = articles[hit.place]
        areas = tuple(filter(None, row["areas"].split("|")))
        questions = [row["question"], *row["askings"].split("|")]
        near = closeness(question, questions, rarity=index.rarities, table=table)
        if holds_in(areas, area_code):
            yield Candidate(row["key"], row["question"], row["spoken"], areas, near)


def area_in(text):
    """The area that a text names."""
    return next((code for name, code in AREAS.items() if name in text), "")


def say(text, conversation=None):
    """One message and what is said to it."""
    return reply_to(text, conversation or Conversation(), find=lambda q, a: list(find(q, a)), area_in=area_in)


@cache
def outcomes(name):
    """What comes of every question of a file, each asked as the first message."""
    found = []
    for row in rows(name):
        reply, _ = say(row["question"])
        number = reply.number or reply.call
        found.append(Outcome(row["question"], row["expected"], reply.kind.value, number, reply.offered))
    return found


def shares(found):
    """How many were right, wrong and passed on, and of how many."""
    counts = Counter(outcome.verdict for outcome in found)
    return {**{name: counts[name] for name in ("right", "wrong", "passed")}, "all": len(found)}
