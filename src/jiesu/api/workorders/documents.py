"""How orders look outside."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from jiesu.api.fields import Document
from jiesu.api.organisations.views import UnitRef
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.workorders.lamps import ClockReading
from jiesu.workorders.selectors import AllowedAction
from jiesu.workorders.states import (
    STATE_LABELS,
    VERB_LABELS,
    OrderState,
    Verb,
)

if TYPE_CHECKING:
    from jiesu.workorders.models import (
        Application,
        Assignment,
        Attachment,
        Citizen,
        TimelineEvent,
        WorkOrder,
    )


class Moved(Document):
    """An order after a verb."""

    number: str
    state: str
    state_label: str
    version: int
    due_at: datetime | None

    @classmethod
    def of(cls, order: "WorkOrder") -> Self:
        """As the action left it."""
        return cls(
            number=order.number,
            state=order.state,
            state_label=STATE_LABELS[OrderState(order.state)],
            version=order.version,
            due_at=order.due_at,
        )


class OrderLine(Document):
    """An order in a list."""

    number: str
    state: str
    state_label: str
    version: int
    nature: str
    urgency: str
    channel: str
    topic_code: str
    area_code: str
    title: str
    registered_at: datetime
    due_at: datetime | None
    is_confidential: bool
    is_problem: bool
    pending_applications: list[str]

    @classmethod
    def of(cls, order: "WorkOrder") -> Self:
        """As the work orders have it."""
        return cls.model_validate(_told(order, OrderLine))


class ListedOrder(OrderLine):
    """An order in a list, with its lead unit."""

    lead_unit: UnitRef | None

    @classmethod
    def of(cls, order: "WorkOrder") -> Self:
        """As the work orders have it; the lead unit has been read with it."""
        lead = UnitRef.of(order.lead_unit) if order.lead_unit else None
        return cls.model_validate({**_told(order, OrderLine), "lead_unit": lead})


class OrderPage(Document):
    """One page of orders, newest first."""

    items: list[ListedOrder]
    next_cursor: str | None


class MaskedCitizen(Document):
    """The person, masked; see ``POST /orders/{number}/citizen`` for more."""

    name: str
    phone: str

    @classmethod
    def of(cls, citizen: "Citizen") -> Self:
        """As pages show them."""
        return cls(name=citizen.masked_name, phone=citizen.masked_phone)


class DisclosedCitizen(Document):
    """The person in full."""

    name: str
    phone: str
    gender: str
    identity: str
    email: str
    address: str

    @classmethod
    def of(cls, citizen: "Citizen") -> Self:
        """As they told us."""
        return cls.model_validate(_told(citizen, DisclosedCitizen))


class OrderDocument(OrderLine):
    """An order with all its own fields."""

    content: str
    address: str
    cell_code: str
    lon: float | None
    lat: float | None
    occurred_at: datetime | None
    is_public: bool
    public_answer: str
    reason_code: str
    merged_into: str | None
    dispatched_at: datetime | None
    closed_at: datetime | None
    return_forbidden: bool
    return_count: int
    extension_count: int
    send_back_count: int
    rework_count: int
    is_excluded: bool
    callback_attempts: int
    first_satisfaction: str
    final_satisfaction: str
    final_resolution: str
    lead_unit: UnitRef | None
    citizen: MaskedCitizen | None
    pack: str

    @classmethod
    def build(cls, order: "WorkOrder", *, citizen: "Citizen | None", pack: str) -> Self:
        """An order, the person as far as the reader may know of them, and the code of its pack."""
        own = _told(
            order, OrderDocument, without={"merged_into", "lead_unit", "citizen", "pack", "state_label"}
        )
        return cls.model_validate(
            {
                **own,
                "state_label": STATE_LABELS[OrderState(order.state)],
                "merged_into": order.merged_into.number if order.merged_into else None,
                "lead_unit": UnitRef.of(order.lead_unit) if order.lead_unit else None,
                "citizen": MaskedCitizen.of(citizen) if citizen else None,
                "pack": pack,
            }
        )


class ShareDocument(Document):
    """A unit's share of an order."""

    id: int
    unit: UnitRef
    kind: str
    state: str
    parent: int | None
    is_current: bool
    instructions: str
    legal_basis: str
    assigned_at: datetime
    signed_at: datetime | None
    contacted_at: datetime | None
    replied_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None

    @classmethod
    def of(cls, share: "Assignment") -> Self:
        """As the work orders have it."""
        own = _told(share, ShareDocument, without={"unit", "parent", "id"})
        return cls.model_validate(
            {**own, "id": share.pk, "unit": UnitRef.of(share.unit), "parent": share.parent_id}
        )


class ClockDocument(Document):
    """A clock as it stands; ``seconds_left`` counts working time where the measure does."""

    kind: str
    label: str
    state: str
    share: int | None
    amount: str
    measure: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    seconds_left: int | None
    lamp: str | None

    @classmethod
    def of(cls, reading: ClockReading) -> Self:
        """As it was read."""
        own = _told(reading, ClockDocument, without={"label", "seconds_left"})
        left = None if reading.left is None else int(reading.left.total_seconds())
        return cls.model_validate(
            {**own, "label": CLOCK_LABELS[ClockKind(reading.kind)], "seconds_left": left}
        )


class TimelineLine(Document):
    """One line of the history."""

    seq: int
    at: datetime
    verb: str
    label: str
    from_state: str
    to_state: str
    actor_name: str
    unit: UnitRef | None
    note: str
    visibility: str

    @classmethod
    def of(cls, line: "TimelineEvent", units: dict[int, UnitRef]) -> Self:
        """As it was written, the unit by name."""
        own = _told(line, TimelineLine, without={"label", "unit"})
        unit = units.get(line.unit_id) if line.unit_id else None
        return cls.model_validate({**own, "label": VERB_LABELS[Verb(line.verb)], "unit": unit})


class ApplicationDocument(Document):
    """What a unit asked for and what was decided."""

    kind: str
    state: str
    share: int
    reason_code: str
    reason: str
    asked: dict[str, object]
    asked_at: datetime
    asked_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    decision: str

    @classmethod
    def of(cls, application: "Application") -> Self:
        """As the work orders have it."""
        own = _told(application, ApplicationDocument, without={"share"})
        return cls.model_validate({**own, "share": application.assignment_id})


class AttachmentDocument(Document):
    """A file of an order."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    visibility: str
    uploaded_at: datetime
    uploaded_by_name: str

    @classmethod
    def of(cls, attachment: "Attachment") -> Self:
        """As the work orders have it."""
        own = _told(attachment, AttachmentDocument, without={"id"})
        return cls.model_validate({**own, "id": attachment.pk})


class ActionDocument(Document):
    """Something the caller may do now, and where."""

    verb: str
    label: str
    share: int | None
    needs: list[str]
    href: str

    @classmethod
    def of(cls, action: AllowedAction, number: str) -> Self:
        """As the workflow table allows it."""
        return cls(
            verb=action.verb,
            label=action.label,
            share=action.share,
            needs=list(action.needs),
            href=f"/api/v1/orders/{number}/{action.verb}",
        )


class Actions(Document):
    """All that the caller may do with an order now."""

    version: int
    items: list[ActionDocument]


class OrderStory(Document):
    """An order with everything that belongs to it and that the caller may see."""

    order: OrderDocument
    shares: list[ShareDocument]
    clocks: list[ClockDocument]
    applications: list[ApplicationDocument]
    attachments: list[AttachmentDocument]
    timeline: list[TimelineLine]
    actions: list[ActionDocument]


class WorkItem(Document):
    """A share that waits for the caller's unit."""

    share: int
    kind: str
    state: str
    unit: UnitRef
    due_at: datetime | None
    order: OrderLine

    @classmethod
    def of(cls, share: "Assignment") -> Self:
        """As the work list has it."""
        return cls(
            share=share.pk,
            kind=share.kind,
            state=share.state,
            unit=UnitRef.of(share.unit),
            due_at=share.due_at,
            order=OrderLine.of(share.order),
        )


class WorkPage(Document):
    """One page of a work list, the nearest deadline first."""

    items: list[WorkItem]
    next_cursor: str | None


class ReceiptDocument(Moved):
    """What the sender of an appeal is given.

    ``query_code`` lets the citizen look at the order; it is told once, with the registration itself.
    """

    query_code: str | None
    created: bool


def _told(
    thing: object, document: type[Document], *, without: set[str] | frozenset[str] = frozenset()
) -> dict[str, object]:
    """The attributes that the document is made of."""
    names = document.model_fields.keys() - without
    told = {name: getattr(thing, name) for name in names if name != "state_label"}
    if "state_label" in names:
        told["state_label"] = STATE_LABELS[OrderState(told["state"])]
    return told
