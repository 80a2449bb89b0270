"""The registration desk: an appeal is taken and settled, or passed on, in one go."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from jiesu.core.errors import InvalidInput
from jiesu.intake.actions.receiving import again, content_hash, receive_appeal
from jiesu.intake.dispositions import AT_DESK, Disposition
from jiesu.intake.models import Contact
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import ACTION_OF, Receipt, save_draft
from jiesu.workorders.registration import Registration
from jiesu.workorders.states import Verb

SOURCE = "desk"


@transaction.atomic
def take_appeal(
    registration: Registration,
    *,
    key: str,
    by: Actor,
    disposition: Disposition | None = None,
    at: datetime | None = None,
) -> Receipt:
    """登记并处置: register an appeal and do with it what the operator decided: both, or neither.

    Called again with the same key it gives the same order again and does nothing more: a double click, or a
    form sent anew because the answer was lost.

    Args:
        registration: the appeal.
        key: the form's own; made when the form was opened.
        by: the operator.
        disposition: what is done with it; registered only when not given.
        at: when; now if not given.

    Raises:
        KeyReused: the form was sent already, and said something else.
        Refusal: the appeal cannot be taken, or the disposition is not allowed; nothing was registered.
    """
    chosen = disposition or Disposition()
    if chosen.verb not in AT_DESK:
        raise InvalidInput(
            field="disposition",
            reason_zh="登记台不能这样处置。",
            reason_en="The registration desk does not do this.",
        )
    if chosen.verb is Verb.SAVE_DRAFT:
        return _keep(registration, key=key, by=by, at=at)
    receipt = receive_appeal(registration, source=SOURCE, external_id=key, by=by, at=at)
    if not receipt.repeated and chosen.verb is not Verb.REGISTER:
        order = ACTION_OF[chosen.verb](receipt.number, by=by, at=at, **chosen.arguments)
        return replace(receipt, order=order)
    return receipt


def _keep(registration: Registration, *, key: str, by: Actor, at: datetime | None) -> Receipt:
    """A draft, once for each key; it is not an appeal received, so nobody is told."""
    digest = content_hash(registration.content)
    try:
        with transaction.atomic():
            receipt = save_draft(registration, by=by, at=at)
            Contact.objects.create(
                source=SOURCE,
                external_key=key,
                channel=receipt.order.channel,
                order=receipt.order,
                received_at=receipt.order.registered_at,
                content_hash=digest,
            )
    except IntegrityError:
        if (earlier := again(SOURCE, key, digest=digest)) is None:
            raise
        return earlier
    return receipt
