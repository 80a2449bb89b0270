"""What waits for whom: the queues of a centre's and a unit's jobs, as one table.

A queue is for everybody who holds its permission, at the centre or at a unit. Its rows are orders or shares,
the running clock that is over first at the top; rows whose clocks stand still come last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jiesu.accounts.permissions import Permission as P  # noqa: N817 - a table of them follows
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.packs import ClockKind as C
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.workorders.lamps import ClockReading
from jiesu.workorders.models import Application, Assignment, Deadline, WorkOrder
from jiesu.workorders.selectors import reading_of
from jiesu.workorders.states import ApplicationKind as A
from jiesu.workorders.states import ApplicationState, Share, ShareState
from jiesu.workorders.states import OrderState as S

MOST_COUNTED = 1000
"""Queues longer than this are not counted to the end."""

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_GOING = ("running", "paused")


class Queue(StrEnum):
    """The queues, in the order in which a person's work is shown."""

    DRAFTS = "drafts"
    DISPATCH = "dispatch"
    RETURNS = "returns"
    CONFERENCE = "conference"
    APPLICATIONS = "applications"
    SUSPENSIONS = "suspensions"
    REVIEW = "review"
    CALLBACK = "callback"
    SIGN = "sign"
    HANDLE = "handle"
    APPROVE = "approve"
    COLLECT = "collect"
    CHILD_RETURNS = "child_returns"
    REGISTERED = "registered"


QUEUE_LABELS: dict[Queue, str] = {
    Queue.DRAFTS: "我的草稿",
    Queue.DISPATCH: "待派单",
    Queue.RETURNS: "退单待审",
    Queue.CONFERENCE: "疑难会商",
    Queue.APPLICATIONS: "申请待审",
    Queue.SUSPENSIONS: "挂起待复核",
    Queue.REVIEW: "待审核",
    Queue.CALLBACK: "待回访",
    Queue.SIGN: "待签收",
    Queue.HANDLE: "办理中",
    Queue.APPROVE: "待审签",
    Queue.COLLECT: "待采纳反馈",
    Queue.CHILD_RETURNS: "下级退单",
    Queue.REGISTERED: "我登记的在办",
}

DECIDED_BY: dict[A, P] = {
    A.EXTENSION: P.DECIDE_EXTENSION,
    A.SUSPENSION: P.DECIDE_SUSPENSION,
    A.FINAL_ANSWER: P.DECIDE_FINAL_ANSWER,
    A.EXCLUSION: P.DECIDE_EXCLUSION,
}
"""Who decides what units ask of the centre, returns apart."""


@dataclass(frozen=True, kw_only=True)
class QueueRule:
    """One row of the table.

    Attributes:
        permissions: any of these gives the queue.
        at_centre: whether it is a queue of the centre, or of units.
        clocks: the clocks by which its rows are ordered.
    """

    permissions: tuple[P, ...]
    at_centre: bool
    clocks: tuple[C, ...]


_WORK = (C.HANDLE, C.REWORK)

QUEUES: dict[Queue, QueueRule] = {
    Queue.DRAFTS: QueueRule(permissions=(P.REGISTER_ORDER,), at_centre=True, clocks=()),
    Queue.DISPATCH: QueueRule(permissions=(P.DISPATCH_ORDER,), at_centre=True, clocks=(C.DISPATCH,)),
    Queue.RETURNS: QueueRule(permissions=(P.DECIDE_RETURN,), at_centre=True, clocks=_WORK),
    Queue.CONFERENCE: QueueRule(permissions=(P.CONFER_ORDER,), at_centre=True, clocks=(C.DISPATCH, *_WORK)),
    Queue.APPLICATIONS: QueueRule(permissions=tuple(DECIDED_BY.values()), at_centre=True, clocks=_WORK),
    Queue.SUSPENSIONS: QueueRule(permissions=(P.DECIDE_SUSPENSION,), at_centre=True, clocks=(C.SUSPENSION,)),
    Queue.REVIEW: QueueRule(permissions=(P.REVIEW_ORDER,), at_centre=True, clocks=(C.REVIEW,)),
    Queue.CALLBACK: QueueRule(permissions=(P.RECORD_CALLBACK,), at_centre=True, clocks=(C.CALLBACK,)),
    Queue.SIGN: QueueRule(permissions=(P.SIGN_ASSIGNMENT,), at_centre=False, clocks=(C.SIGN,)),
    Queue.HANDLE: QueueRule(permissions=(P.REPLY_ASSIGNMENT,), at_centre=False, clocks=_WORK),
    Queue.APPROVE: QueueRule(permissions=(P.APPROVE_REPLY,), at_centre=False, clocks=_WORK),
    Queue.COLLECT: QueueRule(permissions=(P.REPLY_ASSIGNMENT,), at_centre=False, clocks=_WORK),
    Queue.CHILD_RETURNS: QueueRule(permissions=(P.DELEGATE_ASSIGNMENT,), at_centre=False, clocks=_WORK),
    Queue.REGISTERED: QueueRule(permissions=(P.REGISTER_ORDER,), at_centre=True, clocks=(C.DISPATCH, *_WORK)),
}

_STATE_OF: dict[Queue, S] = {
    Queue.DISPATCH: S.PENDING_DISPATCH,
    Queue.CONFERENCE: S.CONFERENCE,
    Queue.SUSPENSIONS: S.SUSPENDED,
    Queue.REVIEW: S.PENDING_REVIEW,
    Queue.CALLBACK: S.PENDING_CALLBACK,
}


@dataclass(frozen=True)
class QueueItem:
    """One row of a queue: the order, the share that waits if it is about one, and the clock that matters."""

    order: WorkOrder
    share: Assignment | None = field(default=None)
    clock: ClockReading | None = field(default=None)


@dataclass(frozen=True)
class QueuePage:
    """Some rows of a queue and the cursor of the next."""

    items: Sequence[QueueItem]
    next_cursor: str | None


def queues_for(actor: Actor) -> list[Queue]:
    """The queues of a person's jobs, in the table's order."""
    return [queue for queue, rule in QUEUES.items() if _is_for(rule, actor)]


def counts(*, for_user: Actor, at: datetime | None = None) -> dict[Queue, tuple[int, int]]:
    """How many wait in each of the person's queues, and how many of them are overdue: one query.

    Neither number goes beyond :data:`MOST_COUNTED`.
    """
    names = queues_for(for_user)
    if not names:
        return {}
    parts, params = [], []
    for queue in names:
        rows = _rows(queue, for_user).order_by().values("next_due")[:MOST_COUNTED]
        sql, given = rows.query.sql_with_params()
        parts.append(f"(SELECT ARRAY[count(*), count(*) FILTER (WHERE q.next_due < %s)] FROM ({sql}) q)")  # noqa: S608 - made by the ORM
        params += [at or clock.now(), *given]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        found = cursor.fetchone()
    return {queue: (pair[0], pair[1]) for queue, pair in zip(names, found, strict=True)}


def items_of(
    queue: Queue, *, for_user: Actor, cursor: str | None = None, size: int = 50, at: datetime | None = None
) -> QueuePage:
    """One page of a queue, the clock that is over first at the top.

    Raises:
        NotFound: the queue belongs to none of the person's jobs.
    """
    if not _is_for(QUEUES[queue], for_user):
        raise NotFound(what="队列 queue")
    page: Page[WorkOrder] | Page[Assignment]
    page = page_of(_rows(queue, for_user), by="next_due", cursor=cursor, size=size, descending=False)
    pairs = [_pair(row) for row in page.items]
    clocks = _clocks(pairs, QUEUES[queue].clocks, at or clock.now())
    items = [
        QueueItem(order, share, clocks.get((order.pk, share.pk if share else None))) for order, share in pairs
    ]
    return QueuePage(items, page.next_cursor)


def next_in(queue: Queue, *, for_user: Actor, after: str = "") -> str | None:
    """The number of the first order of a queue besides ``after``; None when nothing else waits."""
    numbers = [item.order.number for item in items_of(queue, for_user=for_user, size=2).items]
    return next((number for number in numbers if number != after), None)


def _is_for(rule: QueueRule, actor: Actor) -> bool:
    return rule.at_centre == actor.is_centre and any(actor.may(permission) for permission in rule.permissions)


def _rows(queue: Queue, actor: Actor) -> QuerySet[Any]:
    return _order_rows(queue, actor) if QUEUES[queue].at_centre else _share_rows(queue, actor)


def _order_rows(queue: Queue, actor: Actor) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.visible_to(actor)
    match queue:
        case Queue.DRAFTS:
            rows = rows.filter(state=S.DRAFT.value, registered_by_id=actor.user_id)
        case Queue.REGISTERED:
            rows = rows.open().exclude(state=S.DRAFT.value).filter(registered_by_id=actor.user_id)
        case Queue.RETURNS:
            rows = rows.filter(
                pk__in=_pending([A.RETURN]).exclude(assignment__kind=Share.CHILD.value).values("order")
            )
        case Queue.APPLICATIONS:
            kinds = [kind for kind, permission in DECIDED_BY.items() if actor.may(permission)]
            rows = rows.filter(pk__in=_pending(kinds).values("order"))
        case _:
            rows = rows.filter(state=_STATE_OF[queue].value)
    due = _due(Deadline.objects.filter(order=OuterRef("pk")), QUEUES[queue].clocks)
    return rows.annotate(next_due=due).select_related("lead_unit").defer("content", "public_answer")


def _share_rows(queue: Queue, actor: Actor) -> QuerySet[Assignment]:
    mine = Q(unit_id__in=actor.unit_ids)
    below = Q(kind=Share.CHILD.value, parent__unit_id__in=actor.unit_ids)
    beside = Q(kind=Share.ASSIST.value, order__lead_unit_id__in=actor.unit_ids)
    asked = {
        Queue.SIGN: mine & Q(state=ShareState.PENDING_SIGN.value),
        Queue.HANDLE: mine & Q(state=ShareState.HANDLING.value) & ~Q(order__state=S.SUSPENDED.value),
        Queue.APPROVE: mine
        & Q(state=ShareState.REPLIED.value, order__state=S.PENDING_APPROVAL.value, kind="lead"),
        Queue.COLLECT: (below | beside) & Q(state=ShareState.REPLIED.value),
        Queue.CHILD_RETURNS: below & Q(state=ShareState.RETURN_REQUESTED.value),
    }[queue]
    due = _due(
        Deadline.objects.filter(order=OuterRef("order_id"), assignment=OuterRef("pk")), QUEUES[queue].clocks
    )
    rows = Assignment.objects.waiting().filter(asked).annotate(next_due=due)
    return rows.select_related("order", "unit", "order__lead_unit").defer(
        "order__content", "order__public_answer"
    )


def _due(deadlines: QuerySet[Deadline], kinds: Iterable[C]) -> Coalesce:
    running = deadlines.filter(state="running", kind__in=[kind.value for kind in kinds]).order_by("due_at")
    never = Value(_NEVER, output_field=DateTimeField())
    return Coalesce(Subquery(running.values("due_at")[:1]), never, output_field=DateTimeField())


def _pending(kinds: Iterable[A]) -> QuerySet[Application]:
    return Application.objects.filter(
        state=ApplicationState.PENDING.value, kind__in=[kind.value for kind in kinds]
    )


def _pair(row: WorkOrder | Assignment) -> tuple[WorkOrder, Assignment | None]:
    return (row.order, row) if isinstance(row, Assignment) else (row, None)


def _clocks(
    pairs: Sequence[tuple[WorkOrder, Assignment | None]], kinds: Sequence[C], at: datetime
) -> dict[tuple[int, int | None], ClockReading]:
    """The first of the clocks of each row: one query."""
    orders = {order.pk: order for order, _ in pairs}
    rows = Deadline.objects.filter(
        order__in=orders, state__in=_GOING, kind__in=[kind.value for kind in kinds]
    )
    found: dict[tuple[int, int | None], ClockReading] = {}
    by_share = any(share is not None for _, share in pairs)
    for row in rows.order_by("due_at"):
        key = (row.order_id, row.assignment_id if by_share else None)
        found.setdefault(key, reading_of(row, catalogue.calendar_of(orders[row.order_id].calendar_id), at))
    return found
