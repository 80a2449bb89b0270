"""Finding or making the person behind an appeal, and showing one in full."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Field

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.core import audit, statements
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.core.fields import key_ring
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.actions.moves import told
from jiesu.workorders.cleaning import is_number, main_number
from jiesu.workorders.models import Assignment, Citizen, WorkOrder
from jiesu.workorders.registration import CitizenDetails


def phone_hash(phone: str) -> str | None:
    """The keyed hash by which a cleaned phone number is found, its extension left out; None for none."""
    number = main_number(phone)
    return key_ring().fingerprint(f"phone:{number}") if number else None


def find_or_make(
    people: Sequence[CitizenDetails | None], *, moments: Sequence[datetime]
) -> list[Citizen | None]:
    """One row for each person told, the known ones found by the keyed hash of phone and name.

    What is told of a known person fills gaps and replaces nothing: who knows a phone and a name must not be
    able to redirect another person's answers. The rows are written in the order of their hashes, so that two
    registrations of the same people at once cannot wait for each other in a circle.
    """
    rows = {i: _row(person, moments[i]) for i, person in enumerate(people) if person is not None}
    known: dict[tuple[str, str], Citizen] = {}
    for row in rows.values():
        if row.phone_hash:
            known.setdefault((row.phone_hash, row.name_hash), row)
    _meet([known[key] for key in sorted(known)])
    statements.insert([row for row in rows.values() if not row.phone_hash])
    return [_person(rows.get(i), known) for i in range(len(people))]


@transaction.atomic
def disclose_citizen(number: str, *, by: Actor, reason: str) -> Citizen:
    """Show a person in full: a recorded action with a reason.

    Units see the person only while they hold a share, and never the one behind a confidential order.

    Raises:
        NotAllowed: the person lacks the right, the order is confidential, or the unit's share was taken back.
        NotFound: no such order for this person, or nobody is known.
        Missing: no reason was given.
    """
    reason = told(reason, "reason", "查看原因")
    orders = WorkOrder.objects.select_related("citizen").filter(number=number)
    order = orders.first() if is_number(number) else None
    if order is None:
        raise NotFound(what="工单 order")
    shares = list(Assignment.objects.filter(order=order))
    choosing.check_sight(order, shares, by=by)
    if not choosing.may_disclose(order, shares, by=by):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.DISCLOSE_CITIZEN])
    if order.citizen is None:
        raise NotFound(what="诉求人 citizen")
    audit.record("disclose_citizen", subject=number, by=by, reason=reason, citizen=order.citizen.pk)
    return order.citizen


_MEET = """
INSERT INTO workorders_citizen AS known
    (phone_hash, name_hash, phone, name, gender, identity, identity_hash, email, address,
     first_seen_at, last_seen_at)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                     %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT (phone_hash, name_hash) DO UPDATE SET
    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
    gender = coalesce(nullif(known.gender, ''), excluded.gender),
    identity = coalesce(nullif(known.identity, ''), excluded.identity),
    identity_hash = coalesce(nullif(known.identity_hash, ''), excluded.identity_hash),
    email = coalesce(nullif(known.email, ''), excluded.email),
    address = coalesce(nullif(known.address, ''), excluded.address)
RETURNING phone_hash, name_hash, id
"""
_MET = (
    "phone_hash", "name_hash", "phone", "name", "gender", "identity", "identity_hash", "email", "address",
    "first_seen_at", "last_seen_at",
)  # fmt: skip


def _meet(told: list[Citizen]) -> None:
    """Write the people who are new, note when the others were last seen, and fill in what was not known."""
    if not told:
        return
    rows = statements.fetch(_MEET, [_column(told, name) for name in _MET])
    keys = {(phone, name): key for phone, name, key in rows}
    for row in told:
        row.pk = keys[row.phone_hash, row.name_hash]


def _column(told: list[Citizen], name: str) -> list[Any]:
    """The values of one field as they are stored: sealed where the field seals."""
    prepare = cast("Field[Any, Any]", Citizen._meta.get_field(name)).get_prep_value  # noqa: SLF001 - documented
    return [prepare(getattr(row, name)) for row in told]


def _person(row: Citizen | None, known: dict[tuple[str, str], Citizen]) -> Citizen | None:
    return known.get((row.phone_hash, row.name_hash), row) if row and row.phone_hash else row


def _row(person: CitizenDetails, moment: datetime) -> Citizen:
    ring = key_ring()
    return Citizen(
        phone_hash=phone_hash(person.phone),
        name_hash=ring.fingerprint(f"name:{person.name}") if person.name else "",
        phone=person.phone,
        name=person.name,
        gender=person.gender,
        identity=person.identity,
        identity_hash=ring.fingerprint(f"identity:{person.identity}") if person.identity else "",
        email=person.email,
        address=person.address,
        first_seen_at=moment,
        last_seen_at=moment,
    )
