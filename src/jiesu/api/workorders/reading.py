"""Lists of orders, and one order with all that belongs to it."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Query
from pydantic import BaseModel, Field

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Code, Line, Moment
from jiesu.api.organisations.codes import unit_id
from jiesu.api.organisations.views import UnitRef
from jiesu.api.workorders import bodies
from jiesu.api.workorders.documents import (
    ActionDocument,
    Actions,
    ApplicationDocument,
    AttachmentDocument,
    ClockDocument,
    DisclosedCitizen,
    ListedOrder,
    OrderDocument,
    OrderPage,
    OrderStory,
    ShareDocument,
    TimelineLine,
    WorkItem,
    WorkPage,
)
from jiesu.api.workorders.mounting import Number, router
from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.core import clock
from jiesu.workorders import actions, selectors
from jiesu.workorders.filters import OrderFilter
from jiesu.workorders.states import ApplicationKind, OrderState
from jiesu.workorders.wording import LONGEST_QUERY

Cursor = Annotated[str | None, Query(max_length=400)]
Size = Annotated[int, Query(ge=1, le=200)]


class Filters(BaseModel):
    """What a list of orders is narrowed by; topic, area and number match as beginnings, words as parts."""

    state: list[OrderState] = []
    nature: Nature | None = None
    urgency: Urgency | None = None
    channel: Channel | None = None
    topic: Code = ""
    area: Code = ""
    unit: Code = ""
    number: Annotated[str, Field(pattern="^[0-9]{0,24}$")] = ""
    phone: Line = ""
    words: Annotated[str, Field(max_length=LONGEST_QUERY)] = ""
    application: list[ApplicationKind] = []
    overdue: bool = False
    is_problem: bool | None = None
    registered_from: Moment | None = None
    registered_until: Moment | None = None

    def narrowed(self, at: datetime) -> OrderFilter:
        """The same in the words of the work orders."""
        return OrderFilter(
            states=[state.value for state in self.state],
            nature=self.nature or "",
            urgency=self.urgency or "",
            channel=self.channel or "",
            topic=self.topic,
            area=self.area,
            unit=unit_id(self.unit, field="unit") if self.unit else None,
            overdue_at=at if self.overdue else None,
            registered_from=self.registered_from,
            registered_until=self.registered_until,
            phone=self.phone,
            number=self.number,
            words=self.words,
            applications=[kind.value for kind in self.application],
            is_problem=self.is_problem,
        )


@router.get("/orders", response=OrderPage, operation_id="list_orders", summary="工单列表")
def list_orders(
    request: Request, *, filters: Query[Filters], cursor: Cursor = None, size: Size = 50
) -> HttpResponse:
    """The orders that the caller may know of, newest first."""
    page = selectors.list_orders(
        filters.narrowed(clock.now()), for_user=request.auth, cursor=cursor, size=size
    )
    items = [ListedOrder.of(order) for order in page.items]
    return answer(OrderPage(items=items, next_cursor=page.next_cursor))


@router.get("/work", response=WorkPage, operation_id="work_list", summary="我的待办")
def work_list(request: Request, cursor: Cursor = None, size: Size = 50) -> HttpResponse:
    """What waits for the caller's own units, the nearest deadline first."""
    page = selectors.work_list(for_user=request.auth, cursor=cursor, size=size)
    return answer(WorkPage(items=[WorkItem.of(share) for share in page.items], next_cursor=page.next_cursor))


@router.get("/orders/{order:number}", response=OrderStory, operation_id="get_order", summary="工单详情")
def get_order(request: Request, number: Number) -> HttpResponse:
    """The order, its shares, clocks, applications, files and history, and what the caller may do now."""
    actor = request.auth
    order = selectors.get_order(number, for_user=actor)
    shares = selectors.shares_of(order, current=False)
    units = {share.unit_id: UnitRef.of(share.unit) for share in shares}
    pack, _ = selectors.rules_under(order)
    return answer(
        OrderStory(
            order=OrderDocument.build(order, citizen=selectors.citizen_of(order, for_user=actor), pack=pack),
            shares=[ShareDocument.of(share) for share in shares],
            clocks=[ClockDocument.of(reading) for reading in selectors.clocks_of(order)],
            applications=[ApplicationDocument.of(item) for item in selectors.applications_of(order)],
            attachments=[
                AttachmentDocument.of(item) for item in selectors.attachments_of(order, for_user=actor)
            ],
            timeline=[TimelineLine.of(line, units) for line in selectors.timeline_of(order, for_user=actor)],
            actions=[
                ActionDocument.of(item, number)
                for item in selectors.allowed_actions(order, for_user=actor, shares=shares)
            ],
        )
    )


@router.get(
    "/orders/{order:number}/actions", response=Actions, operation_id="allowed_actions", summary="可办操作"
)
def allowed_actions(request: Request, number: Number) -> HttpResponse:
    """What the workflow table allows the caller to do with the order now."""
    order = selectors.get_order(number, for_user=request.auth)
    allowed = selectors.allowed_actions(order, for_user=request.auth)
    return answer(Actions(version=order.version, items=[ActionDocument.of(item, number) for item in allowed]))


@router.post(
    "/orders/{order:number}/citizen",
    response=DisclosedCitizen,
    operation_id="disclose_citizen",
    summary="查看诉求人",
)
def disclose_citizen(request: Request, number: Number, body: bodies.Disclosure) -> HttpResponse:
    """The person in full; who looked, when and why is written down."""
    return answer(DisclosedCitizen.of(actions.disclose_citizen(number, by=request.auth, reason=body.reason)))
