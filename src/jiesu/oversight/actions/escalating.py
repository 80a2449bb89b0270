"""Steps of the ladder: taken by the sweep, by what happened to an order, or by decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.actions.ladders import ladder_in_force
from jiesu.oversight.actions.ledgers import enter_all
from jiesu.oversight.actions.supervision import Draft, issue_all
from jiesu.oversight.events import OrderEscalated
from jiesu.oversight.ladders import Condition, Due, Level, Rung, counted
from jiesu.oversight.models import EscalationStep
from jiesu.oversight.problems import Ledger
from jiesu.oversight.supervision import Colour
from jiesu.workorders import records
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.selectors import get_order
from jiesu.workorders.states import OrderState, Verb


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A step that is to be taken for an order, unless it was taken already.

    Attributes:
        order_id, number, calendar_id: the order.
        unit_id: the unit whose delay it is about, or None.
        condition, occasion: what brought it, and the name under which it comes only once.
        due: the rung, its moment and the reason.
        ladder_id: the version of the ladder; None for a decision.
    """

    order_id: int
    number: str
    calendar_id: int
    unit_id: int | None
    condition: Condition
    occasion: str
    due: Due
    ladder_id: int | None


def take_steps(coming: Iterable[Coming], *, at: datetime, by: Actor = SYSTEM) -> list[EscalationStep]:
    """Take the steps that were not taken yet, inside the running transaction, in few statements.

    Whoever calls holds what brought them (the watch, the order), so nobody else takes them at the same time;
    the database refuses the same step twice whatever happens.
    """
    wanted = _not_taken(list(coming))
    steps = EscalationStep.objects.bulk_create(_step(one, at, by) for one in wanted)
    pairs = list(zip(wanted, steps, strict=True))
    issue_all([draft for pair in pairs if (draft := _draft(*pair))], by=by, at=at)
    enter_all([(step, Ledger(step.ledger), one.number) for one, step in pairs if step.ledger], by=by, at=at)
    if pairs:
        events.publish(*(_event(one, step, at) for one, step in pairs))
    return steps


@transaction.atomic
def escalate_order(
    number: str,
    *,
    level: Level,
    reason: str,
    by: Actor,
    colour: Colour | None = None,
    at: datetime | None = None,
) -> EscalationStep:
    """提级督办 by decision: the order goes to a level, with a supervision order when a colour is given.

    Raises:
        NotFound: no such order for this person.
        NotAllowed: the person may not escalate.
        Missing: no reason.
    """
    require(by, Permission.ESCALATE_ORDER)
    at = at or clock.now()
    order = get_order(number, for_user=by)
    reason = clean_text(reason, "reason", "提级原因", required=True)
    rung = Rung(condition=Condition.DECISION, level=level, colour=colour, bulletin=True)
    (step,) = take_steps(
        [
            Coming(
                order_id=order.pk,
                number=order.number,
                calendar_id=order.calendar_id,
                unit_id=order.lead_unit_id,
                condition=Condition.DECISION,
                occasion=f"decision:{at.isoformat()}:{by.user_id}",
                due=Due(rung, 0, at, reason),
                ladder_id=None,
            )
        ],
        at=at,
        by=by,
    )
    return step


@transaction.atomic
def note_doing(order_id: int, verb: Verb, *, seq: int, at: datetime) -> list[EscalationStep]:
    """Take the steps that the so-many-th rework or return of an order brings; safe to repeat."""
    lines = records.doings(verb, order_id=order_id, upto=seq)
    if verb is Verb.REWORK:
        counts = [(Condition.REWORKED, len(lines))]
    else:
        lines = [line for line in lines if line.to_state == OrderState.RETURN_REQUESTED]
        units = len({line.unit_id for line in lines})
        counts = [(Condition.RETURNED, len(lines)), (Condition.SHIRKED, units)]
    return _take_counted(order_id, counts, at=at)


@transaction.atomic
def note_gathering(order_id: int, *, at: datetime) -> list[EscalationStep]:
    """Take the steps that so many equal appeals bring to the order they were merged into; safe to repeat."""
    main = records.merged_target(order_id)
    if main is None:
        return []
    reached = range(1, records.merged_count(main) + 1)  # two told of at once must not step over one
    return _take_counted(main, [(Condition.GATHERED, times) for times in reached], at=at)


def _take_counted(
    order_id: int, counts: Sequence[tuple[Condition, int]], *, at: datetime
) -> list[EscalationStep]:
    order = records.orders_by_key([order_id]).get(order_id)
    if order is None:
        return []
    version, rungs = ladder_in_force()
    returned = order.state in (OrderState.RETURN_REQUESTED, OrderState.PENDING_DISPATCH)
    coming = [
        Coming(
            order_id=order.pk,
            number=order.number,
            calendar_id=order.calendar_id,
            unit_id=None if returned and condition is not Condition.REWORKED else order.lead_unit_id,
            condition=condition,
            occasion=f"{condition.value}:{times}",
            due=due,
            ladder_id=version.pk,
        )
        for condition, times in counts
        for due in counted(rungs, condition, times=times, at=at)
    ]
    return take_steps(coming, at=clock.now())


def _not_taken(coming: Sequence[Coming]) -> list[Coming]:
    if not coming:
        return []
    known = EscalationStep.objects.filter(
        order_id__in={one.order_id for one in coming}, occasion__in={one.occasion for one in coming}
    )
    taken = set(known.values_list("order_id", "occasion", "place"))
    return [one for one in coming if (one.order_id, one.occasion, _place(one)) not in taken]


def _place(one: Coming) -> int | None:
    return None if one.condition is Condition.DECISION else one.due.place


def _step(one: Coming, at: datetime, by: Actor) -> EscalationStep:
    rung = one.due.rung
    return EscalationStep(
        order_id=one.order_id,
        unit_id=one.unit_id,
        ladder_id=one.ladder_id,
        place=_place(one),
        condition=one.condition.value,
        occasion=one.occasion,
        level=rung.level.value,
        why=one.due.why,
        acts=list(rung.acts),
        urge=rung.urge,
        colour=rung.colour.value if rung.colour else "",
        ledger=rung.ledger.value if rung.ledger else "",
        bulletin=rung.bulletin,
        confer=rung.confer,
        due_at=one.due.moment,
        taken_at=at,
        by_id=by.user_id,
        by_name=by.name,
    )


def _draft(one: Coming, step: EscalationStep) -> Draft | None:
    """The supervision order of a step; none when no unit could answer it."""
    rung = one.due.rung
    if rung.colour is None or one.unit_id is None:
        return None
    return Draft(
        order_id=one.order_id,
        number=one.number,
        calendar_id=one.calendar_id,
        unit_id=one.unit_id,
        colour=rung.colour,
        level=rung.level,
        reason=one.due.why,
        feedback=rung.feedback,
        step=step,
    )


def _event(one: Coming, step: EscalationStep, at: datetime) -> OrderEscalated:
    return OrderEscalated(
        subject=one.number,
        occurred_at=at,
        order_id=one.order_id,
        step_id=step.pk,
        level=step.level,
        unit_id=one.unit_id,
        why=step.why,
        acts=tuple(step.acts),
        urged=step.urge,
    )
