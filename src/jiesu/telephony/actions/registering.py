"""An appeal told on the telephone: registered as any other, and tied to its call."""

from datetime import datetime

from django.db import transaction

from jiesu.core.errors import NotFound
from jiesu.intake.actions import take_appeal
from jiesu.intake.dispositions import Disposition
from jiesu.organisations.actors import Actor
from jiesu.telephony.models import Call, Seat
from jiesu.workorders.actions.registering import Receipt
from jiesu.workorders.registration import Registration


@transaction.atomic
def take_call_appeal(
    call_key: str,
    registration: Registration,
    *,
    key: str,
    by: Actor,
    disposition: Disposition | None = None,
    at: datetime | None = None,
) -> Receipt:
    """来电登记: take the appeal that was told in a call and write its number down with the call.

    Sent twice it gives the same order; a second matter told in the same call is an order of its own, and the
    call keeps the first.

    Raises:
        NotFound: the person took no such call.
        Refusal: as for any appeal; nothing was registered.
    """
    call = Call.objects.select_for_update(of=("self",)).filter(key=call_key).first()
    if call is None or not _took(call, by):
        raise NotFound(what="通话 call")
    receipt = take_appeal(registration, key=key, by=by, disposition=disposition, at=at)
    if not call.order_number:
        call.order_number = receipt.number
        call.save(update_fields=["order_number"])
    return receipt


def _took(call: Call, by: Actor) -> bool:
    if by.user_id is None:
        return False
    return call.user_id == by.user_id or Seat.objects.filter(number=call.seat, user_id=by.user_id).exists()
