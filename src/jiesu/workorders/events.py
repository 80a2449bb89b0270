"""Facts that the work orders announce."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.core.events import Event
from jiesu.workorders.states import OrderState, Verb


@dataclass(frozen=True)
class OrderChanged(Event):
    """Something was done to an order; ``subject`` is its number.

    Attributes:
        order_id: key of the order.
        verb: what was done.
        from_state, to_state: the order's state before ("" for a new order) and after.
        seq: number of the line in the order's timeline.
        actor_id: who did it; None for the system.
        unit_id: the unit for which they acted; None for the centre.
    """

    order_id: int
    verb: str
    from_state: str
    to_state: str
    seq: int
    actor_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class OrderRegistered(OrderChanged):
    """An appeal became an order."""


@dataclass(frozen=True)
class OrderDispatched(OrderChanged):
    """An order was given to a lead unit (first dispatch, another one, or by a conference)."""


@dataclass(frozen=True)
class ReturnRequested(OrderChanged):
    """A unit says that the matter is not its own."""


@dataclass(frozen=True)
class ApplicationFiled(OrderChanged):
    """A unit asks for an extension, a suspension, a final answer or an exclusion from assessment."""


@dataclass(frozen=True)
class ApplicationDecided(OrderChanged):
    """What a unit asked for was approved or refused."""


@dataclass(frozen=True)
class OrderReplied(OrderChanged):
    """The lead unit's reply was approved and waits for the centre's review."""


@dataclass(frozen=True)
class ReplyAccepted(OrderChanged):
    """The centre accepted the lead unit's reply: the citizen is to be called back."""


@dataclass(frozen=True)
class CalledBack(OrderChanged):
    """A citizen was called back, reached or not."""


@dataclass(frozen=True)
class OrderReworked(OrderChanged):
    """An order went back to its lead unit because the citizen was not satisfied."""


@dataclass(frozen=True)
class OrderBecameProblem(OrderChanged):
    """An order was reworked as often as the pack bears: it is to be supervised from above 提级督办."""


@dataclass(frozen=True)
class OrderClosed(OrderChanged):
    """An order came to its end: closed, answered, transferred, guided, invalid, merged or withdrawn."""


@dataclass(frozen=True)
class OrderReopened(OrderChanged):
    """A finished order was taken up again."""


@dataclass(frozen=True)
class OrderSentBack(OrderChanged):
    """A reply was not accepted and its unit works on; the clock of the answer runs on as it was."""


@dataclass(frozen=True)
class OrderResumed(OrderChanged):
    """A suspended order is worked on again: its clocks go on."""


@dataclass(frozen=True)
class DeadlineWarned(Event):
    """A clock reached its warning time; ``subject`` is the order's number."""

    order_id: int
    deadline_id: int
    kind: str
    due_at: datetime


@dataclass(frozen=True)
class DeadlineMissed(Event):
    """A clock reached its due time while running; ``subject`` is the order's number."""

    order_id: int
    deadline_id: int
    kind: str
    due_at: datetime


EVENT_OF: dict[Verb, type[OrderChanged]] = {
    Verb.REGISTER: OrderRegistered,
    Verb.DISPATCH: OrderDispatched,
    Verb.REDISPATCH: OrderDispatched,
    Verb.ASSIGN_LEAD: OrderDispatched,
    Verb.REQUEST_RETURN: ReturnRequested,
    Verb.APPROVE_RETURN: ApplicationDecided,
    Verb.REFUSE_RETURN: ApplicationDecided,
    Verb.APPLY_EXTENSION: ApplicationFiled,
    Verb.APPROVE_EXTENSION: ApplicationDecided,
    Verb.REFUSE_EXTENSION: ApplicationDecided,
    Verb.APPLY_SUSPENSION: ApplicationFiled,
    Verb.APPROVE_SUSPENSION: ApplicationDecided,
    Verb.REFUSE_SUSPENSION: ApplicationDecided,
    Verb.APPLY_FINAL_ANSWER: ApplicationFiled,
    Verb.REFUSE_FINAL_ANSWER: ApplicationDecided,
    Verb.APPLY_EXCLUSION: ApplicationFiled,
    Verb.APPROVE_EXCLUSION: ApplicationDecided,
    Verb.REFUSE_EXCLUSION: ApplicationDecided,
    Verb.APPROVE_REPLY: OrderReplied,
    Verb.REVIEW: ReplyAccepted,
    Verb.SEND_BACK: OrderSentBack,
    Verb.RESUME: OrderResumed,
    Verb.RECORD_CALLBACK: CalledBack,
    Verb.REWORK: OrderReworked,
    Verb.CLOSE: OrderClosed,
    Verb.APPROVE_FINAL_ANSWER: OrderClosed,
    Verb.ANSWER_DIRECTLY: OrderClosed,
    Verb.TRANSFER: OrderClosed,
    Verb.GUIDE: OrderClosed,
    Verb.INVALIDATE: OrderClosed,
    Verb.MERGE: OrderClosed,
    Verb.WITHDRAW: OrderClosed,
    Verb.REOPEN: OrderReopened,
}
"""Verbs with an event of their own; the others announce :class:`OrderChanged`."""

_SETTLES_A_DRAFT = frozenset({Verb.ANSWER_DIRECTLY, Verb.TRANSFER, Verb.GUIDE, Verb.MERGE})


def events_of(verb: Verb, before: OrderState | None) -> tuple[type[OrderChanged], ...]:
    """The events that a verb announces; an appeal settled while still a draft was registered with that."""
    own = EVENT_OF.get(verb, OrderChanged)
    if before is OrderState.DRAFT and verb in _SETTLES_A_DRAFT:
        return (OrderRegistered, own)
    return (own,)
