"""Whether a citizen wants short messages about the progress of their orders."""

from datetime import datetime

from jiesu.core.errors import NotFound
from jiesu.messaging import selectors as messaging
from jiesu.messaging.actions import set_contact
from jiesu.messaging.channels import MessageChannel
from jiesu.workorders.selectors import every_order


def set_progress_messages(number: str, *, agrees: bool, at: datetime | None = None) -> None:
    """进展短信: the citizen of an order wants them, or not, for all orders told with that telephone.

    That the order is theirs was proved by whoever asks. Without a telephone nothing is kept.

    Raises:
        NotFound: there is no such order.
    """
    phone_hash = _phone_of(number)
    if phone_hash:
        set_contact(MessageChannel.SMS, agrees=agrees, phone_hash=phone_hash, at=at)


def wants_progress_messages(number: str) -> bool | None:
    """Whether short messages go to the citizen of an order; None where there is no telephone.

    Raises:
        NotFound: there is no such order.
    """
    phone_hash = _phone_of(number)
    if not phone_hash:
        return None
    said = messaging.contacts_of(phone_hash=phone_hash).get(None)
    return said is None or MessageChannel.SMS not in said.refused


def _phone_of(number: str) -> str | None:
    order = every_order().select_related("citizen").filter(number=number).first()
    if order is None:
        raise NotFound(what="工单 order")
    return order.citizen.phone_hash if order.citizen else None
