"""Taking a step back just after it was done."""

from datetime import datetime

from django.db import transaction

from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions.dispatching import withdraw_share
from jiesu.workorders.actions.moves import lock
from jiesu.workorders.actions.registering import amend_order
from jiesu.workorders.errors import NothingToUndo
from jiesu.workorders.inverses import can_be_undone, values_before
from jiesu.workorders.models import TimelineEvent, WorkOrder
from jiesu.workorders.states import Verb

REASON = "撤销刚才的操作"


@transaction.atomic
def undo_step(number: str, *, by: Actor, version: int, at: datetime | None = None) -> WorkOrder:
    """撤销: take back the step that this person has just done, by the verb that is its inverse.

    Both steps stay in the timeline.

    Args:
        number: the order.
        by: who did the step.
        version: the step's line in the timeline, which must be the last.
        at: when; now if not given.

    Raises:
        NothingToUndo: somebody acted since, it was somebody else's step, too long ago, or has no inverse.
        Refusal: the inverse is not allowed any more; nothing was changed.
    """
    moment = at or clock.now()
    order = lock(number)
    line = TimelineEvent.objects.filter(order=order, seq=version).first()
    if line is None or order.version != version:
        raise NothingToUndo
    if not can_be_undone(line.verb, done_by=line.actor_id, by=by.user_id, done_at=line.at, at=moment):
        raise NothingToUndo
    if line.verb == Verb.AMEND:
        return amend_order(number, changes=values_before(line.data["changes"]), by=by, at=at)
    for share in line.data["shares"]:
        order = withdraw_share(number, share=share["share"], reason=REASON, by=by, at=at)
    return order
