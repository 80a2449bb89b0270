"""A citizen's own report: the appeal and what was sent along, all of it or nothing."""

import io
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.intake.actions.receiving import receive_appeal
from jiesu.intake.enclosures import problem_of, without_place
from jiesu.intake.errors import BadEnclosure
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import Receipt, attach_file
from jiesu.workorders.registration import Registration


@transaction.atomic
def receive_report(
    registration: Registration,
    *,
    files: Sequence[tuple[str, bytes]] = (),
    keep_place: bool = False,
    source: str,
    external_id: str,
    by: Actor,
    at: datetime | None = None,
) -> Receipt:
    """Register what a citizen reports, with pictures; sent twice, it is registered once, pictures too.

    Args:
        registration: the appeal.
        files: name and content of what was sent along.
        keep_place: whether the pictures may say where they were taken.
        source: who hands it over.
        external_id: the form's own key.
        by: who registers.
        at: when.

    Raises:
        BadEnclosure: a file cannot be taken; nothing was registered.
        KeyReused, InvalidInput, NotAllowed: as :func:`receive_appeal`.
    """
    if why := problem_of(files):
        raise BadEnclosure(field="photos", why_zh=why[0], why_en=why[1])
    receipt = receive_appeal(registration, source=source, external_id=external_id, by=by, at=at)
    if not receipt.repeated:
        for name, body in files:
            told = body if keep_place else without_place(body)
            attach_file(receipt.number, name=name, file=io.BytesIO(told), by=by, at=at)
    return receipt
