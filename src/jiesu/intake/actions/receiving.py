"""One appeal arrives, from any channel or system, perhaps twice."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from jiesu.core import clock, events, statements
from jiesu.core.errors import InvalidInput
from jiesu.core.fields import key_ring
from jiesu.intake.errors import KeyReused
from jiesu.intake.events import AppealReceived
from jiesu.intake.models import Contact
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import Receipt
from jiesu.workorders.actions.registering import query_code_of, write_orders
from jiesu.workorders.registration import Registration

SOURCE_LENGTH = 60
KEY_LENGTH = 100


def receive_appeal(
    registration: Registration,
    *,
    source: str,
    by: Actor,
    external_id: str = "",
    at: datetime | None = None,
    received_at: datetime | None = None,
    payload: Mapping[str, object] | None = None,
) -> Receipt:
    """Register an appeal; called again with the same source and key it gives the same order again.

    Args:
        registration: the appeal.
        source: who hands it over.
        by: who registers.
        external_id: the sender's own key; without one every call is a new appeal.
        at: moment of registration.
        received_at: when those who hand it over had received it.
        payload: what else was told; kept sealed.

    Raises:
        KeyReused: the key belongs to an appeal that says something else.
        InvalidInput: the source or the key cannot be kept, or the appeal cannot be taken as it is.
        NotAllowed: the person may not register.
    """
    source = fit_source(source)
    key = _fit(external_id, "external_id", KEY_LENGTH)
    digest = content_hash(registration.content)
    try:
        with transaction.atomic():
            (receipt,) = write_orders([registration], by=by, at=at)
            contact = Contact(
                source=source,
                external_key=key or f"order:{receipt.number}",
                channel=receipt.order.channel,
                order=receipt.order,
                received_at=received_at or receipt.order.registered_at,
                content_hash=digest,
                payload=sealed_form(payload),
            )
            statements.insert([contact])
            events.publish(announcement(contact, at=receipt.order.registered_at))
    except IntegrityError:
        if (earlier := again(source, key, digest=digest)) is None:
            raise
        return earlier
    return receipt


def again(source: str, key: str, *, digest: str) -> Receipt | None:
    """The receipt of the order that a key has become before; None when it has become none.

    Raises:
        KeyReused: the key belongs to an appeal that says something else.
    """
    contact = Contact.objects.select_related("order").filter(source=source, external_key=key).first()
    if contact is None:
        return None
    number = contact.order.number
    if contact.content_hash != digest:
        raise KeyReused(field="external_id", source=source, key=key, number=number)
    return Receipt(contact.order, query_code_of(number), repeated=True)


def fit_source(source: str) -> str:
    """The name of a source, fit to be kept.

    Raises:
        InvalidInput: it is empty, too long, or has characters that nobody sees.
    """
    name = _fit(source, "source", SOURCE_LENGTH)
    if not name:
        raise InvalidInput(field="source", reason_zh="请填写来源。", reason_en="A source is needed.")
    return name


def content_hash(content: str) -> str:
    """Keyed hash of what the citizen says, blanks and line ends aside, by which two appeals are compared."""
    return key_ring().fingerprint("content:" + "".join(content.split()))


def sealed_form(payload: Mapping[str, object] | None) -> str:
    """What was told, as the text that is sealed."""
    return storable(json.dumps(payload, ensure_ascii=False, separators=(",", ":"))) if payload else ""


def storable(text: str) -> str:
    """Text that can be encoded: halves of characters, as broken files have them, become question marks."""
    return text.encode("utf-8", "replace").decode()


def announcement(contact: Contact, *, at: datetime | None = None) -> AppealReceived:
    """The event of a new contact."""
    return AppealReceived(
        subject=contact.order.number,
        occurred_at=at or clock.now(),
        contact_id=contact.pk,
        source=contact.source,
        channel=contact.channel,
        received_at=contact.received_at,
    )


def _fit(text: str, field: str, limit: int) -> str:
    bare = text.strip()
    if len(bare) > limit or not bare.isprintable():
        raise InvalidInput(
            field=field,
            reason_zh=f"最多 {limit} 个可见字符。",
            reason_en=f"At most {limit} visible characters.",
        )
    return bare
