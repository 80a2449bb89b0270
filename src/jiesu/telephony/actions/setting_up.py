"""What the switch is made of: queues, lines, trunks, seats; it learns of it when it is configured."""

import secrets
from collections.abc import Mapping

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.organisations.actors import Actor
from jiesu.telephony.models import CallQueue, Seat, SeatSkill, ServiceLine, Trunk


@transaction.atomic
def save_queue(code: str, *, name: str, by: Actor, overflow: str = "", **values: object) -> CallQueue:
    """Add or change a queue; further values are fields such as ``skill``, ``priority``, ``ring_seconds``."""
    require(by, Permission.CONFIGURE_TELEPHONY)
    beyond = CallQueue.objects.get(code=overflow) if overflow else None
    row, _ = CallQueue.objects.update_or_create(
        code=code, defaults={"name": name, "overflow": beyond, **values}
    )
    audit.record("save_queue", subject=code, by=by, values=values)
    return row


@transaction.atomic
def save_line(number: str, *, queue: str, by: Actor, greeting: str = "", rating: str = "") -> ServiceLine:
    """Add or change a number that citizens dial."""
    require(by, Permission.CONFIGURE_TELEPHONY)
    told = {"queue": CallQueue.objects.get(code=queue), "greeting": greeting, "rating": rating}
    row, _ = ServiceLine.objects.update_or_create(number=number, defaults=told)
    audit.record("save_line", subject=number, by=by, queue=queue)
    return row


@transaction.atomic
def save_trunk(code: str, *, host: str, by: Actor, port: int = 5060, is_default: bool = True) -> Trunk:
    """Add or change a trunk."""
    require(by, Permission.CONFIGURE_TELEPHONY)
    told: dict[str, object] = {"host": host, "port": port, "is_default": is_default}
    row, _ = Trunk.objects.update_or_create(code=code, defaults=told)
    audit.record("save_trunk", subject=code, by=by, values=told)
    return row


@transaction.atomic
def save_seat(
    number: str, *, by: Actor, in_browser: bool = True, skills: Mapping[str, int] | None = None
) -> Seat:
    """Add or change a seat; a new one gets a secret of its own. ``skills`` replaces those it had."""
    require(by, Permission.CONFIGURE_TELEPHONY)
    row, _ = Seat.objects.update_or_create(
        number=number,
        defaults={"in_browser": in_browser},
        create_defaults={
            "in_browser": in_browser,
            "secret": secrets.token_urlsafe(24),
            "since": clock.now(),
        },
    )
    SeatSkill.objects.filter(seat=row).delete()
    SeatSkill.objects.bulk_create(
        SeatSkill(seat=row, skill=skill, level=level) for skill, level in (skills or {}).items()
    )
    audit.record("save_seat", subject=number, by=by, skills=dict(skills or {}))
    return row
