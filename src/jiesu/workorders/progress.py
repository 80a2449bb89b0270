"""How far an order is, in the few steps that a citizen is shown: a pure rule.

The stations are those of 国办发〔2020〕53号 as far as they concern the person outside: taken, given to a
unit, being handled, answered, finished. What is passed on, guided, merged or withdrawn has only two.
"""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.workorders.states import OrderState as S


class Station(StrEnum):
    """One step of the way."""

    TAKEN = "taken"
    GIVEN = "given"
    HANDLED = "handled"
    ANSWERED = "answered"
    FINISHED = "finished"


STATION_LABELS: dict[Station, str] = {
    Station.TAKEN: "已受理",
    Station.GIVEN: "已派单",
    Station.HANDLED: "办理中",
    Station.ANSWERED: "已答复",
    Station.FINISHED: "已办结",
}


class Reached(StrEnum):
    """Whether a step lies behind, is the present one, or is still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Step:
    """One step as it is shown."""

    label: str
    reached: Reached


_STANDS: dict[S, Station] = {
    S.DRAFT: Station.TAKEN,
    S.PENDING_DISPATCH: Station.TAKEN,
    S.CONFERENCE: Station.TAKEN,
    S.RETURN_REQUESTED: Station.GIVEN,
    S.PENDING_SIGN: Station.GIVEN,
    S.HANDLING: Station.HANDLED,
    S.SUSPENDED: Station.HANDLED,
    S.PENDING_APPROVAL: Station.HANDLED,
    S.PENDING_REVIEW: Station.HANDLED,
    S.PENDING_CALLBACK: Station.ANSWERED,
    S.CLOSED: Station.FINISHED,
    S.ARCHIVED: Station.FINISHED,
}

_ENDS: dict[S, str] = {
    S.DIRECT_ANSWERED: "直接答复",
    S.TRANSFERRED: "已转接",
    S.GUIDED: "已引导",
    S.INVALID: "无效诉求",
    S.MERGED: "已并单",
    S.WITHDRAWN: "已撤诉",
}


def steps(state: S, *, dispatched: bool) -> tuple[Step, ...]:
    """The way of an order with the place where it stands.

    Args:
        state: where it stands.
        dispatched: whether a unit ever had it; an archived one that none had went the short way.
    """
    if state in _ENDS or (state is S.ARCHIVED and not dispatched):
        end = _ENDS.get(state, STATION_LABELS[Station.FINISHED])
        return (Step(STATION_LABELS[Station.TAKEN], Reached.DONE), Step(end, Reached.DONE))
    here = list(Station).index(_STANDS[state])
    return tuple(Step(STATION_LABELS[station], _reached(i, here)) for i, station in enumerate(Station))


def _reached(index: int, here: int) -> Reached:
    last = len(Station) - 1
    if index < here or here == last:
        return Reached.DONE
    return Reached.NOW if index == here else Reached.LATER
