"""The journal followed as it grows, for everybody who listens in this process.

A NOTIFY wakes it, once for each transaction that published something; what was published is read from the
journal. Entries become visible in the order of commits, not of ids, so the last few are looked at again.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection

from jiesu.core.events import CHANNEL, entries_after, newest_entry
from jiesu.messaging.events import InboxChanged
from jiesu.organisations.actors import Actor
from jiesu.workorders.audience import Audience, audiences_of

if TYPE_CHECKING:
    from jiesu.core.models import JournalEntry

log = logging.getLogger("jiesu.stream")

LOOK_BACK = 500
"""Ids below the newest that may still become visible."""

_GATHER = 0.2  # seconds in which several commits are read at once
_WITHOUT_WORD = 20.0  # seconds after which the journal is read even though nobody notified
_AGAIN = 2.0


@dataclass(frozen=True)
class Personal:
    """The one person whose inbox it is."""

    user_id: int

    def includes(self, actor: Actor) -> bool:
        """Whether it is this person."""
        return actor.user_id == self.user_id


@dataclass(frozen=True)
class Change:
    """What a page is told: the journal's id, the order's number and how many things have happened to it.

    A change of somebody's inbox has no number and is told to that person alone.
    """

    entry: int
    number: str
    seq: int
    audience: Audience | Personal

    @property
    def kind(self) -> str:
        """What the page hears it as."""
        return "changed" if self.number else "inbox"


class Journal:
    """One listener on the database, any number of hearers."""

    def __init__(self) -> None:
        self._hearers: set[Callable[[Change], None]] = set()
        self._told: OrderedDict[int, None] = OrderedDict()
        self._newest = 0
        self._task: asyncio.Task[None] | None = None

    def hear(self, hearer: Callable[[Change], None]) -> None:
        """Tell ``hearer`` of every change from now on; the first one starts the listening."""
        self._hearers.add(hearer)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    def forget(self, hearer: Callable[[Change], None]) -> None:
        """Tell ``hearer`` no more."""
        self._hearers.discard(hearer)

    async def since(self, entry: int) -> list[Change]:
        """What happened after an entry that somebody saw last; at most the last :data:`LOOK_BACK` entries."""
        return await sync_to_async(_changes_after)(max(entry, await sync_to_async(_newest)() - LOOK_BACK))

    async def _follow(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("the journal cannot be followed, trying again: %s", error)
                await asyncio.sleep(_AGAIN)

    async def _listen(self) -> None:
        parameters = await sync_to_async(connection.get_connection_params)()
        known = {"host", "port", "user", "password", "dbname", "sslmode", "connect_timeout"}
        given = {name: value for name, value in parameters.items() if name in known}
        async with await psycopg.AsyncConnection.connect(**given, autocommit=True) as listening:
            await listening.execute(f"LISTEN {CHANNEL}")
            self._newest = self._newest or await sync_to_async(_newest)()
            while True:
                async for _ in listening.notifies(timeout=_WITHOUT_WORD, stop_after=1):
                    await asyncio.sleep(_GATHER)
                await self._tell()

    async def _tell(self) -> None:
        for change in await sync_to_async(_changes_after)(self._newest - LOOK_BACK):
            if change.entry in self._told:
                continue
            self._told[change.entry] = None
            self._newest = max(self._newest, change.entry)
            for hearer in list(self._hearers):
                hearer(change)
        while len(self._told) > 4 * LOOK_BACK:
            self._told.popitem(last=False)


def _changes_after(entry: int) -> list[Change]:
    try:
        entries = entries_after(entry)
        audiences = audiences_of(row.subject for row in entries)
        return [change for row in entries if (change := _change(row, audiences)) is not None]
    finally:
        connection.close()


def _change(row: "JournalEntry", audiences: dict[str, Audience]) -> Change | None:
    if row.name == InboxChanged.name:
        return Change(row.pk, "", 0, Personal(int(row.payload["user_id"])))
    if row.subject not in audiences:
        return None
    return Change(row.pk, row.subject, int(row.payload.get("seq", 0)), audiences[row.subject])


def _newest() -> int:
    try:
        return newest_entry()
    finally:
        connection.close()


JOURNAL = Journal()
"""The one of this process."""
