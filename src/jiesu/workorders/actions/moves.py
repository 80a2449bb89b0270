"""The moves that every action makes, in one order: lock, ask the rule, change, write history, publish.

:func:`begin` locks the order, finds the row of the workflow table that fits the person and the share, and
checks its conditions. The action then sets its own fields. :meth:`Move.complete` moves the states, turns
the clocks, writes the timeline and announces the event. All of it is one transaction: a refused action has
changed nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock, events
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing, errors
from jiesu.workorders.actions import applying, clocks, facts
from jiesu.workorders.deadlines import Rules
from jiesu.workorders.events import EVENT_OF, OrderChanged
from jiesu.workorders.guards import check
from jiesu.workorders.models import Application, Assignment, TimelineEvent, WorkOrder
from jiesu.workorders.states import OrderState, Party, ShareState, Verb, Visibility
from jiesu.workorders.workflow import Landing, Rule, landing


@dataclass
class Move:
    """One verb on one locked order.

    Attributes:
        order: the locked row; the action sets its own fields and names them to :meth:`complete`.
        share: the share acted on, or None.
        shares: the order's current shares.
        application: the application that the verb decides, or None.
        data: what the timeline's line will hold.
    """

    order: WorkOrder
    rule: Rule
    by: Actor
    at: datetime
    before: OrderState
    shares: list[Assignment]
    share: Assignment | None = None
    application: Application | None = None
    data: dict[str, Any] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    @property
    def rules(self) -> Rules:
        """The pack and the calendar that the order was born under."""
        return rules_of(self.order)

    @property
    def target(self) -> OrderState:
        """Where the order will be."""
        previous = OrderState(self.share.previous_state) if self.share and self.share.previous_state else None
        return landing(self.rule, before=self.before, previous=previous)

    def change(self, **fields: object) -> None:
        """Set fields of the order and remember to write them."""
        for name, value in fields.items():
            setattr(self.order, name, value)
        self.touched |= set(fields)

    def complete(self, *, note: str = "", visibility: Visibility | None = None) -> WorkOrder:
        """Move the states, turn the clocks, write the line and announce the event."""
        target = self.target
        lapsed = applying.lapse(self, target)
        if lapsed:
            self.data["lapsed"] = lapsed
        self._move_share()
        clocks.turn(self)
        self.change(state=target.value, version=self.order.version + 1)
        self.order.save(update_fields=sorted(self.touched))
        self._write(note=note, visibility=visibility or self.rule.visibility)
        return self.order

    def _move_share(self) -> None:
        share, target = self.share, self.rule.share_target
        if share is None:
            return
        self.data["share"] = share.pk
        if target is None:
            return
        if target is Landing.PREVIOUS:
            share.state, share.previous_state = share.previous_state, ""
        else:
            share.previous_state = share.state if target == ShareState.RETURN_REQUESTED else ""
            share.state = str(target)
        if target in (ShareState.RETURNED, ShareState.WITHDRAWN):
            share.is_current, share.ended_at = False, self.at
        share.save()

    def _write(self, *, note: str, visibility: Visibility) -> None:
        unit_id = self.share.unit_id if self.share and self.rule.party is not Party.CENTRE else None
        write_line(self, note=note, visibility=visibility, unit_id=unit_id)


def write_line(move: Move, *, note: str, visibility: Visibility, unit_id: int | None) -> None:
    """Append the timeline's line and publish the event; the line's number is the order's version."""
    order, verb = move.order, move.rule.verb
    TimelineEvent.objects.create(
        order=order,
        seq=order.version,
        at=move.at,
        verb=verb.value,
        from_state=move.before.value,
        to_state=order.state,
        actor_id=move.by.user_id,
        actor_name=move.by.name,
        unit_id=unit_id,
        note=note,
        data=move.data,
        visibility=visibility.value,
    )
    events.publish(
        EVENT_OF.get(verb, OrderChanged)(
            subject=order.number,
            occurred_at=move.at,
            order_id=order.pk,
            verb=verb.value,
            from_state=move.before.value,
            to_state=order.state,
            seq=order.version,
            actor_id=move.by.user_id,
            unit_id=unit_id,
        )
    )


def begin(
    number: str,
    verb: Verb,
    *,
    by: Actor,
    at: datetime | None = None,
    version: int | None = None,
    share: int | None = None,
) -> Move:
    """Lock the order and find the row of the table that lets this person do ``verb`` now.

    Args:
        number: the order's number.
        verb: what is to be done.
        by: who does it.
        at: when; now if not given.
        version: the version that the client saw; refused when somebody acted since.
        share: id of the share meant, needed only when several would fit.

    Raises:
        NotFound: no such order, or not for this person's eyes.
        StaleVersion: somebody acted since ``version``.
        WrongState, NotAllowed, NotYours, NoSuchShare: the table does not allow it.
        Refusal: a condition of the row is not met.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("begin() belongs inside a transaction")
    at = at or clock.now()
    order = lock(number)
    shares = _current_shares(order)
    choosing.check_sight(order, shares, by=by)
    _check_version(order, version)
    rule, chosen = choosing.choose(verb, order, shares, by=by, share_id=share)
    move = Move(order, rule, by, at, OrderState(order.state), shares, chosen)
    applying.check(move)
    known = facts.of(move) if rule.guards else None
    for guard in rule.guards:
        refusal = check(guard, known, move.rules.pack) if known else None
        if refusal:
            raise refusal
    return move


def lock(number: str) -> WorkOrder:
    """The order, locked until the transaction ends."""
    order = WorkOrder.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise NotFound(what="工单 order")
    return order


def rules_of(order: WorkOrder) -> Rules:
    """The pack and the calendar of an order, from the process's memory."""
    return Rules(catalogue.pack_of(order.pack_id), catalogue.calendar_of(order.calendar_id))


def _current_shares(order: WorkOrder) -> list[Assignment]:
    if order.dispatched_at is None:
        return []
    return list(Assignment.objects.filter(order=order, is_current=True).order_by("pk"))


def _check_version(order: WorkOrder, version: int | None) -> None:
    if version is None or version == order.version:
        return
    last = TimelineEvent.objects.get(order=order, seq=order.version)
    raise errors.StaleVersion(
        who=last.actor_name, when=f"{last.at.astimezone(clock.SHANGHAI):%m-%d %H:%M}", verb=last.get_verb_display()
    )


def need(value: str, field: str, what: str) -> None:
    """Refuse an empty text; ``what`` names it for people.

    Raises:
        Missing: it is empty or blank.
    """
    if not value.strip():
        raise errors.Missing(field=field, what=what)
