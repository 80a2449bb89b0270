"""Urging a unit, and the unit's word that it has heard."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.errors import AlreadyAcknowledged, NotYourUrging
from jiesu.oversight.events import OrderUrged, UrgingAcknowledged
from jiesu.oversight.models import Urging
from jiesu.oversight.selectors.urging import urging_position
from jiesu.oversight.urging import (
    URGED_STATES,
    URGING_KIND_LABELS,
    UrgingKind,
    citizen_refused,
    staff_refused,
)
from jiesu.workorders.actions import annotate_order
from jiesu.workorders.actions.moves import lock
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.selectors import every_order, get_order, shares_of
from jiesu.workorders.states import OrderState, Visibility

_LONGEST = 500
_BY_CENTRE = frozenset({UrgingKind.PHONE, UrgingKind.WRITTEN})


@transaction.atomic
def urge_order(
    number: str,
    *,
    kind: UrgingKind,
    by: Actor,
    words: str = "",
    unit_id: int | None = None,
    at: datetime | None = None,
) -> Urging:
    """催办: remind the lead unit, or another one with a share, by telephone or in writing.

    An operator who has the citizen on the telephone urges for them, within the citizen's limits.

    Raises:
        NotAllowed: the person may not urge.
        NotFound: no such order for this person.
        NotToBeUrged, UrgedJustNow, UrgedToday, UrgedOften: it is not urged now.
        InvalidInput: the unit has no share of the order, or what was written is missing or too long.
    """
    require(by, Permission.URGE_ORDER)
    order = get_order(number, for_user=by)
    lock(number)
    at = at or clock.now()
    words = clean_text(words, "words", "催办内容", required=kind is UrgingKind.WRITTEN, limit=_LONGEST)
    unit = _unit_of(order.pk, order.lead_unit_id, unit_id, state=order.state)
    rule = staff_refused if kind in _BY_CENTRE else citizen_refused
    refusal = rule(urging_position(order, kind, unit_id=unit if kind in _BY_CENTRE else None), at=at)
    if refusal:
        raise refusal
    return _urged(order.pk, number, unit, kind=kind, words=words, by=by, at=at)


@transaction.atomic
def urge_as_citizen(number: str, *, by: Actor, words: str = "", at: datetime | None = None) -> Urging:
    """群众催办: the citizen reminds whoever has the order; that it is theirs was proved by whoever asks.

    Raises:
        NotFound: no such order.
        NotToBeUrged, UrgedToday, UrgedOften: not now, or not any more.
    """
    order = lock(number)
    at = at or clock.now()
    words = clean_text(words, "words", "催办内容", limit=_LONGEST)
    if refusal := citizen_refused(urging_position(order, UrgingKind.CITIZEN), at=at):
        raise refusal
    unit = _unit_of(order.pk, order.lead_unit_id, None, state=order.state)
    return _urged(order.pk, number, unit, kind=UrgingKind.CITIZEN, words=words, by=by, at=at)


@transaction.atomic
def urge_by_rule(
    number: str, *, key: str, why: str, unit_id: int | None, at: datetime | None = None
) -> Urging | None:
    """自动催办: a rule urges; once for one cause, and not where there is nothing to urge any more.

    Args:
        number: the order's.
        key: the same for the same cause.
        why: in words.
        unit_id: who is urged; None for the lead unit.
        at: when.
    """
    order = lock(number)
    if OrderState(order.state) not in URGED_STATES or Urging.objects.filter(key=key).exists():
        return None
    unit = unit_id or _unit_of(order.pk, order.lead_unit_id, None, state=order.state)
    at = at or clock.now()
    return _urged(order.pk, number, unit, kind=UrgingKind.AUTOMATIC, words=why, by=SYSTEM, at=at, key=key)


@transaction.atomic
def acknowledge_urging(urging_id: int, *, by: Actor, answer: str = "", at: datetime | None = None) -> Urging:
    """确认催办: the unit has heard, and says how far it is.

    Raises:
        NotFound: no such urging for this person.
        NotYourUrging: it went to another unit.
        AlreadyAcknowledged: it was acknowledged before.
    """
    urging = Urging.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=urging_id).first()
    if urging is None:
        raise NotFound(what="催办 urging")
    own = (
        by.is_centre and by.may(Permission.DISPATCH_ORDER)
        if urging.unit is None
        else by.reaches(urging.unit.path)
    )
    if not own or (urging.unit is not None and not by.may(Permission.SIGN_ASSIGNMENT)):
        raise NotYourUrging(permission="确认催办")
    if urging.acknowledged_at is not None:
        raise AlreadyAcknowledged(what=urging.acknowledged_by_name)
    urging.answer = clean_text(answer, "answer", "单位说明", limit=_LONGEST)
    urging.acknowledged_at = at or clock.now()
    urging.acknowledged_by_id, urging.acknowledged_by_name = by.user_id, by.name[:100]
    urging.save(update_fields=["answer", "acknowledged_at", "acknowledged_by_id", "acknowledged_by_name"])
    events.publish(
        UrgingAcknowledged(
            subject=urging.order.number,
            occurred_at=urging.acknowledged_at,
            order_id=urging.order_id,
            urging_id=urging.pk,
            unit_id=urging.unit_id,
            user_id=urging.by_id,
            words=urging.answer,
        )
    )
    return urging


def _urged(
    order_id: int,
    number: str,
    unit_id: int | None,
    *,
    kind: UrgingKind,
    words: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Urging:
    urging = Urging.objects.create(
        order_id=order_id,
        unit_id=unit_id,
        kind=kind.value,
        words=words,
        key=key,
        at=at,
        by_id=by.user_id,
        by_name=by.name[:100],
    )
    said = URGING_KIND_LABELS[kind] + (f"：{words}" if words else "")
    sight = Visibility.PUBLIC if kind is UrgingKind.CITIZEN else Visibility.UNIT
    annotate_order(number, note=said, by=by, visibility=sight, at=at)
    events.publish(
        OrderUrged(
            subject=number,
            occurred_at=at,
            order_id=order_id,
            urging_id=urging.pk,
            unit_id=unit_id,
            kind=kind.value if unit_id else "centre",
            words=words,
        )
    )
    return urging


def _unit_of(order_id: int, lead: int | None, wanted: int | None, *, state: str) -> int | None:
    if wanted is not None:
        return _holding(order_id, wanted)
    return lead if OrderState(state) is not OrderState.PENDING_DISPATCH else None


def _holding(order_id: int, unit_id: int) -> int:
    order = every_order().get(pk=order_id)
    if unit_id not in {share.unit_id for share in shares_of(order)}:
        name = organisations.unit_by_id(unit_id).name
        raise InvalidInput(
            field="unit",
            reason_zh=f"{name}没有承办这件工单。",
            reason_en=f"{name} has no share of this order.",
        )
    return unit_id
