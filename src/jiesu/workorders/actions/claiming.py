"""Claiming an order while it is open before somebody, and letting it go."""

from datetime import datetime

from django.db import transaction

from jiesu.core import audit, clock
from jiesu.core.errors import NotAllowed
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.actions.moves import lock
from jiesu.workorders.claims import Claim, claimed
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.errors import ClaimedByAnother
from jiesu.workorders.models import Assignment, OrderClaim, WorkOrder

WORD_LENGTH = 200


@transaction.atomic
def claim_order(number: str, *, by: Actor, word: str = "", at: datetime | None = None) -> Claim:
    """占用: the order is before this person; called again it is renewed, with ``word`` it is taken over.

    Returns:
        The claim that stands now: this person's, or somebody else's who was faster.

    Raises:
        NotFound: no such order, or not for this person's eyes.
        NotAllowed: only the centre's staff claim orders; units have shares of their own.
        InvalidInput: the word is too long.
    """
    moment = at or clock.now()
    order = _seen(number, by=by)
    if not by.is_centre or by.user_id is None:
        raise NotAllowed(permission="热线中心岗位")
    word = clean_text(word, "word", "接手说明", limit=WORD_LENGTH)
    current = _standing(order, at=moment)
    new = claimed(current, user_id=by.user_id, name=by.name, at=moment, word=word)
    if new is not current:
        OrderClaim.objects.update_or_create(
            order=order,
            defaults={
                "user_id": new.user_id,
                "user_name": new.name,
                "since": new.since,
                "until": new.until,
                "word": new.word,
            },
        )
    if current is not None and new.user_id != current.user_id:
        audit.record("take_over_claim", subject=number, by=by, reason=word, held_by=current.user_id)
    return new


def release_claim(number: str, *, by: Actor) -> None:
    """The order is no longer before this person; somebody else's claim is left alone."""
    OrderClaim.objects.filter(order__number=number, user_id=by.user_id or 0).delete()


def check_claim(number: str, *, by: Actor, at: datetime | None = None) -> None:
    """Refuse somebody of the centre while another one has the order before them.

    Raises:
        ClaimedByAnother: who holds it, and that it can be taken over.
    """
    row = OrderClaim.objects.filter(order__number=number).first() if by.is_centre else None
    claim = claim_in(row) if row else None
    if claim is not None and claim.keeps_out(by.user_id, at=at or clock.now()):
        raise ClaimedByAnother(who=claim.name)


def claim_in(row: OrderClaim) -> Claim:
    """A row as a claim."""
    return Claim(user_id=row.user_id, name=row.user_name, since=row.since, until=row.until, word=row.word)


def _seen(number: str, *, by: Actor) -> WorkOrder:
    """The order, locked, so that two who open it at once come one after the other."""
    order = lock(number)
    choosing.check_sight(order, Assignment.objects.filter(order=order), by=by)
    return order


def _standing(order: WorkOrder, *, at: datetime) -> Claim | None:
    row = OrderClaim.objects.filter(order=order).first()
    claim = claim_in(row) if row else None
    return claim if claim is not None and claim.stands(at) else None
