"""An appeal becomes an order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import ClockKind
from jiesu.core import clock, events, statements
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.core.fields import key_ring
from jiesu.core.numbering import next_numbers
from jiesu.organisations.actors import Actor
from jiesu.workorders import deadlines, errors
from jiesu.workorders.actions import citizens, clocks
from jiesu.workorders.actions.indexing import index_orders
from jiesu.workorders.actions.moves import begin
from jiesu.workorders.cleaning import clean_registration
from jiesu.workorders.deadlines import Rules
from jiesu.workorders.events import events_of
from jiesu.workorders.models import Citizen, TimelineEvent, WorkOrder
from jiesu.workorders.registration import Registration, title_of
from jiesu.workorders.states import OrderState, Verb
from jiesu.workorders.workflow import RULES_OF


@dataclass(frozen=True)
class Receipt:
    """What the citizen is given.

    Attributes:
        order: the new order.
        query_code: six digits, stored only as a keyed hash.
        repeated: whether the sender's key was known, and this is the order that it became before.
    """

    order: WorkOrder
    query_code: str
    repeated: bool = False

    @property
    def number(self) -> str:
        """The order's number."""
        return self.order.number


def register_order(registration: Registration, *, by: Actor, at: datetime | None = None) -> Receipt:
    """登记: take one appeal; it waits to be dispatched and its dispatch clock runs.

    Raises:
        NotAllowed: the person may not register.
        Missing, InvalidInput, UnknownReference: the appeal cannot be taken as it is; ``field`` says why.
    """
    return register_orders([registration], by=by, at=at)[0]


@transaction.atomic
def register_orders(
    registrations: Sequence[Registration], *, by: Actor, at: datetime | Sequence[datetime] | None = None
) -> list[Receipt]:
    """登记 many appeals in one transaction: all of them, or none.

    Args:
        registrations: the appeals.
        by: who registers.
        at: one moment for all, or one for each.
    """
    return write_orders(registrations, by=by, at=at)


def write_orders(
    registrations: Sequence[Registration], *, by: Actor, at: datetime | Sequence[datetime] | None = None
) -> list[Receipt]:
    """:func:`register_orders` as a part of the caller's own transaction, which a refusal must end.

    Without a savepoint of its own it takes two statements less.
    """
    return _write(registrations, Verb.REGISTER, OrderState.PENDING_DISPATCH, by=by, at=at)


@transaction.atomic
def save_draft(registration: Registration, *, by: Actor, at: datetime | None = None) -> Receipt:
    """暂存: the operator is still talking; no clock runs yet."""
    return _write([registration], Verb.SAVE_DRAFT, OrderState.DRAFT, by=by, at=at)[0]


@transaction.atomic
def submit_draft(
    number: str, *, by: Actor, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """登记 a draft: it is registered, and waits to be dispatched, from now on."""
    move = begin(number, Verb.REGISTER, by=by, at=at, version=version)
    move.change(registered_at=move.at)
    return move.complete()


@transaction.atomic
def amend_order(
    number: str,
    *,
    changes: dict[str, object],
    by: Actor,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """更正: correct what was registered; the timeline keeps the old and the new values.

    Before the dispatch, the time for dispatching follows a corrected nature or urgency; the clocks of units
    stay as they were told.

    Raises:
        InvalidInput: a field that cannot be amended, or a value that cannot be used.
    """
    move = begin(number, Verb.AMEND, by=by, at=at, version=version)
    unknown = set(changes) - AMENDABLE
    if unknown or not changes:
        field = min(unknown, default="changes")
        raise InvalidInput(
            field=field, reason_zh="该字段不能更正。", reason_en="This field cannot be amended."
        )
    order = move.order
    given = {name: getattr(order, name) for name in AMENDABLE} | changes
    cleaned = clean_registration(Registration(**given))
    _check_topic(cleaned, version_id=order.topic_version_id)
    told = replace(cleaned, title=title_of(cleaned))
    new = {name: getattr(told, name) for name in sorted(AMENDABLE)}
    changed = {name: value for name, value in new.items() if value != getattr(order, name)}
    move.data["changes"] = {name: [str(getattr(order, name)), str(value)] for name, value in changed.items()}
    move.change(**changed)
    if {"nature", "urgency"} & set(changed):
        clocks.restart_dispatch(move)
    return move.complete(note="、".join(changed))


AMENDABLE: frozenset[str] = frozenset(
    {
        "title", "content", "nature", "topic_code", "urgency", "address", "area_code", "cell_code",
        "lon", "lat", "occurred_at", "is_confidential", "is_public",
    }
)  # fmt: skip
"""Fields that may be corrected after registration."""


def query_code_of(number: str) -> str:
    """Six digits that let the citizen look at the order.

    A keyed function of the number, so that an appeal sent twice is given the same receipt twice.
    """
    return f"{int(key_ring().fingerprint(f'code:{number}'), 16) % 1_000_000:06d}"


def query_hash(number: str, code: str) -> str:
    """The stored form of an order's query code."""
    return key_ring().fingerprint(f"query:{number}:{code}")


def _write(
    registrations: Sequence[Registration],
    verb: Verb,
    state: OrderState,
    *,
    by: Actor,
    at: datetime | Sequence[datetime] | None,
) -> list[Receipt]:
    if not by.may(Permission.REGISTER_ORDER):
        raise NotAllowed(permission=PERMISSION_LABELS[Permission.REGISTER_ORDER])
    cleaned = [clean_registration(registration) for registration in registrations]
    moments = _moments(at, len(cleaned))
    current = catalogue.current_rules()
    for item in cleaned:
        _check_topic(item, version_id=current.topic_version_id)
    people = citizens.find_or_make([item.citizen for item in cleaned], moments=moments)
    receipts = [
        _receipt(item, number=number, person=person, state=state, at=moment, by=by, current=current)
        for item, number, person, moment in zip(cleaned, _numbers(moments), people, moments, strict=True)
    ]
    orders = statements.insert([receipt.order for receipt in receipts])
    index_orders(orders)
    if state is OrderState.PENDING_DISPATCH:
        _start_dispatch_clocks(orders, Rules(current.pack, current.calendar))
    _write_history(orders, verb, by=by)
    return receipts


def _moments(at: datetime | Sequence[datetime] | None, count: int) -> list[datetime]:
    if at is None or isinstance(at, datetime):
        return [at or clock.now()] * count
    return list(at)


def _numbers(moments: Sequence[datetime]) -> list[str]:
    """A number for each moment: region, day of registration in Shanghai, serial."""
    series = [f"{settings.JIESU_REGION}{moment.astimezone(clock.SHANGHAI):%Y%m%d}" for moment in moments]
    counts = Counter(series)
    made = {name: iter(next_numbers(name, count=counts[name])) for name in sorted(counts)}
    return [next(made[name]) for name in series]


def _receipt(
    item: Registration,
    *,
    number: str,
    person: Citizen | None,
    state: OrderState,
    at: datetime,
    by: Actor,
    current: catalogue.CurrentRules,
) -> Receipt:
    code = query_code_of(number)
    order = WorkOrder(
        number=number,
        query_hash=query_hash(number, code),
        state=state.value,
        nature=item.nature.value,
        urgency=item.urgency.value,
        channel=item.channel.value,
        topic_code=item.topic_code,
        title=title_of(item),
        content=item.content,
        address=item.address,
        area_code=item.area_code,
        cell_code=item.cell_code,
        lon=item.lon,
        lat=item.lat,
        occurred_at=item.occurred_at,
        citizen=person,
        is_confidential=item.is_confidential,
        is_public=item.is_public and not item.is_confidential,
        registered_at=at,
        registered_by_id=by.user_id,
        pack_id=current.pack_version_id,
        calendar_id=current.calendar_version_id,
        topic_version_id=current.topic_version_id,
    )
    return Receipt(order, code)


def _check_topic(item: Registration, *, version_id: int | None) -> None:
    if item.topic_code and catalogue.topic_by_code(item.topic_code, version_id) is None:
        raise errors.UnknownReference(field="topic_code", what="事项分类", value=item.topic_code)


def _start_dispatch_clocks(orders: Sequence[WorkOrder], rules: Rules) -> None:
    rows = []
    for order in orders:
        begun = deadlines.begin(
            rules,
            ClockKind.DISPATCH,
            nature=Nature(order.nature),
            urgency=Urgency(order.urgency),
            at=order.registered_at,
        )
        if begun is not None:
            rows.append(clocks.row_of(order, begun))
    statements.insert(rows)


def _write_history(orders: Sequence[WorkOrder], verb: Verb, *, by: Actor) -> None:
    visibility = RULES_OF[verb][0].visibility
    statements.insert(
        [
            TimelineEvent(
                order=order,
                seq=order.version,
                at=order.registered_at,
                verb=verb.value,
                to_state=order.state,
                actor_id=by.user_id,
                actor_name=by.name,
                visibility=visibility.value,
            )
            for order in orders
        ]
    )
    (kind,) = events_of(verb, None)
    events.publish(
        *(
            kind(
                subject=order.number,
                occurred_at=order.registered_at,
                order_id=order.pk,
                verb=verb.value,
                from_state="",
                to_state=order.state,
                seq=order.version,
                actor_id=by.user_id,
            )
            for order in orders
        )
    )
