"""The connector: carries the switch's event log into the tables, and the seats' states to the switch.

One works for each switch, beside it, as it reads the switch's file; another one for the same switch stands by
until the first is gone. The truth comes from the log alone, which outlives either side; the manager interface
is for what is to be done now, and for telling after an interruption which channels are still there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from jiesu.telephony.ami import Control, ControlLost, Message
from jiesu.telephony.event_log import EventLog, LogLine, LogPlace
from jiesu.telephony.switch_files import CALLERS
from jiesu.telephony.switch_plan import Errand

Membership = tuple[int, bool]
"""A seat in a queue: its penalty, and whether it is paused."""
Members = dict[tuple[str, str], Membership]
"""By queue and seat."""

_TICK = 0.04
_WISHES_EVERY = 0.2
_CARE_EVERY = 1.0
_LISTS_EVERY = 2.0
_LOOK_EVERY = 30.0
_RETRY_EVERY = 1.0
_SETTLED_AFTER = 2.0
_FILE_LIMIT = 32 * 1024 * 1024


class BooksClosed(Exception):
    """The tables cannot be reached just now."""


class Books(Protocol):
    """The tables as the connector sees them; every method is one transaction."""

    def place(self) -> LogPlace:
        """How far the log has been taken in."""

    def take(self, lines: Sequence[LogLine], *, after: LogPlace, to: LogPlace) -> bool:
        """Take in lines and move the place; False when somebody else has moved it."""

    def wishes(self) -> Mapping[tuple[str, str], Membership]:
        """Which seats are to be in which queues, paused or not."""

    def returns(self) -> Sequence[tuple[str, str, str]]:
        """Missed calls to be dialled: key of the call, seat, number."""

    def errands(self) -> Sequence[Errand]:
        """What people asked of the switch during their calls; each is told once."""

    def listed(self) -> Mapping[str, str]:
        """Callers on the black and the grey list, by each spelling of their numbers."""

    def held(self, leg: str, *, at: datetime, on: bool) -> None:
        """A leg was put on hold, or taken off it."""

    def reconcile(self, alive: frozenset[str], *, at: datetime) -> int:
        """End what was there before ``at`` and is not among the living legs; how many calls were lost."""

    def care(self) -> None:
        """What time alone does: after-call work that ran over, recordings to be sealed."""


@dataclass
class Connector:
    """One switch's connector; :meth:`run` until told to stop."""

    log: EventLog
    control: Control
    books: Books
    say: Callable[[str], None]
    _place: LogPlace | None = None
    _members: Members = field(default_factory=dict)
    _listed: dict[str, str] = field(default_factory=dict)
    _alive: tuple[frozenset[str], datetime, float] | None = None
    _next: dict[str, float] = field(default_factory=dict)
    _trouble: str = ""

    def run(self, stop: Callable[[], bool]) -> None:
        """Work until ``stop`` says so; trouble on either side is waited out."""
        while not stop():
            try:
                busy = self.turn()
            except BooksClosed as error:
                self._place = None
                self._tell(f"the tables cannot be reached: {error}")
                time.sleep(_RETRY_EVERY)
                continue
            if not busy:
                time.sleep(_TICK)
        self.control.close()

    def turn(self) -> bool:
        """One round; whether there was something in the log."""
        busy = self._read()
        try:
            self._steer()
        except ControlLost as error:
            self.control.close()
            self._tell(f"the switch does not answer: {error}")
        if not busy:
            self._settle()
            if self._is_time("care", _CARE_EVERY):
                self.books.care()
                self._tidy()
        return busy

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self.say(trouble)
        self._trouble = trouble

    def _is_time(self, what: str, every: float) -> bool:
        moment = time.monotonic()
        if moment < self._next.get(what, 0.0):
            return False
        self._next[what] = moment + every
        return True

    def _read(self) -> bool:
        if self._place is None:
            self._place = self.books.place()
        lines, to = self.log.read(self._place)
        if to == self._place:
            return False
        self._place = to if self.books.take(lines, after=self._place, to=to) else None
        return True

    def _steer(self) -> None:
        if not self.control.is_open:
            if not self._is_time("connect", _RETRY_EVERY):
                return
            self.control.open()
            self._tell("connected to the switch")
            self.control.send("DBDelTree", Family=CALLERS)
            self._listed = {}
            self._look()
        self.control.poll()
        while self.control.events:
            self._hear(self.control.events.popleft())
        if self._is_time("look", _LOOK_EVERY):
            self._look()
        if self._is_time("wishes", _WISHES_EVERY):
            self._grant()
        if self._is_time("lists", _LISTS_EVERY):
            self._list()

    def _look(self) -> None:
        """What the switch has: its queues' members, its channels."""
        members: Members = {}
        for told in self.control.ask("QueueStatus"):
            if told.get("Event") == "QueueMember":
                members[_member(told)] = (int(told.get("Penalty") or 0), told.get("Paused") == "1")
        self._members = members
        at = datetime.now(tz=UTC)
        channels = self.control.ask("CoreShowChannels")
        legs = frozenset(told["Uniqueid"] for told in channels if "Uniqueid" in told)
        self._alive = (legs, at, time.monotonic() + _SETTLED_AFTER)

    def _settle(self) -> None:
        """End what is gone, once the log has had time to say how it went."""
        if self._alive and time.monotonic() > self._alive[2]:
            legs, at, _ = self._alive
            self._alive = None
            if lost := self.books.reconcile(legs, at=at):
                self.say(f"{lost} calls were lost when the switch stopped")

    def _hear(self, told: Message) -> None:
        event = told.get("Event", "")
        if event in ("Hold", "Unhold") and "Uniqueid" in told:
            self.books.held(told["Uniqueid"], at=datetime.now(tz=UTC), on=event == "Hold")
        elif event == "QueueMemberRemoved":
            self._members.pop(_member(told), None)
        elif event in ("QueueMemberAdded", "QueueMemberPause", "QueueMemberPenalty"):
            self._members[_member(told)] = (int(told.get("Penalty") or 0), told.get("Paused") == "1")
        elif event == "FullyBooted":
            self._next.pop("look", None)

    def _grant(self) -> None:
        """Make the switch's queues as the tables wish them, and dial what is to be returned."""
        wishes = self.books.wishes()
        for (queue, seat), (penalty, paused) in wishes.items():
            has = self._members.get((queue, seat))
            member = {"Queue": queue, "Interface": f"PJSIP/{seat}"}
            if has is None:
                settled = {"Penalty": str(penalty), "Paused": _flag(paused), "MemberName": seat}
                self.control.send("QueueAdd", **member, **settled)
            elif has[0] != penalty:
                self.control.send("QueuePenalty", Penalty=str(penalty), **member)
            if has is not None and has[1] != paused:
                self.control.send("QueuePause", Paused=_flag(paused), **member)
            self._members[queue, seat] = (penalty, paused)
        for queue, seat in self._members.keys() - wishes.keys():
            self.control.send("QueueRemove", Queue=queue, Interface=f"PJSIP/{seat}")
            del self._members[queue, seat]
        for key, seat, number in self.books.returns():
            self._dial(key, seat, number)
        for errand in self.books.errands():
            self._run(errand)

    def _run(self, errand: Errand) -> None:
        shown = {"CallerID": f"<{errand.shown}>"} if errand.shown else {}
        self.control.send(
            "Originate",
            Channel=errand.channel,
            Application=errand.application,
            Data=errand.data,
            ChannelId=errand.key,
            Async="true",
            Timeout="30000",
            **shown,
        )

    def _list(self) -> None:
        """Make the switch's list of callers as the tables have it."""
        wished = dict(self.books.listed())
        for number, kind in wished.items() - self._listed.items():
            self.control.send("DBPut", Family=CALLERS, Key=number, Val=kind)
        for number in self._listed.keys() - wished.keys():
            self.control.send("DBDel", Family=CALLERS, Key=number)
        self._listed = wished

    def _dial(self, key: str, seat: str, number: str) -> None:
        self.control.send(
            "Originate",
            Channel=f"PJSIP/{seat}",
            Context="jiesu-seats",
            Exten=number,
            Priority="1",
            ChannelId=key,
            Async="true",
            Timeout="30000",
        )

    def _tidy(self) -> None:
        """Let the switch begin a new file now and then, and remove what has been taken in."""
        if self._place is None:
            return
        self.log.put_away(larger_than=_FILE_LIMIT, named=f"{datetime.now(tz=UTC):%Y%m%d%H%M%S}")
        self.log.forget_before(self._place)


def _member(told: Message) -> tuple[str, str]:
    place = told.get("Interface") or told.get("Location") or told.get("StateInterface", "")
    return told.get("Queue", ""), place.rpartition("/")[2]


def _flag(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if value else "false"
