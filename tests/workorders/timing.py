"""Reading clocks, and bringing an order to where they matter; a Shanghai of 2026, 8:30 to 17:30."""

from datetime import datetime
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.core import clock as clocks
from jiesu.workorders import actions
from jiesu.workorders.models import Deadline
from tests.workorders.doing import REPLY, in_days

REASON = "管线交叉，需与燃气公司协调"


def at(text):
    """A moment of Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=clocks.SHANGHAI)


def going(number):
    """The running clocks by kind and holder, with their due moments."""
    rows = Deadline.objects.filter(order__number=number, state="running").order_by("pk")
    return {
        (row.kind, row.assignment.unit.code if row.assignment else "centre"): local(row.due_at)
        for row in rows
    }


def ended(number, kind, unit=None):
    """The newest clock of a kind: its state."""
    rows = Deadline.objects.filter(order__number=number, kind=kind)
    return (rows.filter(assignment__unit=unit) if unit else rows).order_by("-pk").first().state


def one(number, kind, unit=None):
    rows = Deadline.objects.filter(order__number=number, kind=kind)
    return (rows.filter(assignment__unit=unit) if unit else rows).get()


def local(moment):
    return f"{moment.astimezone(clocks.SHANGHAI):%m-%d %H:%M}"


def dispatched(cast, held_clock, *, when="2026-03-02 10:00", assists=(), **more):
    """An order of Monday morning that the water company leads."""
    held_clock.move_to(at(when))
    number = cast.register(**more)
    actions.dispatch_order(
        number, lead=cast.water.pk, assists=[unit.pk for unit in assists], by=cast.dispatcher
    )
    return number


def signed(cast, held_clock, **more):
    number = dispatched(cast, held_clock, **more)
    actions.sign_assignment(number, by=cast.water_clerk)
    return number


def delegated(cast, held_clock, **more):
    number = signed(cast, held_clock, **more)
    actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)
    return number


def replied(cast, number):
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)


def extended(cast, number, amount="2", measure=Measure.WORKING_DAYS):
    limit = TimeLimit(Decimal(amount), measure)
    actions.apply_for_extension(number, reason=REASON, amount=limit, by=cast.water_clerk)
    actions.approve_extension(number, by=cast.duty_chief)


def suspended(cast, number, days=7):
    actions.apply_for_suspension(
        number, reason_code="suspension_works", reason=REASON, review_on=in_days(days), by=cast.water_clerk
    )
    actions.approve_suspension(number, by=cast.duty_chief)


def returned(cast, number):
    actions.request_return(number, reason_code="return_not_ours", reason="属供电公司", by=cast.water_clerk)
    actions.approve_return(number, by=cast.dispatcher)
