"""A newcomer's own file: its rows, read by the intake, become appeals that live in the fictional city."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from jiesu.catalogue.natures import Nature
from jiesu.core.clock import SHANGHAI
from jiesu.core.fields import key_ring
from jiesu.demo.chance import chance_of
from jiesu.demo.desk import registered
from jiesu.demo.dispatching import dispatched
from jiesu.demo.ending import archived
from jiesu.demo.stage import Case, Stage, Steps
from jiesu.demo.strangers import (
    Message,
    direct_answer,
    is_answered_at_once,
    nature_of,
    some_county,
    stranger_life,
    topic_of,
)
from jiesu.intake.actions.importing import DEFAULT_SOURCE
from jiesu.intake.keys import Occurrences, key_of
from jiesu.intake.lookups import area_finder, topic_finder
from jiesu.intake.opening import Manner, Table, open_table
from jiesu.intake.reading import Appeal as Row
from jiesu.intake.reading import Rejection
from jiesu.intake.rejects import RejectsFile
from jiesu.workorders import actions

MOST_ROWS = 50_000
"""A demo is to be watched; a larger file is for ``jiesu import``."""

_TOPIC_DIGITS = 4  # of a topic that says whose duty it is
_SPREAD = timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """One row of the file with the key that it is known by and the moment at which it came in."""

    row: Row
    key: str
    at: datetime


def table_of(path: Path) -> Table:
    """The file, looked into.

    Raises:
        UnreadableFile: it cannot be read at all.
    """
    return open_table(path, Manner())


def arrivals(table: Table, *, now: datetime, rejects: RejectsFile) -> Iterator[Arrival]:
    """The rows that can be registered; the others go to ``rejects``, each with its reason."""
    reader = table.reader(now=now, find_topic=topic_finder(), find_area=area_finder())
    seen = Occurrences(table.mapping)
    with table.records() as records:
        for record in islice(records, MOST_ROWS):
            occurrence = seen.number_of(record)
            row = reader.read(record)
            if isinstance(row, Rejection):
                rejects.write(row)
                continue
            key = key_of(row, occurrence, fingerprint=key_ring().fingerprint)
            yield Arrival(row=row, key=key, at=row.received_at or _some_moment(key, now=now))


OnRefusal = Callable[[Row, str], object]
"""Told of a row that could be read and cannot be registered after all, and why."""


def message_journey(arrival: Arrival, *, stage: Stage, on_refusal: OnRefusal) -> Steps:
    """One row from the moment it came in."""
    yield arrival.at
    chance = chance_of(f"message-{arrival.key}")
    registration = arrival.row.registration
    case = registered(
        registration, stage=stage, source=DEFAULT_SOURCE, key=arrival.key, at=arrival.at, chance=chance
    )
    if case is None:
        if stage.last_refusal:
            on_refusal(arrival.row, stage.last_refusal)
        return arrival.at
    case.reachable = True  # by the way the message came, if not by telephone
    message = _message(arrival.row, chance=chance, title=case.title)
    at = yield from _classified(case, message, at=arrival.at, was=arrival.row)
    if is_answered_at_once(message, chance=chance):
        return (yield from _answered(case, message, at))
    case.life = stranger_life(message, today=arrival.at.astimezone(SHANGHAI).date(), chance=chance)
    return (yield from dispatched(case, at))


def _classified(case: Case, message: Message, *, at: datetime, was: Row) -> Steps:
    """The desk fills in what the file does not say."""
    registration = was.registration
    changes: dict[str, object] = {}
    if registration.nature is Nature.OTHER and message.nature != Nature.OTHER:
        changes["nature"] = Nature(message.nature)
    if not registration.topic_code:
        changes["topic_code"] = message.topic
    if not changes:
        return at
    at = case.tempo.desk(at, 1, 6)
    yield at
    case.act(actions.amend_order, by=case.staff("dispatcher"), at=at, changes=changes)
    return at


def _answered(case: Case, message: Message, at: datetime) -> Steps:
    at = case.tempo.desk(at, 2, 20)
    yield at
    case.act(actions.answer_directly, by=case.staff("dispatcher"), at=at, answer=direct_answer(message))
    return (yield from archived(case, at))


def _message(row: Row, *, chance: random.Random, title: str) -> Message:
    registration = row.registration
    known = registration.nature is not Nature.OTHER
    has_topic = len(registration.topic_code) >= _TOPIC_DIGITS
    reply_at = row.extra.get("replied_at", "")
    return Message(
        title=title,
        content=registration.content,
        nature=registration.nature.value if known else nature_of(title, registration.content),
        topic=registration.topic_code if has_topic else topic_of(title, registration.content),
        area=registration.area_code[:6] if registration.area_code.startswith("9901") else some_county(chance),
        reply=row.extra.get("reply", ""),
        reply_at=datetime.fromisoformat(reply_at) if reply_at else None,
    )


def _some_moment(key: str, *, now: datetime) -> datetime:
    """A row without a time came in some time in the last month."""
    return now - _SPREAD * chance_of(f"moment-{key}").random()
