"""One order as its page tells it: read once, in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.console.clocks import ClockFace, face
from jiesu.console.workorders.choices import Choices, choices_of
from jiesu.console.workorders.rows import marks_of
from jiesu.knowledge.selectors import Citation, citations_of
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id
from jiesu.workorders import choosing, records, selectors
from jiesu.workorders.pauses import pauses_in
from jiesu.workorders.queues import QueueItem
from jiesu.workorders.related import RelatedOrders, related_to
from jiesu.workorders.states import (
    APPLICATION_LABELS,
    SHARE_LABELS,
    SHARE_STATE_LABELS,
    STATE_LABELS,
    VERB_LABELS,
    ApplicationKind,
    OrderState,
    Share,
    ShareState,
    Verb,
    Visibility,
)

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit
    from jiesu.workorders.models import (
        Application,
        Assignment,
        Attachment,
        CallbackRecord,
        Citizen,
        Reply,
        TimelineEvent,
        WorkOrder,
    )

VISIBILITY_LABELS: dict[Visibility, str] = {
    Visibility.PUBLIC: "诉求人可见",
    Visibility.UNIT: "单位可见",
    Visibility.INTERNAL: "仅中心可见",
}
APPLICATION_STATES = {"pending": "待决定", "approved": "已批准", "refused": "已驳回", "lapsed": "已失效"}


@dataclass(frozen=True)
class Line:
    """One line of the timeline."""

    at: datetime
    verb: str
    who: str
    unit: str
    note: str
    state: str
    visibility: str
    visibility_label: str


@dataclass(frozen=True)
class ShareLine:
    """One unit's share."""

    unit: str
    kind: str
    state: str
    is_current: bool
    depth: int
    instructions: str
    legal_basis: str
    clock: ClockFace | None


@dataclass(frozen=True)
class Asked:
    """One application."""

    label: str
    state: str
    is_pending: bool
    row: "Application"


@dataclass(frozen=True)
class OrderStory:
    """Everything that the order's page shows this person."""

    order: "WorkOrder"
    state: str
    nature: str
    urgency: str
    channel: str
    topic: str
    rules: str
    marks: Sequence[tuple[str, str]]
    citizen: "Citizen | None"
    may_disclose: bool
    main_clock: ClockFace | None
    clocks: Sequence[ClockFace]
    shares: Sequence[ShareLine]
    timeline: Sequence[Line]
    replies: "Sequence[Reply]"
    callbacks: "Sequence[CallbackRecord]"
    applications: Sequence[Asked]
    attachments: "Sequence[tuple[Attachment, str]]"
    related: RelatedOrders
    citations: Sequence[Citation]
    choices: Choices


def story_of(number: str, *, for_user: Actor) -> OrderStory:
    """Read the order.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    order = selectors.get_order(number, for_user=for_user)
    was_out = order.dispatched_at is not None
    shares = selectors.shares_of(order, current=False) if was_out else []
    pack = catalogue.pack_of(order.pack_id).name
    calendar = catalogue.calendar_of(order.calendar_id)
    readings = selectors.clocks_of(order)
    events = list(selectors.timeline_of(order, for_user=for_user))
    stood = pauses_in(events)
    faces = [(reading, face(reading, calendar, rules=pack, pauses=stood)) for reading in readings]
    going = sorted(
        (pair for pair in faces if pair[0].lamp is not None and pair[0].kind != "return"),
        key=lambda pair: pair[0].due_at,
    )
    by_share: dict[int | None, ClockFace] = {
        reading.share: shown for reading, shown in reversed(going) if reading.share
    }
    citizen = selectors.citizen_of(order, for_user=for_user)
    topic = catalogue.topic_by_code(order.topic_code, order.topic_version_id) if order.topic_code else None
    return OrderStory(
        order=order,
        state=STATE_LABELS[OrderState(order.state)],
        nature=NATURE_LABELS[Nature(order.nature)],
        urgency=URGENCY_LABELS[Urgency(order.urgency)],
        channel=CHANNEL_LABELS[Channel(order.channel)],
        topic=topic.full_name if topic else "",
        rules=pack,
        marks=marks_of(QueueItem(order)),
        citizen=citizen,
        may_disclose=citizen is not None and choosing.may_disclose(order, shares, by=for_user),
        main_clock=going[0][1] if going else None,
        clocks=[shown for _, shown in faces],
        shares=_share_lines(shares, by_share),
        timeline=_lines(events, shares),
        replies=records.replies_of(order) if was_out else [],
        callbacks=records.callbacks_of(order) if was_out or order.closed_at else [],
        applications=[_asked(row) for row in selectors.applications_of(order)] if was_out else [],
        attachments=[
            (row, VISIBILITY_LABELS[Visibility(row.visibility)])
            for row in selectors.attachments_of(order, for_user=for_user)
        ],
        related=related_to(order, for_user=for_user),
        citations=citations_of(order.number) if any("citations" in line.data for line in events) else [],
        choices=choices_of(
            selectors.allowed_actions(order, for_user=for_user, shares=shares),
            round_so_far=order.callback_round,
            units={share.pk: str(share.unit) for share in shares},
        ),
    )


def _lines(events: "Sequence[TimelineEvent]", shares: "Sequence[Assignment]") -> list[Line]:
    """The newest first; names of units that no longer hold a share are looked up in one query."""
    names = {share.unit_id: share.unit for share in shares}
    missing = {event.unit_id for event in events if event.unit_id} - set(names)
    names |= units_by_id(missing) if missing else {}
    return [_line(event, names) for event in reversed(events)]


def _line(event: "TimelineEvent", units: "dict[int, Unit]") -> Line:
    unit = units.get(event.unit_id) if event.unit_id else None
    moved = event.to_state if event.to_state != event.from_state else ""
    return Line(
        at=event.at,
        verb=VERB_LABELS[Verb(event.verb)],
        who=event.actor_name,
        unit=str(unit) if unit else "",
        note=event.note,
        state=STATE_LABELS[OrderState(moved)] if moved else "",
        visibility=event.visibility,
        visibility_label=VISIBILITY_LABELS[Visibility(event.visibility)],
    )


def _share_lines(shares: "Sequence[Assignment]", clocks: dict[int | None, ClockFace]) -> list[ShareLine]:
    """Current shares first, each delegated one after the one above it."""
    ordered = sorted(
        shares, key=lambda share: (not share.is_current, share.kind != Share.LEAD, share.unit_path)
    )
    return [
        ShareLine(
            unit=str(share.unit),
            kind=SHARE_LABELS[Share(share.kind)],
            state=SHARE_STATE_LABELS[ShareState(share.state)],
            is_current=share.is_current,
            depth=1 if share.kind == Share.CHILD else 0,
            instructions=share.instructions,
            legal_basis=share.legal_basis,
            clock=clocks.get(share.pk),
        )
        for share in ordered
    ]


def _asked(row: "Application") -> Asked:
    return Asked(
        label=APPLICATION_LABELS[ApplicationKind(row.kind)],
        state=APPLICATION_STATES[row.state],
        is_pending=row.state == "pending",
        row=row,
    )
