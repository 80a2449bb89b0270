"""The states of a seat 坐席状态 as a table: what moves it, by whom, from where to where; and its limits.

A seat is a place with a telephone; a person signs in at it. The states and the least set of transitions are
those that running centres name: signed in, ready, ringing, talking, after-call work, ready again; a call that
nobody takes makes its seat busy; after-call work that lasts too long ends by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.telephony.errors import SeatCannot


class SeatState(StrEnum):
    """What the person at a seat is doing."""

    OFFLINE = "offline"
    SIGNED_IN = "signed_in"
    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLDING = "holding"
    THREE_WAY = "three_way"
    AFTER_CALL = "after_call"
    BUSY = "busy"
    ON_BREAK = "on_break"
    IN_MEETING = "in_meeting"
    DIALLING = "dialling"
    FORCED_OUT = "forced_out"


SEAT_STATE_LABELS: dict[SeatState, str] = {
    SeatState.OFFLINE: "离线",
    SeatState.SIGNED_IN: "签入",
    SeatState.READY: "空闲",
    SeatState.RINGING: "振铃",
    SeatState.TALKING: "通话",
    SeatState.HOLDING: "保持",
    SeatState.THREE_WAY: "三方",
    SeatState.AFTER_CALL: "话后处理",
    SeatState.BUSY: "示忙",
    SeatState.ON_BREAK: "小休",
    SeatState.IN_MEETING: "会议培训",
    SeatState.DIALLING: "外呼",
    SeatState.FORCED_OUT: "强制签出",
}


class SeatVerb(StrEnum):
    """What moves a seat: its person, a shift lead, the switch, or the clock."""

    SIGN_IN = "sign_in"
    GO_READY = "go_ready"
    GO_BUSY = "go_busy"
    TAKE_BREAK = "take_break"
    JOIN_MEETING = "join_meeting"
    FINISH = "finish"
    SIGN_OUT = "sign_out"
    FORCE_READY = "force_ready"
    FORCE_OUT = "force_out"
    RING = "ring"
    RING_OUT = "ring_out"
    DIAL = "dial"
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    ADD_THIRD = "add_third"
    DROP_THIRD = "drop_third"
    HANG_UP = "hang_up"
    NOT_ANSWERED = "not_answered"
    RUN_OVER = "run_over"


SEAT_VERB_LABELS: dict[SeatVerb, str] = {
    SeatVerb.SIGN_IN: "签入",
    SeatVerb.GO_READY: "示闲",
    SeatVerb.GO_BUSY: "示忙",
    SeatVerb.TAKE_BREAK: "小休",
    SeatVerb.JOIN_MEETING: "会议培训",
    SeatVerb.FINISH: "结束话后处理",
    SeatVerb.SIGN_OUT: "签出",
    SeatVerb.FORCE_READY: "强制示闲",
    SeatVerb.FORCE_OUT: "强制签出",
    SeatVerb.RING: "振铃",
    SeatVerb.RING_OUT: "停止振铃",
    SeatVerb.DIAL: "外呼",
    SeatVerb.ANSWER: "接听",
    SeatVerb.HOLD: "保持",
    SeatVerb.RESUME: "恢复通话",
    SeatVerb.ADD_THIRD: "加入三方",
    SeatVerb.DROP_THIRD: "退出三方",
    SeatVerb.HANG_UP: "挂机",
    SeatVerb.NOT_ANSWERED: "未应答",
    SeatVerb.RUN_OVER: "话后超时",
}


class Mover(StrEnum):
    """Who may cause a verb."""

    PERSON = "person"
    LEAD = "lead"
    SWITCH = "switch"
    CLOCK = "clock"


@dataclass(frozen=True)
class SeatRule:
    """One row: ``verb`` by ``mover`` leads from any of ``sources`` to ``target``."""

    verb: SeatVerb
    mover: Mover
    sources: frozenset[SeatState]
    target: SeatState


def _row(verb: SeatVerb, mover: Mover, sources: frozenset[SeatState], target: SeatState) -> SeatRule:  # noqa: PLR0917 - one row
    return SeatRule(verb, mover, sources, target)


_S, _V, _M = SeatState, SeatVerb, Mover
_OUT = frozenset({_S.OFFLINE, _S.FORCED_OUT})
_AWAY = frozenset({_S.SIGNED_IN, _S.BUSY, _S.ON_BREAK, _S.IN_MEETING})
_IDLE = _AWAY | {_S.READY}
_ON_CALL = frozenset({_S.TALKING, _S.HOLDING, _S.THREE_WAY})
_CALLABLE = _IDLE | {_S.AFTER_CALL}

SEAT_RULES: tuple[SeatRule, ...] = (
    _row(_V.SIGN_IN, _M.PERSON, _OUT, _S.SIGNED_IN),
    _row(_V.GO_READY, _M.PERSON, _AWAY, _S.READY),
    _row(_V.GO_BUSY, _M.PERSON, (_IDLE | {_S.AFTER_CALL}) - {_S.BUSY}, _S.BUSY),
    _row(_V.TAKE_BREAK, _M.PERSON, (_IDLE | {_S.AFTER_CALL}) - {_S.ON_BREAK}, _S.ON_BREAK),
    _row(_V.JOIN_MEETING, _M.PERSON, (_IDLE | {_S.AFTER_CALL}) - {_S.IN_MEETING}, _S.IN_MEETING),
    _row(_V.FINISH, _M.PERSON, frozenset({_S.AFTER_CALL}), _S.READY),
    _row(_V.SIGN_OUT, _M.PERSON, _IDLE | {_S.AFTER_CALL}, _S.OFFLINE),
    _row(_V.FORCE_READY, _M.LEAD, _AWAY | {_S.AFTER_CALL}, _S.READY),
    _row(_V.FORCE_OUT, _M.LEAD, frozenset(_S) - _OUT, _S.FORCED_OUT),
    _row(_V.RING, _M.SWITCH, frozenset({_S.READY}), _S.RINGING),
    _row(_V.RING_OUT, _M.SWITCH, frozenset({_S.RINGING}), _S.READY),
    _row(_V.DIAL, _M.SWITCH, _CALLABLE, _S.DIALLING),
    _row(_V.ANSWER, _M.SWITCH, _CALLABLE | {_S.RINGING, _S.DIALLING}, _S.TALKING),
    _row(_V.HOLD, _M.SWITCH, frozenset({_S.TALKING}), _S.HOLDING),
    _row(_V.RESUME, _M.SWITCH, frozenset({_S.HOLDING}), _S.TALKING),
    _row(_V.ADD_THIRD, _M.SWITCH, frozenset({_S.TALKING, _S.HOLDING}), _S.THREE_WAY),
    _row(_V.DROP_THIRD, _M.SWITCH, frozenset({_S.THREE_WAY}), _S.TALKING),
    _row(_V.HANG_UP, _M.SWITCH, _ON_CALL | {_S.DIALLING}, _S.AFTER_CALL),
    _row(_V.NOT_ANSWERED, _M.SWITCH, frozenset({_S.RINGING}), _S.BUSY),
    _row(_V.RUN_OVER, _M.CLOCK, frozenset({_S.AFTER_CALL}), _S.READY),
)
_RULE_OF = {rule.verb: rule for rule in SEAT_RULES}

RUNG = frozenset({SeatState.READY, SeatState.RINGING})
"""States in which the switch may ring the seat for a queue."""
SIGNED_OUT = _OUT
"""States in which the seat belongs to no queue."""


@dataclass(frozen=True)
class SeatLimits:
    """How long a state may last; ``after_call`` ends by itself, the others are shown to the shift lead."""

    ringing: timedelta = timedelta(seconds=15)
    after_call: timedelta = timedelta(seconds=90)
    on_break: timedelta = timedelta(minutes=15)
    busy: timedelta = timedelta(minutes=30)


LIMITS = SeatLimits()
"""The usual ones."""


def allowed(state: SeatState, mover: Mover) -> list[SeatVerb]:
    """The verbs that a kind of mover may use now, in the table's order."""
    return [rule.verb for rule in SEAT_RULES if rule.mover is mover and state in rule.sources]


def after(state: SeatState, verb: SeatVerb) -> SeatState:
    """The state that a verb leads to.

    Raises:
        SeatCannot: the table has no such row.
    """
    rule = _RULE_OF[verb]
    if state not in rule.sources:
        raise SeatCannot(state=SEAT_STATE_LABELS[state], verb=SEAT_VERB_LABELS[verb])
    return rule.target


def mover_of(verb: SeatVerb) -> Mover:
    """Who may cause the verb."""
    return _RULE_OF[verb].mover


def has_run_over(state: SeatState, since: datetime, *, at: datetime, limits: SeatLimits) -> bool:
    """Whether the state has lasted longer than it may; states without a limit never do."""
    longest = {
        SeatState.RINGING: limits.ringing,
        SeatState.AFTER_CALL: limits.after_call,
        SeatState.ON_BREAK: limits.on_break,
        SeatState.BUSY: limits.busy,
    }.get(state)
    return longest is not None and at - since >= longest
