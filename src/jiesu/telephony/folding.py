"""From lines of the event log to calls, legs and what happened to seats: one pure pass over each line.

A line is about a channel (a leg) and the call that it belongs to at that moment; a leg whose call has changed
was transferred. The dial plan's own marks tell of lines, queues, recordings and ratings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from jiesu.telephony.call_states import CallFact, CallState, CallStory, Direction, next_state, outcome_of
from jiesu.telephony.event_log import LogLine
from jiesu.telephony.seat_states import SeatVerb
from jiesu.telephony.switch_files import LINE_MARK, QUEUE_MARK, RATING_MARK, RECORD_MARK, SCORE_MARK
from jiesu.telephony.switch_tasks import task_of

RETURNED = "return-"
"""How the key of a call begins that the connector dials to return a missed one."""
_RUNG_AT = ("", "s")
_REFUSED = frozenset({17, 19, 21})  # busy, no answer, rejected (Q.850)
_ALMOST = 1.0


@dataclass
class CallDraft:
    """A call while lines are taken in; the fields are those of the table."""

    key: str
    direction: str
    started_at: datetime
    state: str = CallState.ENTERED
    outcome: str = ""
    number: str = ""
    line: str = ""
    queue: str = ""
    seat: str = ""
    queued_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    transfers: int = 0
    score: int | None = None
    recording: str = ""

    def move(self, fact: CallFact) -> None:
        """Go where the fact leads."""
        self.state = next_state(CallState(self.state), fact)

    def end(self, at: datetime, *, lost: bool = False) -> None:
        """Close it, once, with what it came to."""
        if self.state == CallState.ENDED:
            return
        story = CallStory(
            direction=Direction(self.direction),
            queued_at=self.queued_at,
            answered_at=self.answered_at,
            rang=self.rang_at is not None,
            lost=lost,
        )
        self.outcome, self.ended_at = outcome_of(story), at
        self.move(CallFact.ENDED)


@dataclass
class LegDraft:
    """A leg while lines are taken in."""

    key: str
    call: CallDraft
    channel: str
    endpoint: str
    is_seat: bool
    started_at: datetime
    rung: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int | None = None


@dataclass(frozen=True)
class SeatSignal:
    """Something that the switch did to a seat."""

    seat: str
    verb: SeatVerb
    at: datetime
    call: str


@dataclass
class Fold:
    """Calls and legs as known so far, and what the lines add: take them in one by one.

    Attributes:
        seats: numbers of the seats' telephones.
        ring_seconds: how long a seat is rung, by queue.
        calls, legs: those that the lines are about and every open leg of the seats in them, by key.
        signals: what happened to seats, in order.
    """

    seats: frozenset[str]
    ring_seconds: Mapping[str, int]
    calls: dict[str, CallDraft] = field(default_factory=dict)
    legs: dict[str, LegDraft] = field(default_factory=dict)
    signals: list[SeatSignal] = field(default_factory=list)

    def take(self, line: LogLine) -> CallDraft:
        """Take in one line; the call that it is about."""
        leg = self._leg(line)
        if handler := _HANDLERS.get(line.event):
            handler(self, line, leg)
        return leg.call

    def _leg(self, line: LogLine) -> LegDraft:
        call = self.calls.get(line.call) or self._new_call(line)
        leg = self.legs.get(line.leg)
        if leg is None:
            is_seat = line.endpoint in self.seats
            leg = LegDraft(line.leg, call, line.channel, line.endpoint, is_seat=is_seat, started_at=line.at)
            leg.rung = line.exten in _RUNG_AT
            self.legs[line.leg] = leg
        elif leg.call is not call and line.event != "LINKEDID_END":
            leg.call = call
        return leg

    def _new_call(self, line: LogLine) -> CallDraft:
        direction, number = Direction.INBOUND, line.number
        if task_of(line.call) is not None:
            call = self.calls[line.call] = CallDraft(line.call, Direction.INTERNAL, line.at)
            return call
        if line.endpoint in self.seats:
            internal = line.exten in self.seats
            direction = Direction.INTERNAL if internal else Direction.OUTBOUND
            number = line.exten if line.exten not in _RUNG_AT else ""
        call = CallDraft(line.call, direction, line.at, number=number)
        self.calls[line.call] = call
        return call

    def _signal(self, leg: LegDraft, verb: SeatVerb, at: datetime) -> None:
        if leg.is_seat:
            self.signals.append(SeatSignal(leg.endpoint, verb, at, leg.call.key))

    def _begun(self, line: LogLine, leg: LegDraft) -> None:
        if not leg.is_seat:
            return
        if leg.rung and line.leg != line.call:
            leg.call.rang_at = leg.call.rang_at or line.at
            leg.call.move(CallFact.RUNG)
        self._signal(leg, SeatVerb.RING if leg.rung else SeatVerb.DIAL, line.at)

    def _answered(self, line: LogLine, leg: LegDraft) -> None:
        leg.answered_at = leg.answered_at or line.at
        call = leg.call
        self._signal(leg, SeatVerb.ANSWER, line.at)
        if leg.is_seat and (call.direction == Direction.INBOUND or not call.seat):
            call.seat = leg.endpoint
        if not self._is_far_end(leg):
            return
        call.answered_at = call.answered_at or line.at
        call.move(CallFact.ANSWERED)

    @staticmethod
    def _is_far_end(leg: LegDraft) -> bool:
        """Whether this is who was called: a seat by a citizen, a citizen by a seat, a seat by a seat."""
        if leg.call.direction == Direction.INBOUND:
            return leg.is_seat
        if leg.call.direction == Direction.OUTBOUND:
            return not leg.is_seat
        return leg.rung

    def _gone(self, line: LogLine, leg: LegDraft) -> None:
        if leg.ended_at is not None:
            return
        leg.ended_at = line.at
        cause = line.extra.get("hangupcause")
        leg.cause = cause if isinstance(cause, int) else None
        if not leg.is_seat:
            return
        if leg.answered_at or not leg.rung:
            if not self._is_still_on(leg.endpoint):
                self._signal(leg, SeatVerb.HANG_UP, line.at)
            return
        leg.call.move(CallFact.RING_ENDED)
        self._signal(leg, self._why_not(leg), line.at)

    def _why_not(self, leg: LegDraft) -> SeatVerb:
        """Rung to the end or refused, or given up by the caller."""
        patience = self.ring_seconds.get(leg.call.queue, 30)
        rung_out = (
            leg.ended_at or leg.started_at
        ).timestamp() - leg.started_at.timestamp() >= patience - _ALMOST
        return SeatVerb.NOT_ANSWERED if rung_out or leg.cause in _REFUSED else SeatVerb.RING_OUT

    def _is_still_on(self, endpoint: str) -> bool:
        return any(
            leg.endpoint == endpoint and leg.ended_at is None and leg.answered_at
            for leg in self.legs.values()
        )

    def _transferred(self, line: LogLine, leg: LegDraft) -> None:
        del line
        leg.call.transfers += 1

    def _ended(self, line: LogLine, leg: LegDraft) -> None:
        del leg
        self.calls[line.call].end(line.at)

    def _marked(self, line: LogLine, leg: LegDraft) -> None:
        call = leg.call
        match line.mark:
            case m if m == LINE_MARK:
                call.line = line.told
            case m if m == QUEUE_MARK:
                call.queue = line.told
                call.queued_at = call.queued_at or line.at
                call.move(CallFact.QUEUED)
            case m if m == RECORD_MARK:
                call.recording = call.recording or line.told
            case m if m == RATING_MARK:
                call.move(CallFact.RATING_ASKED)
            case m if m == SCORE_MARK and line.told.isdecimal():
                call.score = int(line.told)


_HANDLERS: dict[str, Callable[[Fold, LogLine, LegDraft], None]] = {
    "CHAN_START": Fold._begun,  # noqa: SLF001 - a table of the class's own methods
    "ANSWER": Fold._answered,  # noqa: SLF001
    "HANGUP": Fold._gone,  # noqa: SLF001
    "CHAN_END": Fold._gone,  # noqa: SLF001
    "BLINDTRANSFER": Fold._transferred,  # noqa: SLF001
    "ATTENDEDTRANSFER": Fold._transferred,  # noqa: SLF001
    "LINKEDID_END": Fold._ended,  # noqa: SLF001
    "USER_DEFINED": Fold._marked,  # noqa: SLF001
}
