"""Every read on work orders that is more than a filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.calendar import Measure, WorkingCalendar, time_left
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.actions import facts
from jiesu.workorders.actions.claiming import claim_in
from jiesu.workorders.actions.registering import query_hash
from jiesu.workorders.claims import Claim
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.filters import OrderFilter, Sorting, narrowed, sorted_by
from jiesu.workorders.guards import check
from jiesu.workorders.lamps import ClockReading, lamp_of
from jiesu.workorders.models import (
    Application,
    Assignment,
    Attachment,
    Citizen,
    Deadline,
    OrderClaim,
    TimelineEvent,
    WorkOrder,
)
from jiesu.workorders.states import STATE_LABELS, VERB_LABELS, OrderState, Share, Verb, Visibility
from jiesu.workorders.workflow import Rule

_ANSWERED_STATES = frozenset(
    {OrderState.PENDING_CALLBACK, OrderState.CLOSED, OrderState.DIRECT_ANSWERED, OrderState.ARCHIVED}
)
"""From here on the public answer has been looked at by the centre."""

_TOLD_VERBS = frozenset({Verb.ANNOTATE, Verb.ANSWER_DIRECTLY})
"""Verbs whose note is written for the citizen when their line is public."""


@dataclass(frozen=True)
class AllowedAction:
    """Something this person may do to this order now.

    Attributes:
        verb, label: the verb and its name for people.
        share: id of the share it is done with, if it is about one.
        needs: names of what must be given.
        permission: codename that allows it.
    """

    verb: str
    label: str
    share: int | None
    needs: tuple[str, ...]
    permission: str


@dataclass(frozen=True)
class PublicLine:
    """One line of what the citizen may read: when, what, and the words meant for them, if any."""

    at: datetime
    label: str
    note: str


@dataclass(frozen=True)
class CitizensStory:
    """An order as the citizen sees it; ``answer`` is empty until it has been reviewed."""

    number: str
    title: str
    state_label: str
    answer: str
    lines: tuple[PublicLine, ...]


def get_order(number: str, *, for_user: Actor) -> WorkOrder:
    """The order, if this person may know of it.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = WorkOrder.objects.visible_to(for_user).select_related("citizen", "lead_unit", "merged_into")
    order = rows.filter(number=number).first() if is_number(number) else None
    if order is None:
        raise NotFound(what="工单 order")
    return order


def order_by_query_code(number: str, code: str) -> WorkOrder:
    """The order for the citizen who knows its query code.

    Raises:
        NotFound: number and code do not belong together; which of the two is wrong is not said.
    """
    rows = WorkOrder.objects.filter(number=number).select_related("merged_into")
    known = is_number(number) and is_number(code)
    order = rows.filter(query_hash=query_hash(number, code)).first() if known else None
    if order is None:
        raise NotFound(what="工单 order")
    return order


def citizens_story(number: str, code: str) -> CitizensStory:
    """What has happened to an order, for the citizen who knows its query code.

    Staff's names and what they write to each other stay inside: of a line's note only what was meant for the
    citizen is told. A merged order tells the answer of the order that is handled in its place.

    Raises:
        NotFound: number and code do not belong together.
    """
    order = order_by_query_code(number, code)
    return CitizensStory(
        number=order.number,
        title=order.title,
        state_label=STATE_LABELS[OrderState(order.state)],
        answer=answer_for_citizen(order),
        lines=tuple(
            PublicLine(line.at, VERB_LABELS[Verb(line.verb)], line.note if line.verb in _TOLD_VERBS else "")
            for line in timeline_of(order, for_user=None)
        ),
    )


def list_orders(
    filters: OrderFilter,
    *,
    for_user: Actor,
    cursor: str | None = None,
    size: int = 50,
    sorting: Sorting = Sorting.NEWEST,
) -> Page[WorkOrder]:
    """One page of the orders that this person may know of; where words are sought, with their content."""
    rows = narrowed(WorkOrder.objects.visible_to(for_user), filters).select_related("lead_unit")
    rows = rows.defer("public_answer") if filters.words else rows.defer("content", "public_answer")
    rows, column, descending = sorted_by(rows, sorting)
    return page_of(rows, by=column, cursor=cursor, size=size, descending=descending)


def count_orders(
    filters: OrderFilter, *, for_user: Actor, sorting: Sorting = Sorting.NEWEST, most: int = 1000
) -> int:
    """How many orders a list has; it is not counted further than ``most`` and one more."""
    rows = narrowed(WorkOrder.objects.visible_to(for_user), filters)
    return sorted_by(rows, sorting)[0].order_by().values("pk")[: most + 1].count()


def next_clocks(orders: Sequence[WorkOrder], *, at: datetime | None = None) -> dict[int, ClockReading]:
    """The clock of each order that is over first, by the order's key; nothing for orders without one."""
    known = {order.pk: order for order in orders}
    rows = Deadline.objects.filter(order__in=known, state__in=("running", "paused")).order_by("due_at", "pk")
    found: dict[int, ClockReading] = {}
    for row in rows:
        if row.order_id not in found:
            calendar = catalogue.calendar_of(known[row.order_id].calendar_id)
            found[row.order_id] = reading_of(row, calendar, at or clock.now())
    return found


def work_list(*, for_user: Actor, cursor: str | None = None, size: int = 50) -> Page[Assignment]:
    """What waits for the person's own units: current open shares, the nearest deadline first."""
    rows = (
        Assignment.objects.waiting()
        .filter(unit_id__in=for_user.unit_ids, due_at__isnull=False)
        .select_related("order", "unit")
        .defer("order__content", "order__public_answer")
    )
    return page_of(rows, by="due_at", cursor=cursor, size=size, descending=False)


def shares_of(order: WorkOrder, *, current: bool = True) -> list[Assignment]:
    """The order's shares with their units, oldest first."""
    rows = Assignment.objects.filter(order=order).select_related("unit").order_by("pk")
    return list(rows.filter(is_current=True) if current else rows)


def timeline_of(order: WorkOrder, *, for_user: Actor | None) -> QuerySet[TimelineEvent]:
    """The lines that this person may read, oldest first; the citizen (None) reads the public ones."""
    rows = TimelineEvent.objects.filter(order=order).order_by("seq")
    if for_user is None:
        return rows.filter(visibility=Visibility.PUBLIC.value)
    if for_user.is_centre or for_user.is_system:
        return rows
    return rows.exclude(visibility=Visibility.INTERNAL.value)


def deadlines_of(order: WorkOrder) -> list[Deadline]:
    """The order's clocks, oldest first."""
    return list(Deadline.objects.filter(order=order).order_by("started_at", "pk"))


def clocks_of(order: WorkOrder, *, at: datetime | None = None) -> list[ClockReading]:
    """The order's clocks as they stand at a moment (now when not given), oldest first."""
    calendar, at = catalogue.calendar_of(order.calendar_id), at or clock.now()
    return [reading_of(row, calendar, at) for row in deadlines_of(order)]


def citizen_of(order: WorkOrder, *, for_user: Actor) -> Citizen | None:
    """The person behind the order, to be shown masked; None when there is none to be shown.

    Units never see the person behind a confidential order (保密: 承办单位不得看到诉求人).
    """
    if order.is_confidential and not (for_user.is_system or for_user.may(Permission.VIEW_CONFIDENTIAL)):
        return None
    return order.citizen


def applications_of(order: WorkOrder) -> list[Application]:
    """What units asked of the centre (or of the unit above) and what was decided, oldest first."""
    return list(Application.objects.filter(order=order).order_by("asked_at", "pk"))


def attachments_of(order: WorkOrder, *, for_user: Actor) -> list[Attachment]:
    """The files that this person may open, oldest first."""
    rows = Attachment.objects.filter(order=order).order_by("pk")
    inside = for_user.is_centre or for_user.is_system
    return list(rows if inside else rows.exclude(visibility=Visibility.INTERNAL.value))


def allowed_actions(
    order: WorkOrder, *, for_user: Actor, shares: Sequence[Assignment] | None = None
) -> list[AllowedAction]:
    """What the workflow table and its conditions allow this person now, in the table's order.

    Args:
        order: the order.
        for_user: who would act.
        shares: all the order's shares, past ones too, where they have been read already.
    """
    everything = shares_of(order, current=False) if shares is None else shares
    if not choosing.may_see(order, everything, by=for_user):
        return []
    current = [share for share in everything if share.is_current]
    pairs = choosing.options(order, current, by=for_user)
    return [
        AllowedAction(
            rule.verb.value,
            VERB_LABELS[rule.verb],
            share.pk if share else None,
            rule.needs,
            rule.permission.value,
        )
        for rule, share in pairs
        if _application_fits(rule, order, share) and _guards_pass(rule, order, share, current=current)
    ]


def every_order() -> QuerySet[WorkOrder]:
    """All orders, for what the platform works out over all of them; never to be shown to a person."""
    return WorkOrder.objects.order_by("pk")


def every_lead() -> QuerySet[Assignment]:
    """The lead shares of all orders, returned ones too, for what is worked out over all of them."""
    return Assignment.objects.filter(kind=Share.LEAD.value, parent__isnull=True)


def state_counts(*, for_user: Actor) -> dict[OrderState, int]:
    """How many orders that this person may know of stand in each state."""
    rows = WorkOrder.objects.visible_to(for_user).values_list("state").annotate(n=Count("pk")).order_by()
    return {OrderState(state): count for state, count in rows}


def claims_on(order_ids: Iterable[int], *, at: datetime | None = None) -> dict[int, Claim]:
    """Who is at work on which of these orders just now, by the orders' keys: one query."""
    rows = OrderClaim.objects.filter(order__in=list(order_ids), until__gt=at or clock.now())
    return {row.order_id: claim_in(row) for row in rows}


def rules_under(order: WorkOrder) -> tuple[str, str]:
    """Names of the pack and its version that the order was born under, for people."""
    pack = catalogue.pack_of(order.pack_id)
    return pack.code, pack.name


def reading_of(row: Deadline, calendar: WorkingCalendar, at: datetime) -> ClockReading:
    """One clock as it stands at a moment, read on the calendar that the order was born under."""
    moment = row.paused_at if row.state == "paused" and row.paused_at else at
    going = row.state in ("running", "paused")
    return ClockReading(
        kind=row.kind,
        state=row.state,
        share=row.assignment_id,
        amount=f"{row.amount.normalize():f}",
        measure=row.measure,
        started_at=row.started_at,
        due_at=row.due_at,
        warn_at=row.warn_at,
        paused_at=row.paused_at,
        stopped_at=row.stopped_at,
        left=time_left(calendar, at=moment, due=row.due_at, measure=Measure(row.measure)) if going else None,
        lamp=lamp_of(at=moment, due=row.due_at, warn=row.warn_at) if going else None,
    )


def _application_fits(rule: Rule, order: WorkOrder, share: Assignment | None) -> bool:
    """Only the lead's applications stand on the order; those of others are told by the share's state."""
    if share is not None and share.kind != "lead":
        return True
    if rule.decides:
        return rule.decides in order.pending_applications
    return rule.applies is None or rule.applies not in order.pending_applications


def _guards_pass(
    rule: Rule, order: WorkOrder, share: Assignment | None, *, current: Sequence[Assignment]
) -> bool:
    if not rule.guards:
        return True
    pack = catalogue.pack_of(order.pack_id)
    known = facts.of(order, share, shares=current, guards=rule.guards, pack=pack, at=clock.now())
    return all(check(guard, known, pack) is None for guard in rule.guards)


def main_of(order: WorkOrder) -> WorkOrder:
    """The order that is handled in this one's place: itself, or the one at the end of its merging."""
    main = order
    while main.merged_into is not None:
        main = main.merged_into
    return main


def answer_for_citizen(order: WorkOrder) -> str:
    """The reviewed answer; a merged order's is that of the main one, unless that is confidential."""
    main = main_of(order)
    hidden = main.pk != order.pk and main.is_confidential
    return "" if hidden or main.state not in _ANSWERED_STATES else main.public_answer


@dataclass(frozen=True)
class RegisteredOrder:
    """What is asked of an order when a sample is drawn: who registered it, and how it went so far."""

    pk: int
    registered_by_id: int | None
    lead_unit_id: int | None
    first_satisfaction: str
    rework_count: int
    is_overdue: bool


def registered_orders(*, since: datetime, until: datetime) -> list[RegisteredOrder]:
    """The orders registered in a span, without the confidential ones: for the system, not for pages."""
    missed = Deadline.objects.filter(order=OuterRef("pk"), state="missed", kind__in=("handle", "rework"))
    shown = WorkOrder.objects.filter(is_confidential=False)
    rows = shown.filter(registered_at__gte=since, registered_at__lt=until).values_list(
        "pk",
        "registered_by_id",
        "lead_unit_id",
        "first_satisfaction",
        "rework_count",
        Exists(missed),
    )
    return [RegisteredOrder(*row) for row in rows.order_by("pk").iterator()]


def orders_numbered(numbers: Iterable[str]) -> dict[str, int]:
    """The keys of orders by their numbers; unknown and confidential ones are left out."""
    rows = WorkOrder.objects.filter(
        is_confidential=False, number__in=[number for number in numbers if is_number(number)]
    )
    return dict(rows.values_list("number", "pk"))
