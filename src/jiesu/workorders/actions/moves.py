"""The moves that every action makes, in one order: lock, ask the rule, change, write history, publish.

:func:`begin` locks the order, finds the row of the workflow table that fits the person and the share, and
checks its conditions. The action then sets its own fields. :meth:`Move.complete` moves the states, takes
shares back, turns the clocks, writes the timeline and announces the events. All of it is one transaction: a
refused action has changed nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock, events, statements
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing, errors
from jiesu.workorders.actions import applying, clocks, facts, shares
from jiesu.workorders.actions.indexing import FOUND_BY, index_orders
from jiesu.workorders.actions.rows import locked_order, shares_of
from jiesu.workorders.cleaning import clean_text, is_number
from jiesu.workorders.deadlines import Rules
from jiesu.workorders.events import OrderChanged, events_of
from jiesu.workorders.guards import check
from jiesu.workorders.models import Application, Assignment, TimelineEvent, WorkOrder
from jiesu.workorders.registration import CONTENT_LENGTH
from jiesu.workorders.states import OrderState, ShareState, Verb, Visibility
from jiesu.workorders.workflow import Landing, Rule, landing


@dataclass
class Move:
    """One verb on one locked order.

    Attributes:
        order: the locked row; the action sets its fields through :meth:`change`.
        rule: the row of the table.
        by, at: who does it, and when.
        before: the order's state so far.
        shares: the order's current shares.
        share: the share acted on, or None; its fields are set through :meth:`change_share`.
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
    share_touched: set[str] = field(default_factory=set)

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

    def change_share(self, **fields: object) -> None:
        """Set fields of the share acted on, if there is one, and remember to write them."""
        if self.share is None:
            return
        for name, value in fields.items():
            setattr(self.share, name, value)
        self.share_touched |= set(fields)

    def complete(self, *, note: str = "", visibility: Visibility | None = None) -> WorkOrder:
        """Move the states, turn the clocks, write the line and announce the events."""
        note = clean_text(note, "note", "说明", limit=CONTENT_LENGTH)
        target = self.target
        shares.end_reach(self)
        if lapsed := applying.lapse(self, target):
            self.data["lapsed"] = lapsed
        self._move_share()
        clocks.turn(self, target)
        if self.share is not None and self.share_touched:
            statements.update(self.share, *sorted(self.share_touched))
        self.change(state=target.value, version=self.order.version + 1)
        statements.update(self.order, *sorted(self.touched))
        if FOUND_BY & self.touched:
            index_orders([self.order])
        write_line(self, note=note, visibility=visibility or self.rule.visibility)
        return self.order

    def _move_share(self) -> None:
        share, target = self.share, self.rule.share_target
        if share is None:
            return
        self.data["share"] = share.pk
        if target is None:
            return
        if target is Landing.PREVIOUS:
            self.change_share(state=share.previous_state, previous_state="")
        else:
            asked = target == ShareState.RETURN_REQUESTED
            self.change_share(previous_state=share.state if asked else "", state=str(target))
        if target in (ShareState.RETURNED, ShareState.WITHDRAWN):
            self.change_share(is_current=False, ended_at=self.at)


def write_line(move: Move, *, note: str, visibility: Visibility) -> None:
    """Append the timeline's line and publish its events; the line's number is the order's version."""
    order, verb = move.order, move.rule.verb
    unit_id = choosing.acting_unit(move.rule, move.share, move.shares, by=move.by)
    line = TimelineEvent(
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
    statements.insert([line])
    announce(
        events_of(verb, move.before),
        order,
        verb,
        before=move.before.value,
        by=move.by,
        at=move.at,
        unit=unit_id,
    )


def announce(
    kinds: tuple[type[OrderChanged], ...],
    order: WorkOrder,
    verb: Verb,
    *,
    before: str,
    by: Actor,
    at: datetime,
    unit: int | None,
) -> None:
    """Publish events about what was just done to an order."""
    events.publish(
        *(
            kind(
                subject=order.number,
                occurred_at=at,
                order_id=order.pk,
                verb=verb.value,
                from_state=before,
                to_state=order.state,
                seq=order.version,
                actor_id=by.user_id,
                unit_id=unit,
            )
            for kind in kinds
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
    everything = _shares(order)
    choosing.check_sight(order, everything, by=by)
    _check_version(order, version)
    current = [row for row in everything if row.is_current]
    try:
        rule, chosen = choosing.choose(verb, order, current, by=by, share_id=share)
    except errors.WrongState as refusal:
        raise errors.WrongState(**_as_texts(refusal.params) | _happened(order)) from None
    move = Move(order, rule, by, at, OrderState(order.state), current, chosen)
    applying.check(move)
    _check_guards(move)
    return move


def lock(number: str) -> WorkOrder:
    """The order, locked until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    order = locked_order(number) if is_number(number) else None
    if order is None:
        raise NotFound(what="工单 order")
    return order


def told(value: str, field: str, label: str) -> str:
    """A text that the verb needs, made fit to be kept.

    Raises:
        Missing: it is empty or blank.
        InvalidInput: it is too long, or no text.
    """
    return clean_text(value, field, label, required=True)


def rules_of(order: WorkOrder) -> Rules:
    """The pack and the calendar of an order, from the process's memory."""
    return Rules(catalogue.pack_of(order.pack_id), catalogue.calendar_of(order.calendar_id))


def _check_guards(move: Move) -> None:
    if not move.rule.guards:
        return
    pack = move.rules.pack
    known = facts.of(
        move.order, move.share, shares=move.shares, guards=move.rule.guards, pack=pack, at=move.at
    )
    for guard in move.rule.guards:
        if refusal := check(guard, known, pack):
            raise refusal


def _shares(order: WorkOrder) -> list[Assignment]:
    if order.dispatched_at is None:
        return []
    return shares_of(order.pk)


def _check_version(order: WorkOrder, version: int | None) -> None:
    if version is None or version == order.version:
        return
    last = _last_line(order)
    raise errors.StaleVersion(
        who=last.actor_name, when=_when(last), verb=last.get_verb_display(), verb_en=last.verb
    )


def _happened(order: WorkOrder) -> dict[str, str]:
    """What was done last, for somebody who comes too late."""
    last = _last_line(order)
    who, when = last.actor_name, _when(last)
    return {
        "happened": f"最近一步：{who}于{when}{last.get_verb_display()}。",
        "happened_en": f" The last step: {who} did “{last.verb}” at {when}.",
    }


def _as_texts(params: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _last_line(order: WorkOrder) -> TimelineEvent:
    return TimelineEvent.objects.get(order=order, seq=order.version)


def _when(line: TimelineEvent) -> str:
    return f"{line.at.astimezone(clock.SHANGHAI):%m-%d %H:%M}"
